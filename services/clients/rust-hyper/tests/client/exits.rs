//! How the client ends when a run cannot be carried out.

use std::net::TcpListener;

use crate::{events, run_client};

#[test]
fn a_refused_first_connection_is_the_event_failed_and_exit_code_1() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    drop(listener);
    let url = format!("http://127.0.0.1:{port}");
    let output = run_client(&["--url", &url, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let events = events(&output);
    let last = events.last().expect("there are events");
    assert_eq!(last["event"], "failed");
    assert_eq!(last["kind"], "refused");
}

#[test]
fn a_wrong_flag_is_one_sentence_and_exit_code_2() {
    for flags in [["--connections", "0"], ["--colour", "red"]] {
        let output = run_client(&flags);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let message = String::from_utf8(output.stderr).expect("text");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn versions_are_those_of_the_lock_file() {
    let output = run_client(&["--versions"]);
    let versions = &events(&output)[0];
    let version = versions["hyper"].as_str().expect("a version");
    let lock = include_str!("../../Cargo.lock");
    assert!(lock.contains(&format!("name = \"hyper\"\nversion = \"{version}\"")));
}
