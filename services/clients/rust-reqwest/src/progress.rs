//! Counts that an event loop keeps up to date for the main thread's `interval` events.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::tasks::count_one;
use crate::window::Phase;

/// Requests completed so far on one event loop. Only the loop writes, only the main thread reads.
#[derive(Default)]
#[repr(align(128))]
pub struct Progress {
    warmup: Counts,
    window: Counts,
}

#[derive(Default)]
struct Counts {
    completed: AtomicU64,
    errors: AtomicU64,
}

impl Progress {
    pub fn count(&self, phase: Phase, succeeded: bool) {
        let Some(counts) = self.counts(phase) else {
            return;
        };
        let counter = if succeeded {
            &counts.completed
        } else {
            &counts.errors
        };
        count_one(counter);
    }

    /// Successes and failures that completed in this phase.
    pub fn completed_and_errors(&self, phase: Phase) -> (u64, u64) {
        self.counts(phase).map_or((0, 0), |counts| {
            (counts.completed.load(Relaxed), counts.errors.load(Relaxed))
        })
    }

    fn counts(&self, phase: Phase) -> Option<&Counts> {
        match phase {
            Phase::Warmup => Some(&self.warmup),
            Phase::Window => Some(&self.window),
            Phase::Drain => None,
        }
    }
}
