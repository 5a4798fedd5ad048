//! What one event loop records of its requests, and the sum of that over all loops.

use std::time::Instant;

use serde::Serialize;

use crate::distribution::{Distribution, exact};
use crate::failure::{FailureCounts, FailureKind};
use crate::progress::Progress;
use crate::tasks::{self, Own};
use crate::window::{Phase, Window};

/// A request that has come to its end.
pub struct Completion {
    pub rtt_ns: i64,
    /// From due to sent; only in the open loop.
    pub send_delay_ns: Option<i64>,
    /// The `latency_ns` of the answer.
    pub outcome: Result<i64, FailureKind>,
}

/// Counts and records a completion where it belongs; to be called once for each.
pub fn complete(
    now: Instant,
    completion: &Completion,
    window: &Window,
    recorder: &Own<Recorder>,
    progress: &Progress,
) {
    recorder.with(|recorder| {
        let phase = window.phase_of_completion(tasks::in_order(now));
        recorder.record(phase, completion);
        progress.count(phase, completion.outcome.is_ok());
    });
}

pub fn ns_between(start: Instant, end: Instant) -> i64 {
    end.saturating_duration_since(start).as_nanos() as i64
}

#[derive(Debug, Default, Clone, Serialize)]
pub struct RequestCounts {
    pub warmup: u64,
    pub window: u64,
    pub drained: u64,
}

#[derive(Debug, Default, Clone, Serialize)]
pub struct FailureRtt {
    pub count: u64,
    #[serde(serialize_with = "exact")]
    pub sum: u64,
    pub max: u64,
}

#[derive(Debug, Clone)]
pub struct Recorder {
    pub requests: RequestCounts,
    pub rtt: Distribution,
    pub server_latency: Distribution,
    pub send_delay: Distribution,
    pub errors: FailureCounts,
    pub errors_outside_window: FailureCounts,
    pub failure_rtt: FailureRtt,
    /// Requests that were due within the window and sent before its end; only in the open loop.
    pub due_and_sent: u64,
}

impl Recorder {
    pub fn new() -> Self {
        Self {
            requests: RequestCounts::default(),
            rtt: Distribution::new(),
            server_latency: Distribution::new(),
            send_delay: Distribution::new(),
            errors: FailureCounts::default(),
            errors_outside_window: FailureCounts::default(),
            failure_rtt: FailureRtt::default(),
            due_and_sent: 0,
        }
    }

    pub fn record(&mut self, phase: Phase, completion: &Completion) {
        match (completion.outcome, phase) {
            (Ok(_), Phase::Warmup) => self.requests.warmup += 1,
            (Ok(_), Phase::Drain) => self.requests.drained += 1,
            (Ok(server_latency_ns), Phase::Window) => {
                self.requests.window += 1;
                self.rtt.record(completion.rtt_ns);
                self.server_latency.record(server_latency_ns);
                if let Some(send_delay_ns) = completion.send_delay_ns {
                    self.send_delay.record(send_delay_ns);
                }
            }
            (Err(kind), Phase::Window) => {
                self.errors.add(kind);
                let rtt_ns = completion.rtt_ns.unsigned_abs();
                self.failure_rtt.count += 1;
                self.failure_rtt.sum += rtt_ns;
                self.failure_rtt.max = self.failure_rtt.max.max(rtt_ns);
            }
            (Err(kind), Phase::Warmup | Phase::Drain) => self.errors_outside_window.add(kind),
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.requests.warmup += other.requests.warmup;
        self.requests.window += other.requests.window;
        self.requests.drained += other.requests.drained;
        self.rtt.merge(&other.rtt);
        self.server_latency.merge(&other.server_latency);
        self.send_delay.merge(&other.send_delay);
        self.errors.merge(&other.errors);
        self.errors_outside_window
            .merge(&other.errors_outside_window);
        self.due_and_sent += other.due_and_sent;
        self.failure_rtt.count += other.failure_rtt.count;
        self.failure_rtt.sum += other.failure_rtt.sum;
        self.failure_rtt.max = self.failure_rtt.max.max(other.failure_rtt.max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completion(outcome: Result<i64, FailureKind>) -> Completion {
        Completion {
            rtt_ns: 1000,
            send_delay_ns: None,
            outcome,
        }
    }

    #[test]
    fn only_successes_within_the_window_are_in_the_distributions() {
        let mut recorder = Recorder::new();
        for phase in [Phase::Warmup, Phase::Window, Phase::Window, Phase::Drain] {
            recorder.record(phase, &completion(Ok(-7)));
            recorder.record(phase, &completion(Err(FailureKind::Reset)));
        }
        let counts = &recorder.requests;
        assert_eq!((counts.warmup, counts.window, counts.drained), (1, 2, 1));
        assert_eq!(recorder.rtt.count(), 2);
        assert_eq!(
            recorder.server_latency.count(),
            0,
            "negative ones are apart"
        );
        assert_eq!(recorder.errors.total(), 2);
        assert_eq!(recorder.errors_outside_window.total(), 2);
        assert_eq!(recorder.failure_rtt.count, 2);
        assert_eq!(recorder.failure_rtt.sum, 2000);
    }

    #[test]
    fn merging_adds_everything_up() {
        let mut one = Recorder::new();
        one.record(Phase::Window, &completion(Ok(5)));
        let mut other = one.clone();
        other.record(Phase::Window, &completion(Err(FailureKind::Eof)));
        one.merge(&other);
        assert_eq!(one.requests.window, 2);
        assert_eq!(one.rtt.count(), 2);
        assert_eq!(one.errors.total(), 1);
        assert_eq!(one.failure_rtt.max, 1000);
    }
}
