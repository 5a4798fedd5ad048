//! One thread with an event loop of its own, and its share of the connections.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::Sender;
use std::time::Instant;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::connection::{Connection, Target};
use crate::deadlines::Deadlines;
use crate::epoch_clock::EpochClock;
use crate::lane::{self, Load, Numbers};
use crate::order::Template;
use crate::pacer::{Pacer, Timetable};
use crate::progress::Progress;
use crate::recorder::Recorder;
use crate::run::{Fault, Report};
use crate::settings::Settings;
use crate::tasks::{self, Own, Shared, spawn};
use crate::window::Window;

/// What a loop is told by the main thread.
pub struct Assignment {
    pub index: usize,
    pub lanes: usize,
    pub settings: Settings,
    pub target: Target,
    pub opened: Arc<AtomicU64>,
    pub progress: Arc<Progress>,
    pub start: oneshot::Receiver<Arc<Window>>,
    pub reports: Sender<Report>,
}

pub fn run(assignment: Assignment) {
    let reports = assignment.reports.clone();
    let end = tasks::block_on(assignment.settings.threads, carry_out(assignment));
    let report = match end.map_err(Fault::other).flatten() {
        Ok(recorder) => Report::Finished(Box::new(recorder)),
        Err(fault) => Report::Failed(fault),
    };
    // It fails only if the main thread has ended because of the fault of another loop.
    let _ = reports.send(report);
}

async fn carry_out(assignment: Assignment) -> Result<Recorder, Fault> {
    let settings = &assignment.settings;
    let reports = &assignment.reports;
    let connections = (0..assignment.lanes)
        .map(|_| Connection::new(&assignment.target, assignment.opened.clone()))
        .collect::<reqwest::Result<Vec<_>>>()
        .map_err(Fault::other)?;
    let deadlines = Shared::new(Deadlines::new(settings.timeout, assignment.lanes));
    spawn({
        let deadlines = deadlines.clone();
        async move { deadlines.sweep().await }
    });

    let connections: Vec<_> = connections.into_iter().map(Shared::new).collect();
    if !settings.no_keep_alive {
        open_all(&connections, &deadlines).await?;
    }
    report(reports, Report::Connected);
    let Ok(window) = assignment.start.await else {
        // Another loop could not connect, so that the run will not begin.
        return Ok(Recorder::new());
    };

    let stride = tasks::loops(settings.threads) as u64;
    let first = assignment.index as u64;
    let pacer = match settings.rate {
        None => None,
        Some(rate_per_s) => {
            let timetable = Timetable {
                origin: window.origin,
                rate_per_s,
            };
            Some(Pacer::new(timetable, window.clone(), first, stride).map_err(Fault::other)?)
        }
    };
    let load = Shared::new(Load {
        window,
        pacer,
        deadlines,
        template: Template::new(settings.payload_bytes as usize),
        epoch_clock: EpochClock::new(),
        numbers: Numbers::new(first, stride),
        recorder: Own::new(Recorder::new()),
        progress: assignment.progress,
    });
    Ok(run_lanes(&load, connections, reports).await)
}

async fn open_all(
    connections: &[Shared<Connection>],
    deadlines: &Shared<Deadlines>,
) -> Result<(), Fault> {
    let openings: Vec<JoinHandle<Result<(), Fault>>> = connections
        .iter()
        .cloned()
        .enumerate()
        .map(|(lane, connection)| {
            let deadlines = deadlines.clone();
            spawn(async move {
                let opening = pin!(connection.open());
                match deadlines.guard(lane, Instant::now(), opening).await {
                    Ok(opened) => opened.map_err(|error| Fault::not_opened(&error)),
                    Err(_expired) => Err(Fault::not_opened_in_time(connection.timeout_kind())),
                }
            })
        })
        .collect();
    for opening in openings {
        joined(opening).await?;
    }
    Ok(())
}

async fn run_lanes(
    load: &Shared<Load>,
    connections: Vec<Shared<Connection>>,
    reports: &Sender<Report>,
) -> Recorder {
    let lanes: Vec<_> = connections
        .into_iter()
        .enumerate()
        .map(|(lane, connection)| {
            let load = load.clone();
            spawn(async move { lane::drive(lane, &connection, &load).await })
        })
        .collect();
    if load.pacer.is_some() {
        let load = load.clone();
        spawn(async move {
            if let Some(pacer) = &load.pacer {
                pacer.tick().await;
            }
        });
    }

    report_window(load, reports).await;
    for lane in lanes {
        joined(lane).await;
    }
    load.recorder
        .with(|recorder| mem::replace(recorder, Recorder::new()))
}

async fn report_window(load: &Load, reports: &Sender<Report>) {
    load.window.opened().await;
    report(reports, Report::WindowOpened);
    let closed_at = load.window.closed().await;
    // All that completed within the window on this loop is recorded by now, or holds the recorder.
    load.recorder.with(|_| ());
    report(reports, Report::WindowClosed(closed_at));
    if let Some(pacer) = &load.pacer {
        pacer.wake_all();
    }
}

fn report(reports: &Sender<Report>, report: Report) {
    reports
        .send(report)
        .expect("the main thread listens until all loops have finished");
}

/// A lane that panicked must end the run: without it the load would not be the one asked for.
async fn joined<T>(task: JoinHandle<T>) -> T {
    task.await.expect("no task panics or is cancelled")
}
