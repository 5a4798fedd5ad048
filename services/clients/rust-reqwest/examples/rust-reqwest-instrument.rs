//! What a request costs only because it is measured: a look at the clock, and what is recorded. (The
//! look that begins a round trip also stamps the order, which would be stamped without measuring, too.)
//! Prints the line that services/README.md describes; run by bench.sh.

// The client's own files; what it uses of them beyond the recording is not used here.
#![allow(dead_code, unused_imports)]

#[path = "../src/distribution.rs"]
mod distribution;
#[path = "../src/failure.rs"]
mod failure;
#[path = "../src/progress.rs"]
mod progress;
#[path = "../src/recorder.rs"]
mod recorder;
#[path = "../src/settings.rs"]
mod settings;
#[path = "../src/tasks.rs"]
mod tasks;
#[path = "../src/window.rs"]
mod window;

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::progress::Progress;
use crate::recorder::{Completion, Recorder, complete, ns_between};
use crate::settings::Length;
use crate::tasks::Own;
use crate::window::Window;

const SAMPLES: usize = 2_000_000;
const REPEATS: usize = 7;
const LATENCIES: usize = 1 << 16;

struct Latency {
    rtt: Duration,
    server_ns: i64,
}

/// Round trips around 300 us with a long tail, of which the server has a tenth.
fn latencies() -> Vec<Latency> {
    let mut state: u64 = 1;
    // Knuth's MMIX generator; its upper bits are the good ones.
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..LATENCIES)
        .map(|_| {
            // The sum of twelve uniform numbers is close to normal, with a variance of 1.
            let normal = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
            let rtt = Duration::from_nanos((300e3 * (0.5 * normal).exp()) as u64);
            let server_ns = rtt.as_nanos() as i64 / 10;
            Latency { rtt, server_ns }
        })
        .collect()
}

/// CPU time, as that of the client is: what else the machine does is not in it.
fn cpu_ns() -> i64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

fn ns_per_request(latencies: &[Latency]) -> f64 {
    let hour = Duration::from_secs(3600);
    let window = Window::new(Instant::now(), Duration::ZERO, Length::Time(hour));
    let recorder = Own::new(Recorder::new());
    let progress = Progress::default();
    let mut last = Instant::now();
    let began_ns = cpu_ns();
    for latency in latencies.iter().cycle().take(SAMPLES) {
        let completed = Instant::now();
        let sent = last - latency.rtt;
        let completion = Completion {
            rtt_ns: ns_between(sent, completed),
            send_delay_ns: None,
            outcome: Ok(latency.server_ns),
        };
        complete(completed, &completion, &window, &recorder, &progress);
        last = completed;
    }
    let ended_ns = cpu_ns();
    assert_eq!(
        recorder.with(|recorder| recorder.rtt.count()),
        SAMPLES as u64
    );
    (ended_ns - began_ns) as f64 / SAMPLES as f64
}

fn main() {
    let latencies = latencies();
    let repeats: Vec<f64> = (0..REPEATS).map(|_| ns_per_request(&latencies)).collect();
    println!(
        "{}",
        serde_json::json!({"ns_per_request": repeats, "samples": SAMPLES})
    );
}
