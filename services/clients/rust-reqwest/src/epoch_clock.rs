//! Epoch times of moments on the monotonic clock: one look at a clock costs as much as all that is
//! recorded of a request, and so gives both.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::tasks::Own;

/// A clock that is set is followed after this time.
const TRUSTED_FOR: Duration = Duration::from_millis(10);
const LOOKS: usize = 3;

pub struct EpochClock {
    compared: Own<Comparison>,
}

/// A moment on both clocks.
#[derive(Clone, Copy)]
struct Comparison {
    at: Instant,
    epoch_ns: u64,
}

impl EpochClock {
    pub fn new() -> Self {
        Self {
            compared: Own::new(compare()),
        }
    }

    /// `now` is not long ago.
    pub fn ns(&self, now: Instant) -> u64 {
        let compared = self.compared.with(|compared| {
            if now.saturating_duration_since(compared.at) >= TRUSTED_FOR {
                *compared = compare();
            }
            *compared
        });
        // `now` may be a little before the comparison that was just made.
        match now.checked_duration_since(compared.at) {
            Some(since) => compared.epoch_ns + since.as_nanos() as u64,
            None => compared.epoch_ns - compared.at.duration_since(now).as_nanos() as u64,
        }
    }
}

/// The closest of some looks: between two of them the thread may have lost its CPU.
fn compare() -> Comparison {
    let (_, closest) = (0..LOOKS)
        .map(|_| {
            let before = Instant::now();
            let epoch = SystemTime::now();
            let took = before.elapsed();
            let epoch_ns = epoch
                .duration_since(UNIX_EPOCH)
                .expect("the clock is set to a time after 1970")
                .as_nanos() as u64;
            let at = before + took / 2;
            (took, Comparison { at, epoch_ns })
        })
        .min_by_key(|(took, _)| *took)
        .expect("there is more than no look");
    closest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_time_is_that_of_the_epoch_clock() {
        let epoch_ns = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_nanos() as u64
        };
        let clock = EpochClock::new();
        const TOLERANCE_NS: u64 = 1_000_000;
        for _ in 0..1000 {
            let before_ns = epoch_ns();
            let ns = clock.ns(Instant::now());
            assert!(ns + TOLERANCE_NS >= before_ns && ns <= epoch_ns() + TOLERANCE_NS);
        }
    }

    #[test]
    fn times_are_as_far_apart_as_on_the_monotonic_clock() {
        let clock = EpochClock::new();
        let now = Instant::now();
        let step = Duration::from_millis(5);
        assert_eq!(clock.ns(now + step), clock.ns(now) + 5_000_000);
        let compared = clock.compared.with(|compared| *compared);
        let earlier = compared.at - step;
        assert_eq!(clock.ns(earlier) + 5_000_000, compared.epoch_ns);
    }
}
