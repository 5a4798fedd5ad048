//! One connection to the server: a reqwest client whose pool holds exactly one.

use std::borrow::Cow;
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use bytes::Bytes;
use reqwest::header::{CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use reqwest::{Client, Method, Request, Response, StatusCode, Url, redirect, retry};
use serde::Deserialize;
use tower::{Layer, Service, ServiceExt};

use crate::failure::{Failure, FailureKind};
use crate::order::Template;

/// What reqwest is told that the server is called; the server itself is told the name that the user gave. reqwest
/// writes the URL of each request as text and parses it twice, which takes long for an IP address. It is short
/// because the pool hashes it byte by byte, several times for each request.
const NAME: &str = "s";

/// Where the connections go to.
#[derive(Debug, Clone)]
pub struct Target {
    order: Url,
    stats: Url,
    /// With the name that the user gave.
    host: HeaderValue,
    /// Looked up once: a look-up per connection would be measured as the server's time.
    addresses: Vec<SocketAddr>,
    keep_alive: bool,
}

impl Target {
    /// `base_url` has a host, and no slash at its end.
    pub fn resolve(base_url: &str, keep_alive: bool) -> Result<Self, String> {
        let base = Url::parse(base_url).map_err(|error| error.to_string())?;
        let host = base.host_str().unwrap_or_default();
        let port = base.port_or_known_default().unwrap_or_default();
        let addresses = base
            .socket_addrs(|| None)
            .map_err(|error| format!("cannot resolve {host}:{port}: {error}"))?;
        let host = match base.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let path = base.path().trim_end_matches('/');
        let url =
            |name| Url::parse(&format!("http://{NAME}{path}/{name}")).map_err(|e| e.to_string());
        Ok(Self {
            order: url("order")?,
            stats: url("stats")?,
            host: HeaderValue::try_from(host).map_err(|error| error.to_string())?,
            addresses,
            keep_alive,
        })
    }
}

pub struct Connection {
    client: Client,
    order: Url,
    stats: Url,
    is_opening: Arc<AtomicBool>,
}

#[derive(Deserialize)]
struct Accepted<'a> {
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    order_id: Cow<'a, str>,
    latency_ns: i64,
}

impl Connection {
    /// `opened` counts the connections that came to be.
    pub fn new(target: &Target, opened: Arc<AtomicU64>) -> reqwest::Result<Self> {
        let is_opening = Arc::new(AtomicBool::new(false));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(HOST, target.host.clone());
        if !target.keep_alive {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let client = Client::builder()
            .default_headers(headers)
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .tcp_nodelay(true)
            .pool_idle_timeout(None)
            .pool_max_idle_per_host(usize::from(target.keep_alive))
            // The URL names no port, so that theirs is taken.
            .resolve_to_addrs(NAME, &target.addresses)
            .connector_layer(OpeningLayer {
                opened,
                is_opening: is_opening.clone(),
            })
            .build()?;
        Ok(Self {
            client,
            order: target.order.clone(),
            stats: target.stats.clone(),
            is_opening,
        })
    }

    /// Opens the connection by a request that is not counted; any answer will do.
    pub async fn open(&self) -> reqwest::Result<()> {
        let request = Request::new(Method::GET, self.stats.clone());
        let response = self.client.execute(request).await?;
        read_body(response).await?;
        Ok(())
    }

    /// Sends an order and checks the answer; returns its `latency_ns`.
    pub async fn post(
        &self,
        body: Bytes,
        template: &Template,
        number: u64,
    ) -> Result<i64, Failure> {
        let mut request = Request::new(Method::POST, self.order.clone());
        *request.body_mut() = Some(body.into());
        let response = self.client.execute(request).await?;
        let status = response.status();
        // Read whatever the status is, so that the connection can be used again.
        let answer = read_body(response).await?;
        if status != StatusCode::OK {
            return Err(FailureKind::HttpStatus(status.as_u16()).into());
        }
        // One look at the whole is cheaper than one at each string.
        let Ok(text) = str::from_utf8(&answer) else {
            return Err(FailureKind::BadBody.into());
        };
        match serde_json::from_str::<Accepted>(text) {
            Ok(accepted)
                if accepted.status == "success" && template.has_id(&accepted.order_id, number) =>
            {
                Ok(accepted.latency_ns)
            }
            _ => Err(FailureKind::BadBody.into()),
        }
    }

    /// What it is called if a request that is under way takes too long.
    pub fn timeout_kind(&self) -> FailureKind {
        if self.is_opening.load(Relaxed) {
            FailureKind::ConnectTimeout
        } else {
            FailureKind::RequestTimeout
        }
    }
}

/// Reads the body to its end. Nearly always it is one chunk: `Response::bytes` would put that into a list.
async fn read_body(mut response: Response) -> reqwest::Result<Bytes> {
    let mut whole = Bytes::new();
    let mut was_pending = false;
    // What is left of it.
    while response.content_length() != Some(0) {
        let mut chunk = pin!(response.chunk());
        let chunk = poll_fn(|context| {
            let poll = chunk.as_mut().poll(context);
            was_pending |= poll.is_pending();
            poll
        })
        .await?;
        let Some(chunk) = chunk else {
            break;
        };
        whole = joined(whole, chunk);
    }
    if was_pending {
        give_way().await;
    }
    Ok(whole)
}

fn joined(whole: Bytes, chunk: Bytes) -> Bytes {
    if whole.is_empty() {
        chunk
    } else {
        [whole, chunk].concat().into()
    }
}

/// When the body came later than the head, reqwest puts the connection back into its pool in a task
/// that is woken right after this one. The next request must not find the pool still empty: it would
/// open another connection.
async fn give_way() {
    let mut gave_way = false;
    poll_fn(|context| {
        if gave_way {
            return Poll::Ready(());
        }
        gave_way = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Notes when a connection is being opened, and counts those that were.
#[derive(Clone)]
struct OpeningLayer {
    opened: Arc<AtomicU64>,
    is_opening: Arc<AtomicBool>,
}

/// Behind an `Arc` because reqwest clones its connector several times for each request, even if it
/// opens no connection; what is called is a copy of the connector.
struct Opening<S>(Arc<(S, OpeningLayer)>);

impl<S> Clone for Opening<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S> Layer<S> for OpeningLayer {
    type Service = Opening<S>;

    fn layer(&self, connector: S) -> Opening<S> {
        Opening(Arc::new((connector, self.clone())))
    }
}

impl<S, Destination> Service<Destination> for Opening<S>
where
    S: Service<Destination> + Clone + Send + Sync + 'static,
    S::Future: Send,
    Destination: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        // It is the copy that must be ready, see `call`.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, destination: Destination) -> Self::Future {
        let shared = self.0.clone();
        Box::pin(async move {
            let (connector, notes) = &*shared;
            notes.is_opening.store(true, Relaxed);
            let connection = connector.clone().oneshot(destination).await;
            notes.is_opening.store(false, Relaxed);
            if connection.is_ok() {
                notes.opened.fetch_add(1, Relaxed);
            }
            connection
        })
    }
}
