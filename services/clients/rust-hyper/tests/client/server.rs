//! A server for tests: a thread for each connection, and answers as the test wants them.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What is done with the `n`-th order, counted from 0.
#[derive(Clone, Copy)]
pub enum Reply {
    Right,
    /// The body comes some time after the head.
    LateBody,
    Status(u16),
    WrongOrderId,
    /// The connection is closed in the middle of the answer.
    Cut,
    /// Right, but the connection is closed after it.
    Last,
    /// No answer at all.
    Silence,
}

#[derive(Default)]
pub struct Seen {
    pub connections: u64,
    pub orders: u64,
    pub order_ids: HashSet<String>,
    pub body_lengths: HashSet<usize>,
    pub close_headers: u64,
}

pub struct OrderServer {
    pub url: String,
    seen: Arc<Mutex<Seen>>,
}

impl OrderServer {
    pub fn start(reply: fn(u64) -> Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let seen_by_server = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection is accepted");
                let seen = seen_by_server.clone();
                seen.lock().expect("no thread panicked").connections += 1;
                // The client may close a connection at any time, also in the middle of an answer.
                thread::spawn(move || serve(&stream, &seen, reply).ok());
            }
        });
        Self {
            url: format!("http://127.0.0.1:{port}"),
            seen,
        }
    }

    /// What was seen so far; the counts start afresh.
    pub fn take_seen(&self) -> Seen {
        std::mem::take(&mut self.seen.lock().expect("no thread panicked"))
    }
}

fn serve(stream: &TcpStream, seen: &Mutex<Seen>, reply: fn(u64) -> Reply) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some((is_order, wants_close, body)) = read_request(&mut reader)? {
        if !is_order {
            write_answer(stream, 200, "{}", None)?;
            continue;
        }
        let order: Value = serde_json::from_slice(&body)?;
        let number = {
            let mut seen = seen.lock().expect("no thread panicked");
            seen.order_ids
                .insert(order["order_id"].as_str().unwrap_or_default().to_owned());
            seen.body_lengths.insert(body.len());
            seen.close_headers += u64::from(wants_close);
            seen.orders += 1;
            seen.orders - 1
        };
        let accepted = |order_id: &Value| {
            json!({"status": "success", "order_id": order_id, "latency_ns": 5}).to_string()
        };
        let right = accepted(&order["order_id"]);
        match reply(number) {
            Reply::Right => write_answer(stream, 200, &right, None)?,
            Reply::LateBody => {
                write_answer(stream, 200, &right, Some(Duration::from_millis(1)))?;
            }
            Reply::Status(status) => write_answer(stream, status, "{}", None)?,
            Reply::WrongOrderId => write_answer(stream, 200, &accepted(&json!("x")), None)?,
            Reply::Cut => {
                write!(&*stream, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{{")?;
                return stream.shutdown(Shutdown::Both);
            }
            Reply::Last => {
                let length = right.len();
                write!(
                    &*stream,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{right}"
                )?;
                return stream.shutdown(Shutdown::Both);
            }
            Reply::Silence => {}
        }
        if wants_close {
            return Ok(());
        }
    }
    Ok(())
}

fn write_answer(
    mut stream: &TcpStream,
    status: u16,
    body: &str,
    body_delay: Option<Duration>,
) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    match body_delay {
        None => stream.write_all((head + body).as_bytes()),
        Some(delay) => {
            stream.write_all(head.as_bytes())?;
            thread::sleep(delay);
            stream.write_all(body.as_bytes())
        }
    }
}

/// Whether it is an order, whether the connection is to be closed, and the body; `None` at the end.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<(bool, bool, Vec<u8>)>> {
    let mut request_line = String::new();
    if reader.read_line(&mut request_line)? == 0 {
        return Ok(None);
    }
    let (mut length, mut wants_close) = (0, false);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        match line.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
            Some(("connection", value)) => wants_close = value == "close",
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some((
        request_line.starts_with("POST /order "),
        wants_close,
        body,
    )))
}
