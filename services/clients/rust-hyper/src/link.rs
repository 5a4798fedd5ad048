//! An open connection: hyper's two halves, its sender and its driver, used by one and the same task.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::failure::Broken;
use crate::target::Target;

type Driver = http1::Connection<TokioIo<TcpStream>, Full<Bytes>>;

/// hyper's driver usually has a task of its own. Here it is polled by the task that waits for the
/// answer, which spares a change of tasks for each request, and closes the connection with the link.
pub struct Link {
    sender: SendRequest<Full<Bytes>>,
    /// `None` when the connection has come to its end.
    driver: Option<Driver>,
}

impl Link {
    pub async fn open(target: &Target) -> Result<Self, Broken> {
        let stream = connect(&target.addresses).await.map_err(Broken::Opening)?;
        let (sender, driver) = target
            .protocol
            .handshake(TokioIo::new(stream))
            .await
            .map_err(Broken::Exchange)?;
        Ok(Self {
            sender,
            driver: Some(driver),
        })
    }

    /// Waits until the connection can take a request; `false`: the server has closed it.
    pub async fn is_usable(&mut self) -> bool {
        poll_fn(|context| {
            // An end that came while no request was under way is only seen here.
            self.poll_driver(context);
            self.sender.poll_ready(context)
        })
        .await
        .is_ok()
    }

    /// Sends the request and reads the whole answer.
    pub async fn exchange(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> hyper::Result<(StatusCode, Bytes)> {
        let mut response = pin!(self.sender.send_request(request));
        let response = poll_fn(|context| {
            self.poll_driver(context);
            response.as_mut().poll(context)
        })
        .await?;
        let status = response.status();
        Ok((status, self.read(response.into_body()).await?))
    }

    async fn read(&mut self, mut body: Incoming) -> hyper::Result<Bytes> {
        let mut whole = Bytes::new();
        while !body.is_end_stream() {
            let frame = poll_fn(|context| {
                // Most answers are complete by now: there is nothing to be read for them.
                let poll = Pin::new(&mut body).poll_frame(context);
                if poll.is_ready() {
                    return poll;
                }
                self.poll_driver(context);
                Pin::new(&mut body).poll_frame(context)
            });
            let Some(frame) = frame.await.transpose()? else {
                break;
            };
            if let Ok(data) = frame.into_data() {
                whole = joined(whole, data);
            }
        }
        Ok(whole)
    }

    /// Writes and reads as far as it goes. What is waited for becomes ready in here and nowhere else,
    /// so it is to be looked at afterwards.
    fn poll_driver(&mut self, context: &mut Context<'_>) {
        let end = self
            .driver
            .as_mut()
            .map(|driver| Pin::new(driver).poll(context));
        // Its error has been given to the request; without a request it only means a new connection.
        if let Some(Poll::Ready(_)) = end {
            self.driver = None;
        }
    }
}

async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(addresses).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Nearly always there is one piece only, which is not copied.
fn joined(whole: Bytes, piece: Bytes) -> Bytes {
    if whole.is_empty() {
        piece
    } else {
        [whole, piece].concat().into()
    }
}
