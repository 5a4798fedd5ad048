//! The events of `--format json`, one JSON object a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::distribution::Distribution;
use crate::failure::FailureCounts;
use crate::recorder::{FailureRtt, RequestCounts};
use crate::run::{Fault, Summary};
use crate::settings::{Format, Length, Settings};
use crate::window::Phase;

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event<'a> {
    Hello {
        schema: &'static str,
        name: &'static str,
        pid: u32,
        versions: Value,
        settings: UnderstoodSettings<'a>,
    },
    Connected {
        connections: u64,
        elapsed_ns: u64,
    },
    Interval {
        phase: Phase,
        elapsed_ns: u64,
        completed: u64,
        errors: u64,
    },
    Measuring,
    WindowEnd {
        elapsed_ns: u64,
        completed: u64,
        errors: u64,
    },
    Result(ResultFields<'a>),
    Failed(&'a Fault),
}

#[derive(Serialize)]
pub struct UnderstoodSettings<'a> {
    url: &'a str,
    connections: usize,
    threads: usize,
    warmup_ms: u64,
    duration_ms: Option<u64>,
    requests: Option<u64>,
    rate_per_s: Option<f64>,
    payload_bytes: u32,
    timeout_ms: u64,
    keep_alive: bool,
}

#[derive(Serialize)]
pub struct ResultFields<'a> {
    window_ns: u64,
    requests: &'a RequestCounts,
    rtt_ns: &'a Distribution,
    server_latency_ns: &'a Distribution,
    errors: &'a FailureCounts,
    errors_outside_window: &'a FailureCounts,
    failure_rtt_ns: &'a FailureRtt,
    connections_opened: u64,
    open_loop: Option<OpenLoopFields<'a>>,
}

#[derive(Serialize)]
struct OpenLoopFields<'a> {
    rate_per_s: f64,
    due: u64,
    unsent: u64,
    send_delay_ns: &'a Distribution,
}

impl<'a> Event<'a> {
    pub fn hello(settings: &'a Settings) -> Self {
        let (duration_ms, requests) = match settings.length() {
            Length::Time(duration) => (Some(duration.as_millis() as u64), None),
            Length::Requests(requests) => (None, Some(requests)),
        };
        Self::Hello {
            schema: "pairbench.client/1",
            name: env!("CARGO_PKG_NAME"),
            pid: std::process::id(),
            versions: serde_json::from_str(env!("LIBRARY_VERSIONS"))
                .expect("build.rs writes one JSON object"),
            settings: UnderstoodSettings {
                url: &settings.url,
                connections: settings.connections,
                threads: settings.threads,
                warmup_ms: settings.warmup.as_millis() as u64,
                duration_ms,
                requests,
                rate_per_s: settings.rate,
                payload_bytes: settings.payload_bytes,
                timeout_ms: settings.timeout.as_millis() as u64,
                keep_alive: !settings.no_keep_alive,
            },
        }
    }

    pub fn result(summary: &'a Summary) -> Self {
        let recorder = &summary.recorder;
        Self::Result(ResultFields {
            window_ns: summary.window.as_nanos() as u64,
            requests: &recorder.requests,
            rtt_ns: &recorder.rtt,
            server_latency_ns: &recorder.server_latency,
            errors: &recorder.errors,
            errors_outside_window: &recorder.errors_outside_window,
            failure_rtt_ns: &recorder.failure_rtt,
            connections_opened: summary.connections_opened,
            open_loop: summary.open_loop.as_ref().map(|open_loop| OpenLoopFields {
                rate_per_s: open_loop.rate_per_s,
                due: open_loop.due,
                unsent: open_loop.unsent,
                send_delay_ns: &recorder.send_delay,
            }),
        })
    }
}

/// Prints events, or drops them when the output is for people.
pub struct Printer {
    format: Format,
}

impl Printer {
    pub fn new(format: Format) -> Self {
        Self { format }
    }

    pub fn print(&self, event: &Event) -> io::Result<()> {
        if self.format == Format::Text {
            return Ok(());
        }
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        let mut stdout = io::stdout().lock();
        stdout.write_all(&line)?;
        stdout.flush()
    }
}
