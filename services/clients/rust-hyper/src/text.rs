//! The result as a block for people.

use std::fmt::Write;

use crate::distribution::Distribution;
use crate::failure::{FailureCounts, FailureKind};
use crate::run::Summary;

pub fn block(summary: &Summary) -> String {
    let recorder = &summary.recorder;
    let window_s = summary.window.as_secs_f64();
    let successful = recorder.requests.window;
    let failed = recorder.errors.total();
    let quantile = |q| ms(recorder.rtt.quantile_ns(q));

    let mut block = String::new();
    let mut line = |label: &str, value: String, unit: &str| {
        writeln!(block, "{label:<22} {value:>12} {unit}").expect("a string takes all text");
    };
    line("Total time", format!("{window_s:.3}"), "s");
    line("Requests", (successful + failed).to_string(), "");
    line("Successful", successful.to_string(), "");
    line("Failed", failed.to_string(), "");
    line(
        "Throughput",
        format!("{:.1}", successful as f64 / window_s),
        "req/s",
    );
    line("RTT average", mean_ms(&recorder.rtt), "ms");
    line("RTT P50", quantile(0.50), "ms");
    line("RTT P95", quantile(0.95), "ms");
    line("RTT P99", quantile(0.99), "ms");
    line(
        "Server latency average",
        mean_ms(&recorder.server_latency),
        "ms",
    );
    if let Some(open_loop) = &summary.open_loop {
        line("Due, but never sent", open_loop.unsent.to_string(), "");
        line("Send delay average", mean_ms(&recorder.send_delay), "ms");
    }
    if failed > 0 {
        line("Failures", kinds(&recorder.errors), "");
    }
    block
}

fn mean_ms(distribution: &Distribution) -> String {
    ms(distribution.mean_ns())
}

fn ms(value_ns: Option<f64>) -> String {
    value_ns.map_or("-".to_owned(), |ns| format!("{:.3}", ns / 1e6))
}

fn kinds(counts: &FailureCounts) -> String {
    let named: Vec<_> = counts
        .iter()
        .map(|(kind, count)| match kind {
            FailureKind::HttpStatus(code) => format!("http_status {code}: {count}"),
            _ => format!("{}: {count}", kind.name()),
        })
        .collect();
    named.join(", ")
}
