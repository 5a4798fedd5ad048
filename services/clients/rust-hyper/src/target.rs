//! Where the connections go to, and the requests that are sent there.

use std::net::{SocketAddr, ToSocketAddrs};

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::request::{Builder, Parts};
use hyper::http::uri::PathAndQuery;
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
        let (order, stats) = prepared(&url, settings).map_err(|error| error.to_string())?;
        Ok(Self {
            addresses,
            keep_alive: !settings.no_keep_alive,
            protocol: protocol(settings.payload_bytes),
            order,
            stats,
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

/// The requests for an order and for `/stats`, but for the body.
fn prepared(url: &Uri, settings: &Settings) -> hyper::http::Result<(Parts, Parts)> {
    let keep_alive = !settings.no_keep_alive;
    let length = lasting(settings.payload_bytes.to_string());
    let order = request(url, Method::POST, "/order", keep_alive)?
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .header(CONTENT_LENGTH, HeaderValue::from_maybe_shared(length)?);
    let stats = request(url, Method::GET, "/stats", keep_alive)?;
    Ok((parts(order)?, parts(stats)?))
}

/// hyper sends what it is given: the path alone as the target, and no `Host` of its own.
fn request(
    url: &Uri,
    method: Method,
    path: &str,
    keep_alive: bool,
) -> hyper::http::Result<Builder> {
    let base = url.path().trim_end_matches('/');
    let host = url.host().unwrap_or_default();
    let host = match url.port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let builder = Request::builder()
        .method(method)
        .uri(PathAndQuery::from_maybe_shared(lasting(format!(
            "{base}{path}"
        )))?)
        .header(HOST, HeaderValue::from_maybe_shared(lasting(host))?);
    Ok(if keep_alive {
        builder
    } else {
        builder.header(CONNECTION, HeaderValue::from_static("close"))
    })
}

/// Text that is never freed, which the copies that are made of it for each request need not count.
fn lasting(text: String) -> Bytes {
    Bytes::from_static(text.leak().as_bytes())
}

fn parts(builder: Builder) -> hyper::http::Result<Parts> {
    let (parts, ()) = builder.body(())?.into_parts();
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
