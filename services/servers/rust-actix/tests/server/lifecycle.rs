//! What the server tells of itself, and how it stops.

use std::time::Duration;

use crate::support::{Connection, Server};

const ORDER: &[u8] =
    br#"{"order_id":"a1","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":1764039641123456789}"#;

fn post_order(connection: &mut Connection) -> u16 {
    let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
    connection
        .send("POST", "/order", &headers, Some(ORDER))
        .expect("the server answers")
        .status
}

#[test]
fn stats_give_identity_and_exact_counts_over_all_workers() {
    let server = Server::start(&[
        ("WORKERS", "2"),
        ("PAIRBENCH_TOKEN", "nonce"),
        ("PAIRBENCH_BUILD_ID", "build"),
    ]);
    let mut connections: Vec<_> = (0..5).map(|_| server.connect()).collect();
    for connection in &mut connections {
        assert_eq!(post_order(connection), 200);
        assert_eq!(post_order(connection), 200);
    }
    let refused = connections[0].send("POST", "/order", &[], Some(ORDER));
    assert_eq!(refused.expect("the server answers").status, 415);

    let stats = connections[0]
        .send("GET", "/stats", &[], None)
        .expect("the server answers")
        .json();
    assert_eq!(
        stats,
        serde_json::json!({
            "server": "rust-actix",
            "build_id": "build",
            "token": "nonce",
            "pid": server.pid(),
            "workers": 2,
            "total_requests": 10,
            "connections_accepted": 5,
        })
    );
}

#[test]
fn sigterm_stops_the_server_while_connections_are_open() {
    let mut server = Server::start(&[("WORKERS", "2")]);
    let mut served = server.connect();
    assert_eq!(post_order(&mut served), 200);
    let _fresh = server.connect();

    let status = server
        .terminate(Duration::from_secs(10))
        .expect("the server stops");
    assert!(status.success(), "{status}");
}

#[test]
fn versions_are_those_of_the_lock_file() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rust-actix"))
        .arg("--versions")
        .output()
        .expect("the server starts");
    let versions: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("one JSON object");
    let lock = include_str!("../../Cargo.lock");
    let version = versions["actix-web"].as_str().expect("a version");
    assert!(lock.contains(&format!("name = \"actix-web\"\nversion = \"{version}\"")));
}
