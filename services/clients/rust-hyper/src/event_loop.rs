//! One thread with an event loop of its own, and its share of the connections.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::Sender;
use std::time::Instant;

use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_local};

use crate::connection::Connection;
use crate::deadlines::Deadlines;
use crate::epoch_clock::EpochClock;
use crate::lane::{self, Load, Numbers};
use crate::order::Template;
use crate::pacer::{Pacer, Timetable};
use crate::progress::Progress;
use crate::recorder::Recorder;
use crate::run::{Fault, Report};
use crate::settings::Settings;
use crate::target::Target;
use crate::window::Window;

/// Tokio looks for I/O when no task is ready, and after this many tasks at the latest. Its default of 61
/// is reached all the time with 100 lanes, and each look costs a system call.
const TASKS_BETWEEN_IO: u32 = 1024;

/// What a loop is told by the main thread.
pub struct Assignment {
    pub index: usize,
    pub lanes: usize,
    pub settings: Settings,
    pub target: Arc<Target>,
    pub opened: Arc<AtomicU64>,
    pub progress: Arc<Progress>,
    pub start: oneshot::Receiver<Arc<Window>>,
    pub reports: Sender<Report>,
}

pub fn run(assignment: Assignment) {
    let reports = assignment.reports.clone();
    let runtime = Builder::new_current_thread()
        .event_interval(TASKS_BETWEEN_IO)
        .enable_io()
        .enable_time()
        .build_local(LocalOptions::default());
    let end = match runtime {
        Ok(runtime) => runtime.block_on(carry_out(assignment)),
        Err(error) => Err(Fault::other(error)),
    };
    let report = match end {
        Ok(recorder) => Report::Finished(Box::new(recorder)),
        Err(fault) => Report::Failed(fault),
    };
    // It fails only if the main thread has ended because of the fault of another loop.
    let _ = reports.send(report);
}

async fn carry_out(assignment: Assignment) -> Result<Recorder, Fault> {
    let settings = &assignment.settings;
    let reports = &assignment.reports;
    let mut connections: Vec<_> = (0..assignment.lanes)
        .map(|_| Connection::new(assignment.target.clone(), assignment.opened.clone()))
        .collect();
    let deadlines = Rc::new(Deadlines::new(settings.timeout, assignment.lanes));
    spawn_local({
        let deadlines = deadlines.clone();
        async move { deadlines.sweep().await }
    });

    if !settings.no_keep_alive {
        connections = open_all(connections, &deadlines).await?;
    }
    report(reports, Report::Connected);
    let Ok(window) = assignment.start.await else {
        // Another loop could not connect, so that the run will not begin.
        return Ok(Recorder::new());
    };

    let stride = settings.threads as u64;
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
    let load = Rc::new(Load {
        window,
        pacer,
        deadlines,
        template: Template::new(settings.payload_bytes as usize),
        epoch_clock: EpochClock::new(),
        numbers: Numbers::new(first, stride),
        recorder: RefCell::new(Recorder::new()),
        progress: assignment.progress,
    });
    Ok(run_lanes(&load, connections, reports).await)
}

async fn open_all(
    connections: Vec<Connection>,
    deadlines: &Rc<Deadlines>,
) -> Result<Vec<Connection>, Fault> {
    let openings: Vec<_> = connections
        .into_iter()
        .enumerate()
        .map(|(lane, mut connection)| {
            let deadlines = deadlines.clone();
            spawn_local(async move {
                let opening = {
                    let opening = pin!(connection.open());
                    deadlines.guard(lane, Instant::now(), opening).await
                };
                match opening {
                    Ok(Ok(())) => Ok(connection),
                    Ok(Err(broken)) => Err(Fault::not_opened(&broken)),
                    Err(_expired) => Err(Fault::not_opened_in_time(connection.timeout_kind())),
                }
            })
        })
        .collect();
    let mut opened = Vec::new();
    for opening in openings {
        opened.push(joined(opening).await?);
    }
    Ok(opened)
}

async fn run_lanes(
    load: &Rc<Load>,
    connections: Vec<Connection>,
    reports: &Sender<Report>,
) -> Recorder {
    let lanes: Vec<_> = connections
        .into_iter()
        .enumerate()
        .map(|(lane, connection)| {
            let load = load.clone();
            spawn_local(async move { lane::drive(lane, connection, &load).await })
        })
        .collect();
    if load.pacer.is_some() {
        let load = load.clone();
        spawn_local(async move {
            if let Some(pacer) = &load.pacer {
                pacer.tick().await;
            }
        });
    }

    report_window(load, reports).await;
    for lane in lanes {
        joined(lane).await;
    }
    load.recorder.replace(Recorder::new())
}

async fn report_window(load: &Load, reports: &Sender<Report>) {
    load.window.opened().await;
    report(reports, Report::WindowOpened);
    let closed_at = load.window.closed().await;
    // All that completed within the window on this thread is recorded by now.
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
