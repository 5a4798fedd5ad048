//! Turns what the event loops report, and the passing of time, into events until all have finished.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::events::{Event, Printer};
use crate::progress::Progress;
use crate::recorder::Recorder;
use crate::run::{Fault, Report};
use crate::window::{Phase, Window};

const INTERVAL: Duration = Duration::from_millis(100);

pub struct Observer<'a> {
    window: &'a Window,
    progress: &'a [Arc<Progress>],
    printer: &'a Printer,
    phase: Phase,
    phase_began: Instant,
    next_interval: Instant,
    /// Successes and failures of the phase that have been reported already.
    reported: (u64, u64),
}

impl<'a> Observer<'a> {
    pub fn new(window: &'a Window, progress: &'a [Arc<Progress>], printer: &'a Printer) -> Self {
        Self {
            window,
            progress,
            printer,
            phase: Phase::Warmup,
            phase_began: window.origin,
            next_interval: window.origin + INTERVAL,
            reported: (0, 0),
        }
    }

    /// Returns what all loops recorded, and when the window closed.
    pub fn observe(mut self, reports: &Receiver<Report>) -> Result<(Recorder, Instant), Fault> {
        let loops = self.progress.len();
        let (mut opened, mut closed, mut finished) = (0, 0, 0);
        let mut recorder = Recorder::new();
        let mut window_closed_at = self.window.opens_at;
        while finished < loops {
            match self.next(reports)? {
                None => self.print_interval()?,
                Some(Report::WindowOpened) => {
                    opened += 1;
                    if opened == loops {
                        self.begin(Phase::Window, self.window.opens_at);
                        self.printer.print(&Event::Measuring)?;
                    }
                }
                Some(Report::WindowClosed(at)) => {
                    closed += 1;
                    if closed == loops {
                        window_closed_at = at;
                        self.print_window_end(at)?;
                        self.begin(Phase::Drain, at);
                    }
                }
                Some(Report::Finished(part)) => {
                    finished += 1;
                    recorder.merge(&part);
                }
                Some(Report::Failed(fault)) => return Err(fault),
                Some(Report::Connected) => {}
            }
        }
        Ok((recorder, window_closed_at))
    }

    /// The next report, or `None` when an interval has passed before it.
    fn next(&self, reports: &Receiver<Report>) -> Result<Option<Report>, Fault> {
        if self.phase == Phase::Drain {
            return reports.recv().map(Some).map_err(|_| Fault::loop_ended());
        }
        let rest = self.next_interval.saturating_duration_since(Instant::now());
        match reports.recv_timeout(rest) {
            Ok(report) => Ok(Some(report)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Fault::loop_ended()),
        }
    }

    fn begin(&mut self, phase: Phase, at: Instant) {
        self.phase = phase;
        self.phase_began = at;
        self.next_interval = at + INTERVAL;
        self.reported = (0, 0);
    }

    fn print_interval(&mut self) -> Result<(), Fault> {
        let (completed, errors) = self.completed_and_errors();
        self.printer.print(&Event::Interval {
            phase: self.phase,
            elapsed_ns: ns_since(self.phase_began, Instant::now()),
            completed: completed - self.reported.0,
            errors: errors - self.reported.1,
        })?;
        self.reported = (completed, errors);
        self.next_interval += INTERVAL;
        Ok(())
    }

    fn print_window_end(&self, closed_at: Instant) -> Result<(), Fault> {
        let (completed, errors) = self.completed_and_errors();
        self.printer.print(&Event::WindowEnd {
            elapsed_ns: ns_since(self.window.opens_at, closed_at),
            completed,
            errors,
        })?;
        Ok(())
    }

    fn completed_and_errors(&self) -> (u64, u64) {
        self.progress
            .iter()
            .map(|progress| progress.completed_and_errors(self.phase))
            .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }
}

fn ns_since(start: Instant, end: Instant) -> u64 {
    end.saturating_duration_since(start).as_nanos() as u64
}
