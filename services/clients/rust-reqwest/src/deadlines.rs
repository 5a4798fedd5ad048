//! Time-outs without a timer per request: one sweep looks at all requests in flight from time to time.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use tokio::time::{MissedTickBehavior, interval};

use crate::tasks::Own;

pub struct Deadlines {
    timeout: Duration,
    slots: Box<[Own<Slot>]>,
}

/// The request that one lane has in flight.
#[derive(Default)]
struct Slot {
    started: Option<Instant>,
    expired: bool,
    waker: Option<Waker>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Expired;

impl Deadlines {
    pub fn new(timeout: Duration, lanes: usize) -> Self {
        Self {
            timeout,
            slots: (0..lanes).map(|_| Own::default()).collect(),
        }
    }

    /// Drives `request` until it is ready or the sweep finds it too old. A lane has one at a time.
    /// It is pinned by the caller: moving a future as large as reqwest's in here costs 3 % CPU.
    pub async fn guard<F: Future>(
        &self,
        lane: usize,
        started: Instant,
        mut request: Pin<&mut F>,
    ) -> Result<F::Output, Expired> {
        let slot = &self.slots[lane];
        slot.with(|slot| {
            slot.started = Some(started);
            slot.expired = false;
        });
        let outcome = poll_fn(|context| {
            if slot.with(|slot| slot.expired) {
                return Poll::Ready(Err(Expired));
            }
            let poll = request.as_mut().poll(context);
            if poll.is_pending() {
                // Clones the waker only if it is another one than before.
                slot.with(|slot| {
                    slot.waker
                        .get_or_insert_with(|| context.waker().clone())
                        .clone_from(context.waker());
                });
            }
            poll.map(Ok)
        })
        .await;
        slot.with(|slot| slot.started = None);
        outcome
    }

    /// Runs until it is dropped.
    pub async fn sweep(&self) {
        let period =
            (self.timeout / 20).clamp(Duration::from_millis(1), Duration::from_millis(100));
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let now = ticks.tick().await.into_std();
            self.expire_at(now);
        }
    }

    fn expire_at(&self, now: Instant) {
        for slot in &self.slots {
            slot.with(|slot| {
                let too_old = slot
                    .started
                    .is_some_and(|started| now.saturating_duration_since(started) >= self.timeout);
                if too_old {
                    slot.expired = true;
                    if let Some(waker) = slot.waker.as_ref() {
                        waker.wake_by_ref();
                    }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    #[test]
    fn a_request_is_given_up_only_when_the_sweep_finds_it_too_old() {
        let deadlines = Deadlines::new(LIMIT, 2);
        let started = Instant::now();
        let never = pin!(pending::<()>());
        let mut request = pin!(deadlines.guard(1, started, never));
        let mut poll = || {
            request
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
        };

        assert_eq!(poll(), Poll::Pending);
        deadlines.expire_at(started + LIMIT - Duration::from_nanos(1));
        assert_eq!(poll(), Poll::Pending);
        deadlines.expire_at(started + LIMIT);
        assert_eq!(poll(), Poll::Ready(Err(Expired)));
    }

    #[test]
    fn the_next_request_of_a_lane_starts_afresh() {
        let deadlines = Deadlines::new(LIMIT, 1);
        let started = Instant::now();
        let mut context = Context::from_waker(Waker::noop());
        {
            let never = pin!(pending::<()>());
            let mut late = pin!(deadlines.guard(0, started, never));
            assert!(late.as_mut().poll(&mut context).is_pending());
            deadlines.expire_at(started + LIMIT);
            assert!(late.as_mut().poll(&mut context).is_ready());
        }
        deadlines.expire_at(started + 2 * LIMIT);
        let at_once = pin!(ready(7));
        let mut next = pin!(deadlines.guard(0, started + 2 * LIMIT, at_once));
        assert_eq!(next.as_mut().poll(&mut context), Poll::Ready(Ok(7)));
    }
}
