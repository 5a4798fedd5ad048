//! The open loop's timetable: when each request is due, and a clock that wakes its lane then.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::mem;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use rustix::io::{Errno, read};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};
use tokio::io::unix::AsyncFd;

use crate::tasks::Own;
use crate::window::Window;

/// Request `i` is due at `origin + i / rate`.
#[derive(Debug, Clone, Copy)]
pub struct Timetable {
    pub origin: Instant,
    pub rate_per_s: f64,
}

impl Timetable {
    fn due(&self, index: u64) -> Instant {
        self.origin + Duration::from_secs_f64(index as f64 / self.rate_per_s)
    }

    /// How many requests are due from `from` on and before `to`.
    pub fn count_due(&self, from: Instant, to: Instant) -> u64 {
        self.count_before(to)
            .saturating_sub(self.count_before(from))
    }

    fn count_before(&self, time: Instant) -> u64 {
        let elapsed = time.saturating_duration_since(self.origin);
        // The estimate can be one off by rounding; `due` decides.
        let mut count = (elapsed.as_secs_f64() * self.rate_per_s) as u64;
        while count > 0 && self.due(count - 1) >= time {
            count -= 1;
        }
        while self.due(count) < time {
            count += 1;
        }
        count
    }
}

/// Hands out the due times of one event loop, which serves every `stride`-th request. A free lane
/// takes the next one, so that the first due is the first sent.
pub struct Pacer {
    timetable: Timetable,
    window: Arc<Window>,
    next_index: Own<u64>,
    stride: u64,
    /// Tokio's own timer counts in ms, which is too coarse to send at a due time.
    timer: AsyncFd<OwnedFd>,
    waiting: Own<VecDeque<(Instant, Waker)>>,
}

impl Pacer {
    pub fn new(
        timetable: Timetable,
        window: Arc<Window>,
        first_index: u64,
        stride: u64,
    ) -> io::Result<Self> {
        let timer = timerfd_create(
            TimerfdClockId::Monotonic,
            TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC,
        )?;
        // SAFETY: the descriptor is open, and it is owned by the `AsyncFd` until that is dropped.
        let timer = unsafe { AsyncFd::register(timer) }?;
        Ok(Self {
            timetable,
            window,
            next_index: Own::new(first_index),
            stride,
            timer,
            waiting: Own::default(),
        })
    }

    /// The due time of the next request, at that time or later; `None` when the window is over.
    pub async fn next_due(&self) -> Option<Instant> {
        let index = self
            .next_index
            .with(|next| mem::replace(next, *next + self.stride));
        let due = self.timetable.due(index);
        if self.window.is_over(due) {
            return None;
        }
        let mut is_queued = false;
        poll_fn(|context| {
            let now = Instant::now();
            if due <= now || self.window.is_over(now) {
                return Poll::Ready(());
            }
            if !is_queued {
                is_queued = true;
                self.waiting.with(|waiting| {
                    if waiting.is_empty() {
                        self.set_timer(due - now);
                    }
                    waiting.push_back((due, context.waker().clone()));
                });
            }
            Poll::Pending
        })
        .await;
        (!self.window.is_over(Instant::now())).then_some(due)
    }

    /// Wakes the lanes at their due times; runs until it is dropped.
    pub async fn tick(&self) {
        loop {
            let mut ready = self.timer.readable().await.expect("the runtime has I/O");
            // The count of expirations that it gives does not matter, nor that there is none.
            match read(self.timer.get_ref(), &mut [0u8; 8]) {
                Ok(_) | Err(Errno::AGAIN) => ready.clear_ready(),
                Err(error) => panic!("the timer cannot be read: {error}"),
            }
            self.wake_due();
        }
    }

    /// To be called when the window is over, so that no lane waits for a later due time.
    pub fn wake_all(&self) {
        self.waiting.with(|waiting| {
            for (_, waker) in waiting.drain(..) {
                waker.wake();
            }
        });
    }

    fn wake_due(&self) {
        self.waiting.with(|waiting| {
            while let Some((due, _)) = waiting.front() {
                let ahead = due.saturating_duration_since(Instant::now());
                if !ahead.is_zero() {
                    self.set_timer(ahead);
                    return;
                }
                if let Some((_, waker)) = waiting.pop_front() {
                    waker.wake();
                }
            }
        });
    }

    /// `ahead` is above 0, which would stop the timer.
    fn set_timer(&self, ahead: Duration) {
        let once = Itimerspec {
            it_interval: Timespec::default(),
            it_value: Timespec::try_from(ahead).expect("a run is shorter than 2^63 s"),
        };
        timerfd_settime(self.timer.get_ref(), TimerfdTimerFlags::empty(), &once)
            .expect("the timer and its time are valid");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timetable(rate_per_s: f64) -> Timetable {
        Timetable {
            origin: Instant::now(),
            rate_per_s,
        }
    }

    #[test]
    fn requests_are_due_at_even_distances() {
        let timetable = timetable(4.0);
        assert_eq!(timetable.due(0), timetable.origin);
        assert_eq!(
            timetable.due(6),
            timetable.origin + Duration::from_millis(1500)
        );
    }

    #[test]
    fn due_requests_are_counted_without_gap_or_overlap() {
        for rate in [0.3, 3.0, 1000.0, 33_333.3] {
            let timetable = timetable(rate);
            let at = |ms| timetable.origin + Duration::from_millis(ms);
            let whole = timetable.count_due(at(0), at(10_000));
            assert_eq!(whole, (rate * 10.0).ceil() as u64, "{rate}");
            let parts =
                timetable.count_due(at(0), at(777)) + timetable.count_due(at(777), at(10_000));
            assert_eq!(whole, parts, "{rate}");
        }
    }
}
