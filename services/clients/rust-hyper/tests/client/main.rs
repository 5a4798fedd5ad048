//! Tests of the real client, started as a child process against a server that lives in the test.

mod exits;
mod load;
mod server;

use std::process::{Command, Output};

use serde_json::Value;

fn run_client(flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rust-hyper"))
        .args(flags)
        .output()
        .expect("the client starts")
}

/// The events that the client printed.
fn events(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}
