//! Sends every request of services/vectors/orders.json to the running server, in order, over one
//! connection for as long as the server must keep it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

use crate::support::{Answer, Connection, Server};

#[derive(Deserialize)]
struct Vector {
    name: String,
    request: Request,
    expect: Expect,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
    pad_to_bytes: Option<usize>,
}

#[derive(Deserialize)]
struct Expect {
    status: Vec<u16>,
    order: Option<ExpectedOrder>,
    error_field: Option<String>,
    #[serde(default)]
    may_close: bool,
}

#[derive(Deserialize)]
struct ExpectedOrder {
    order_id: String,
    client_send_time: String,
}

#[test]
fn every_vector_is_answered_as_expected() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/orders.json");
    let text = fs::read_to_string(&file).expect("the vectors lie in services/vectors");
    let vectors: Vec<Vector> = serde_json::from_str(&text).expect("the vectors are well formed");
    assert!(!vectors.is_empty());

    let server = Server::start(&[]);
    let mut connection = server.connect();
    let mut faults = Vec::new();
    for vector in &vectors {
        if let Err(fault) = check(&mut connection, vector) {
            faults.push(format!("{}: {fault}", vector.name));
            connection = server.connect();
        } else if vector.expect.may_close {
            connection = server.connect();
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn check(connection: &mut Connection, vector: &Vector) -> Result<(), String> {
    let request = &vector.request;
    let headers: Vec<_> = request.headers.clone().into_iter().collect();
    let answer = connection
        .send(
            &request.method,
            &request.path,
            &headers,
            request.bytes().as_deref(),
        )
        .map_err(|error| error.to_string())?;
    if !vector.expect.status.contains(&answer.status) {
        return Err(format!("answered {answer:?}"));
    }
    if let Some(order) = &vector.expect.order {
        order.check(&answer)?;
    }
    if answer.status >= 400 {
        let error = answer.json()["error"].as_str().unwrap_or("").to_owned();
        let field = vector.expect.error_field.as_deref().unwrap_or("");
        if error.is_empty() || !error.starts_with(field) {
            return Err(format!("the error is {error:?}"));
        }
    }
    Ok(())
}

impl Request {
    fn bytes(&self) -> Option<Vec<u8>> {
        if let Some(encoded) = &self.body_base64 {
            return Some(BASE64_STANDARD.decode(encoded).expect("valid base64"));
        }
        let body = self.body.clone()?;
        Some(match self.pad_to_bytes {
            Some(length) => pad(&body, length).into_bytes(),
            None => body.into_bytes(),
        })
    }
}

fn pad(body: &str, length: usize) -> String {
    let padding = "x".repeat(length - body.len() - r#""padding":"","#.len());
    body.replacen('{', &format!(r#"{{"padding":"{padding}","#), 1)
}

impl ExpectedOrder {
    fn check(&self, answer: &Answer) -> Result<(), String> {
        let order = answer.json();
        let received = order["server_receive_time"].as_i64().unwrap_or(0);
        let sent = order["client_send_time"].as_i64().unwrap_or(-1);
        let well_answered = answer.content_type == "application/json"
            && order["status"] == "success"
            && order["order_id"] == self.order_id.as_str()
            && sent.to_string() == self.client_send_time
            && received > 1_700_000_000_000_000_000
            && order["latency_ns"].as_i64() == Some(received - sent);
        if well_answered {
            Ok(())
        } else {
            Err(format!("answered {order}"))
        }
    }
}
