//! What the client sends, and what it says about it.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::server::{OrderServer, Reply};
use crate::{events, run_client};

/// Runs the client with these flags; all of its events.
fn run(server: &OrderServer, flags: &str) -> Vec<Value> {
    let mut words = vec!["--url", &server.url, "--format", "json"];
    words.extend(flags.split(' '));
    let output = run_client(&words);
    assert!(output.status.success(), "{output:?}");
    events(&output)
}

fn result(events: &[Value]) -> &Value {
    let last = events.last().expect("there are events");
    assert_eq!(last["event"], "result");
    last
}

fn successes(result: &Value) -> u64 {
    let count = |phase| result["requests"][phase].as_u64().expect("a count");
    count("warmup") + count("window") + count("drained")
}

#[test]
fn exactly_the_connections_asked_for_are_opened_and_each_order_is_counted() {
    let server = OrderServer::start(|_| Reply::Right);
    for flags in [
        "--warmup 50ms --connections 1 --requests 50",
        "--warmup 50ms --connections 7 --duration 200ms",
        "--warmup 50ms --connections 40 --threads 3 --duration 200ms",
        "--warmup 0s --connections 5 --threads 2 --requests 301",
    ] {
        let events = run(&server, flags);
        let result = result(&events);
        let seen = server.take_seen();
        assert_eq!(result["connections_opened"], seen.connections, "{flags}");
        assert!(flags.contains(&format!("--connections {} ", seen.connections)));
        assert_eq!(successes(result), seen.orders, "{flags}");
        assert_eq!(seen.order_ids.len() as u64, seen.orders, "ids are unique");
        assert_eq!(seen.body_lengths, HashSet::from([200]));
        assert_eq!(result["errors"], json!({}), "{flags}");
        assert_eq!(
            result["rtt_ns"]["count"], result["requests"]["window"],
            "{flags}"
        );
    }
}

#[test]
fn events_come_in_order_and_the_window_end_says_what_the_result_says() {
    let server = OrderServer::start(|_| Reply::Right);
    let events = run(&server, "--warmup 150ms --connections 4 --duration 250ms");
    let names: Vec<_> = events
        .iter()
        .map(|event| event["event"].as_str().expect("a name"))
        .filter(|name| *name != "interval")
        .collect();
    let expected = ["hello", "connected", "measuring", "window_end", "result"];
    assert_eq!(names, expected);
    let window_end = &events[events.len() - 2];
    let result = result(&events);
    assert_eq!(window_end["completed"], result["requests"]["window"]);
    assert_eq!(window_end["elapsed_ns"], result["window_ns"]);
    assert_eq!(result["window_ns"], 250_000_000);
}

#[test]
fn a_body_that_comes_after_its_head_opens_no_further_connection() {
    let server = OrderServer::start(|_| Reply::LateBody);
    run(&server, "--warmup 50ms --connections 8 --requests 200");
    assert_eq!(server.take_seen().connections, 8);
}

#[test]
fn failures_are_counted_by_kind_and_the_run_goes_on() {
    let server = OrderServer::start(|number| match number {
        20..25 => Reply::Status(503),
        30..33 => Reply::WrongOrderId,
        40..42 => Reply::Cut,
        50 => Reply::Silence,
        60 => Reply::Last,
        _ => Reply::Right,
    });
    let events = run(
        &server,
        "--warmup 0s --connections 1 --requests 100 --timeout 2s",
    );
    let result = result(&events);
    assert_eq!(
        result["errors"],
        json!({"http_status": {"503": 5}, "bad_body": 3, "eof": 2, "request_timeout": 1})
    );
    assert_eq!(result["requests"]["window"], 100 - 11);
    assert_eq!(result["failure_rtt_ns"]["count"], 11);
    // One, and one more for each that was cut, given up, or closed by the server.
    assert_eq!(result["connections_opened"], 1 + 4);
}

#[test]
fn without_keep_alive_each_order_has_a_connection_of_its_own() {
    let server = OrderServer::start(|_| Reply::Right);
    let events = run(
        &server,
        "--warmup 50ms --no-keep-alive --connections 3 --requests 60 --payload-bytes 100",
    );
    let seen = server.take_seen();
    assert_eq!(seen.connections, seen.orders);
    assert_eq!(seen.close_headers, seen.orders);
    assert_eq!(seen.body_lengths, HashSet::from([100]));
    assert_eq!(result(&events)["connections_opened"], seen.connections);
    assert_eq!(events[1]["connections"], 0);
}

#[test]
fn in_the_open_loop_every_due_request_is_sent_or_counted_as_unsent() {
    let server = OrderServer::start(|_| Reply::Right);
    let events = run(
        &server,
        "--warmup 50ms --rate 400 --connections 4 --threads 2 --duration 500ms",
    );
    let result = result(&events);
    let open_loop = &result["open_loop"];
    assert_eq!(open_loop["due"], 200);
    assert_eq!(open_loop["rate_per_s"], 400.0);
    assert_eq!(
        open_loop["send_delay_ns"]["count"],
        result["requests"]["window"]
    );
    assert_eq!(successes(result), server.take_seen().orders);
}
