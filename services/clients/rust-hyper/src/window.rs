//! The window that is measured: when it opens, when it closes, and which phase a request completes in.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::watch;
use tokio::time::sleep_until;

use crate::settings::Length;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Warmup,
    Window,
    /// Behind the window: in flight when it closed.
    Drain,
}

/// One for all threads, so that they begin and end together.
pub struct Window {
    pub origin: Instant,
    pub opens_at: Instant,
    end: End,
}

enum End {
    At(Instant),
    AfterRequests {
        wanted: u64,
        completed: AtomicU64,
        closed_at: watch::Sender<Option<Instant>>,
    },
}

impl Window {
    pub fn new(origin: Instant, warmup: Duration, length: Length) -> Self {
        let opens_at = origin + warmup;
        let end = match length {
            Length::Time(duration) => End::At(opens_at + duration),
            Length::Requests(wanted) => End::AfterRequests {
                wanted,
                completed: AtomicU64::new(0),
                closed_at: watch::Sender::new(None),
            },
        };
        Self {
            origin,
            opens_at,
            end,
        }
    }

    /// To be called once for each completion, as it counts them.
    pub fn phase_of_completion(&self, now: Instant) -> Phase {
        if now < self.opens_at {
            return Phase::Warmup;
        }
        match &self.end {
            End::At(end) if now < *end => Phase::Window,
            End::At(_) => Phase::Drain,
            End::AfterRequests {
                wanted,
                completed,
                closed_at,
            } => {
                let number = completed.fetch_add(1, Relaxed) + 1;
                if number == *wanted {
                    closed_at.send_replace(Some(now));
                }
                if number <= *wanted {
                    Phase::Window
                } else {
                    Phase::Drain
                }
            }
        }
    }

    pub fn is_over(&self, now: Instant) -> bool {
        match &self.end {
            End::At(end) => now >= *end,
            End::AfterRequests {
                wanted, completed, ..
            } => completed.load(Relaxed) >= *wanted,
        }
    }

    pub async fn opened(&self) {
        sleep_until(self.opens_at.into()).await;
    }

    /// Waits for the end and returns its time.
    pub async fn closed(&self) -> Instant {
        match &self.end {
            End::At(end) => {
                sleep_until((*end).into()).await;
                *end
            }
            End::AfterRequests { closed_at, .. } => {
                let mut receiver = closed_at.subscribe();
                let closed = receiver.wait_for(Option::is_some).await;
                closed
                    .expect("the sender lives as long as the window")
                    .expect("it was waited for")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_request_belongs_to_the_phase_it_completes_in() {
        let origin = Instant::now();
        let window = Window::new(origin, SECOND, Length::Time(2 * SECOND));
        let phase = |after| window.phase_of_completion(origin + after);
        assert_eq!(phase(SECOND / 2), Phase::Warmup);
        assert_eq!(phase(SECOND), Phase::Window);
        assert_eq!(phase(3 * SECOND - Duration::from_nanos(1)), Phase::Window);
        assert_eq!(phase(3 * SECOND), Phase::Drain);
        assert!(!window.is_over(origin + 2 * SECOND));
        assert!(window.is_over(origin + 3 * SECOND));
    }

    #[test]
    fn a_window_of_n_requests_closes_with_the_nth() {
        let origin = Instant::now();
        let window = Window::new(origin, SECOND, Length::Requests(2));
        let phase = |after| window.phase_of_completion(origin + after);
        assert_eq!(phase(Duration::ZERO), Phase::Warmup);
        assert_eq!(phase(2 * SECOND), Phase::Window);
        assert!(!window.is_over(origin + 2 * SECOND));
        assert_eq!(phase(3 * SECOND), Phase::Window);
        assert!(window.is_over(origin + 3 * SECOND));
        assert_eq!(phase(4 * SECOND), Phase::Drain);

        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        assert_eq!(runtime.block_on(window.closed()), origin + 3 * SECOND);
    }
}
