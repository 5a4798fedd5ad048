//! Where the connections go to, and the requests that are sent there.

use std::net::{SocketAddr, ToSocketAddrs};

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::request::{Builder, Parts};
use hyper::{Method, Request, Uri};

use crate::settings::Settings;

/// Up to this length it is cheaper to copy a body behind its head than to write it from where it is.
const COPIED_BODY_BYTES: u32 = 4096;

#[derive(Debug)]
pub struct Target {
    /// Looked up once: a look-up per connection would be measured as the server's time.
    pub addresses: Vec<SocketAddr>,
    pub keep_alive: bool,
    pub protocol: http1::Builder,
    /// All that orders have in common. It is complete, so that hyper has no header to add.
    order: Parts,
    stats: Parts,
}

impl Target {
    /// The URL has a host, and no slash at its end.
    pub fn resolve(settings: &Settings) -> Result<Self, String> {
        let url: Uri = settings
            .url
            .parse()
            .map_err(|_| format!("{} is not a URL", settings.url))?;
        let host = url.host().unwrap_or_default();
        let port = url.port_u16().unwrap_or(80);
        let addresses = format!("{host}:{port}")
            .to_socket_addrs()
            .map_err(|error| format!("cannot resolve {host}:{port}: {error}"))?
            .collect();
        let keep_alive = !settings.no_keep_alive;
        let order = request(&url, Method::POST, "/order", keep_alive)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(CONTENT_LENGTH, HeaderValue::from(settings.payload_bytes));
        let stats = request(&url, Method::GET, "/stats", keep_alive);
        Ok(Self {
            addresses,
            keep_alive,
            protocol: protocol(settings.payload_bytes),
            order: parts(order)?,
            stats: parts(stats)?,
        })
    }

    /// `body` is as long as the settings say.
    pub fn order(&self, body: Bytes) -> Request<Full<Bytes>> {
        Request::from_parts(self.order.clone(), Full::new(body))
    }

    pub fn stats(&self) -> Request<Full<Bytes>> {
        Request::from_parts(self.stats.clone(), Full::default())
    }
}

fn protocol(payload_bytes: u32) -> http1::Builder {
    let mut protocol = http1::Builder::new();
    if payload_bytes <= COPIED_BODY_BYTES {
        protocol.writev(false);
    }
    protocol
}

/// hyper sends what it is given: the path alone as the target, and no `Host` of its own.
fn request(url: &Uri, method: Method, path: &str, keep_alive: bool) -> Builder {
    let base = url.path().trim_end_matches('/');
    let host = url.host().unwrap_or_default();
    let host = match url.port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let builder = Request::builder()
        .method(method)
        .uri(format!("{base}{path}"))
        .header(HOST, host);
    if keep_alive {
        builder
    } else {
        builder.header(CONNECTION, HeaderValue::from_static("close"))
    }
}

fn parts(builder: Builder) -> Result<Parts, String> {
    let (parts, ()) = builder
        .body(())
        .map_err(|error| error.to_string())?
        .into_parts();
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn order(flags: &str) -> Request<Full<Bytes>> {
        let settings = Settings::parse_from(flags.split(' '));
        let target = Target::resolve(&settings).expect("it can be resolved");
        target.order(Bytes::from_static(b"{}"))
    }

    #[test]
    fn an_order_has_a_path_and_all_headers() {
        let order = order("rust-hyper --url http://127.0.0.1:8000 --payload-bytes 300");
        assert_eq!(order.method(), Method::POST);
        assert_eq!(order.uri(), "/order");
        let headers = order.headers();
        assert_eq!(headers[HOST], "127.0.0.1:8000");
        assert_eq!(headers[CONTENT_TYPE], "application/json");
        assert_eq!(headers[CONTENT_LENGTH], "300");
        assert_eq!(headers.get(CONNECTION), None);
    }

    #[test]
    fn the_url_may_have_a_path_and_no_port() {
        let order = order("rust-hyper --url http://127.0.0.1/base --no-keep-alive");
        assert_eq!(order.uri(), "/base/order");
        assert_eq!(order.headers()[HOST], "127.0.0.1");
        assert_eq!(order.headers()[CONNECTION], "close");
    }
}
