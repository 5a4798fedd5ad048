//! What the server counts of itself, over all workers, for `GET /stats`.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use serde::Serialize;

use crate::config::Config;

pub struct Stats {
    config: Config,
    total_requests: AtomicU64,
    connections_accepted: AtomicU64,
}

#[derive(Serialize)]
pub struct Snapshot<'a> {
    server: &'static str,
    build_id: &'a str,
    token: &'a str,
    pid: u32,
    workers: usize,
    total_requests: u64,
    connections_accepted: u64,
}

impl Stats {
    pub fn new(config: Config) -> Self {
        Self {
            config,
            total_requests: AtomicU64::new(0),
            connections_accepted: AtomicU64::new(0),
        }
    }

    pub fn count_request(&self) {
        self.total_requests.fetch_add(1, Relaxed);
    }

    pub fn count_connection(&self) {
        self.connections_accepted.fetch_add(1, Relaxed);
    }

    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot {
            server: env!("CARGO_PKG_NAME"),
            build_id: &self.config.build_id,
            token: &self.config.token,
            pid: process::id(),
            workers: self.config.workers,
            total_requests: self.total_requests.load(Relaxed),
            connections_accepted: self.connections_accepted.load(Relaxed),
        }
    }
}
