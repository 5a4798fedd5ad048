//! What is done on one connection: a request, its answer, the next request, until the window is over.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::connection::Connection;
use crate::deadlines::Deadlines;
use crate::epoch_clock::EpochClock;
use crate::failure::Failure;
use crate::order::Template;
use crate::pacer::Pacer;
use crate::progress::Progress;
use crate::recorder::{Completion, Recorder, complete, ns_between};
use crate::tasks::{Own, Shared};
use crate::window::Window;

const PAUSE_AFTER_FAILED_OPENING: Duration = Duration::from_millis(10);

/// What the lanes of one event loop have in common.
pub struct Load {
    pub window: Arc<Window>,
    /// `None`: closed loop.
    pub pacer: Option<Pacer>,
    pub deadlines: Shared<Deadlines>,
    pub template: Template,
    pub epoch_clock: EpochClock,
    pub numbers: Numbers,
    pub recorder: Own<Recorder>,
    pub progress: Arc<Progress>,
}

/// Numbers for the `order_id`s: each loop takes every `stride`-th, so that none is given out twice.
pub struct Numbers {
    next: Own<u64>,
    stride: u64,
}

impl Numbers {
    pub fn new(first: u64, stride: u64) -> Self {
        Self {
            next: Own::new(first),
            stride,
        }
    }

    fn take(&self) -> u64 {
        self.next
            .with(|next| mem::replace(next, *next + self.stride))
    }
}

pub async fn drive(lane: usize, connection: &Connection, load: &Load) {
    loop {
        let due = match &load.pacer {
            None => None,
            Some(pacer) => match pacer.next_due().await {
                Some(due) => Some(due),
                None => return,
            },
        };
        let number = load.numbers.take();
        let sent = Instant::now();
        let body = load.template.fill(number, load.epoch_clock.ns(sent));
        if load.window.is_over(sent) {
            return;
        }
        if due.is_some_and(|due| due >= load.window.opens_at) {
            load.recorder.with(|recorder| recorder.due_and_sent += 1);
        }
        let outcome = {
            let request = pin!(connection.post(body, &load.template, number));
            match load.deadlines.guard(lane, sent, request).await {
                Ok(outcome) => outcome,
                Err(_expired) => Err(connection.timeout_kind().into()),
            }
        };
        let completed = Instant::now();
        let while_opening = matches!(outcome, Err(Failure { while_opening, .. }) if while_opening);
        complete(
            completed,
            &Completion {
                rtt_ns: ns_between(due.unwrap_or(sent), completed),
                send_delay_ns: due.map(|due| ns_between(due, sent)),
                outcome: outcome.map_err(|failure| failure.kind),
            },
            &load.window,
            &load.recorder,
            &load.progress,
        );
        if while_opening {
            sleep(PAUSE_AFTER_FAILED_OPENING).await;
        }
    }
}
