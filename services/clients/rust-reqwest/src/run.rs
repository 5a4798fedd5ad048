//! A run from the main thread: starts the event loops together, reports what happens, sums up.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::oneshot;

use crate::connection::Target;
use crate::event_loop::{self, Assignment};
use crate::events::{Event, Printer};
use crate::failure::{self, FailureKind};
use crate::observer::Observer;
use crate::pacer::Timetable;
use crate::progress::Progress;
use crate::recorder::Recorder;
use crate::settings::Settings;
use crate::tasks;
use crate::window::Window;

/// Why a run could not be carried out.
#[derive(Debug, Serialize)]
pub struct Fault {
    kind: &'static str,
    pub message: String,
}

impl Fault {
    pub fn not_opened(error: &reqwest::Error) -> Self {
        Self {
            kind: failure::kind_of(error).name(),
            message: format!(
                "a connection could not be opened: {}",
                failure::root_cause(error)
            ),
        }
    }

    pub fn not_opened_in_time(kind: FailureKind) -> Self {
        Self {
            kind: kind.name(),
            message: "a connection could not be opened within the time-out".to_owned(),
        }
    }

    pub fn loop_ended() -> Self {
        Self::other("an event loop ended before its time")
    }

    pub fn other(error: impl ToString) -> Self {
        Self {
            kind: "other",
            message: error.to_string(),
        }
    }
}

/// The output cannot be written.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::other(error)
    }
}

/// What an event loop tells the main thread.
pub enum Report {
    Connected,
    WindowOpened,
    WindowClosed(Instant),
    Finished(Box<Recorder>),
    Failed(Fault),
}

pub struct Summary {
    pub recorder: Recorder,
    pub window: Duration,
    pub connections_opened: u64,
    pub open_loop: Option<OpenLoop>,
}

pub struct OpenLoop {
    pub rate_per_s: f64,
    /// Requests due within the window.
    pub due: u64,
    /// Those of them that were never sent.
    pub unsent: u64,
}

pub fn run(settings: &Settings, printer: &Printer) -> Result<Summary, Fault> {
    printer.print(&Event::hello(settings))?;
    let target = Target::resolve(&settings.url, !settings.no_keep_alive).map_err(Fault::other)?;

    let began = Instant::now();
    let mut loops = Loops::spawn(settings, &target)?;
    loops.wait_until_connected()?;
    let connected = Event::Connected {
        connections: loops.opened.load(Relaxed),
        elapsed_ns: ns(began.elapsed()),
    };
    printer.print(&connected)?;

    let window = Arc::new(Window::new(
        Instant::now(),
        settings.warmup,
        settings.length(),
    ));
    let (recorder, closed_at) = loops.carry_out(&window, printer)?;
    let summary = Summary {
        window: closed_at - window.opens_at,
        connections_opened: loops.opened.load(Relaxed),
        open_loop: settings
            .rate
            .map(|rate_per_s| OpenLoop::sum_up(rate_per_s, &window, closed_at, &recorder)),
        recorder,
    };
    printer.print(&Event::result(&summary))?;
    Ok(summary)
}

impl OpenLoop {
    fn sum_up(rate_per_s: f64, window: &Window, closed_at: Instant, recorder: &Recorder) -> Self {
        let timetable = Timetable {
            origin: window.origin,
            rate_per_s,
        };
        let due = timetable.count_due(window.opens_at, closed_at);
        Self {
            rate_per_s,
            due,
            // Two threads need not agree to the ns on when a window of N requests closed.
            unsent: due.saturating_sub(recorder.due_and_sent),
        }
    }
}

struct Loops {
    starts: Vec<oneshot::Sender<Arc<Window>>>,
    reports: Receiver<Report>,
    progress: Vec<Arc<Progress>>,
    opened: Arc<AtomicU64>,
}

impl Loops {
    fn spawn(settings: &Settings, target: &Target) -> Result<Self, Fault> {
        let (sender, reports) = mpsc::channel();
        let mut loops = Self {
            starts: Vec::new(),
            reports,
            progress: Vec::new(),
            opened: Arc::default(),
        };
        let count = tasks::loops(settings.threads);
        for index in 0..count {
            let (start, starts_with) = oneshot::channel();
            let progress = Arc::new(Progress::default());
            loops.starts.push(start);
            loops.progress.push(progress.clone());
            let assignment = Assignment {
                index,
                lanes: share(settings.connections, count, index),
                settings: settings.clone(),
                target: target.clone(),
                opened: loops.opened.clone(),
                progress,
                start: starts_with,
                reports: sender.clone(),
            };
            thread::Builder::new()
                .name(format!("loop-{index}"))
                .spawn(move || event_loop::run(assignment))
                .map_err(Fault::other)?;
        }
        Ok(loops)
    }

    fn wait_until_connected(&self) -> Result<(), Fault> {
        for _ in &self.starts {
            match self.reports.recv() {
                Ok(Report::Failed(fault)) => return Err(fault),
                Ok(_connected) => {}
                Err(_) => return Err(Fault::loop_ended()),
            }
        }
        Ok(())
    }

    /// Starts all loops; returns what they recorded, and when the window closed.
    fn carry_out(
        &mut self,
        window: &Arc<Window>,
        printer: &Printer,
    ) -> Result<(Recorder, Instant), Fault> {
        for start in self.starts.drain(..) {
            start
                .send(window.clone())
                .map_err(|_| Fault::loop_ended())?;
        }
        Observer::new(window, &self.progress, printer).observe(&self.reports)
    }
}

/// The connections of one of the loops, among which they are shared out evenly.
fn share(connections: usize, threads: usize, index: usize) -> usize {
    connections / threads + usize::from(index < connections % threads)
}

fn ns(duration: Duration) -> u64 {
    duration.as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_shared_out_without_rest() {
        let shares: Vec<_> = (0..3).map(|index| share(8, 3, index)).collect();
        assert_eq!(shares, [3, 3, 2]);
    }
}
