//! An open connection: hyper's two halves, its sender and its driver, used by one and the same task.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::failure::Broken;
use crate::target::Target;
use crate::wakeups::Wakeups;

type Driver = http1::Connection<TokioIo<TcpStream>, Full<Bytes>>;

/// hyper's driver usually has a task of its own. Here it is polled by the task that waits for the
/// answer, which spares a change of tasks for each request, and closes the connection with the link.
pub struct Link {
    sender: SendRequest<Full<Bytes>>,
    /// `None` when the connection has come to its end.
    driver: Option<Driver>,
    wakeups: Arc<Wakeups>,
    /// That of `wakeups`.
    waker: Waker,
}

/// There is no answer.
pub struct Unanswered {
    pub error: hyper::Error,
    /// The request, if nothing of it was written.
    pub unsent: Option<Box<Request<Full<Bytes>>>>,
}

impl From<TrySendError<Request<Full<Bytes>>>> for Unanswered {
    fn from(mut error: TrySendError<Request<Full<Bytes>>>) -> Self {
        Self {
            unsent: error.take_message().map(Box::new),
            error: error.into_error(),
        }
    }
}

impl From<hyper::Error> for Unanswered {
    fn from(error: hyper::Error) -> Self {
        Self {
            error,
            unsent: None,
        }
    }
}

impl Link {
    pub async fn open(target: &Target) -> Result<Self, Broken> {
        let stream = connect(&target.addresses).await.map_err(Broken::Opening)?;
        let (sender, driver) = target
            .protocol
            .handshake(TokioIo::new(stream))
            .await
            .map_err(Broken::Exchange)?;
        let wakeups = Arc::new(Wakeups::default());
        Ok(Self {
            sender,
            driver: Some(driver),
            waker: wakeups.clone().into(),
            wakeups,
        })
    }

    /// Waits until the connection can take a request; `false`: the server has closed it.
    pub async fn is_usable(&mut self) -> bool {
        // Nearly always. Whether the server has closed it meanwhile is seen when a request is to be written.
        if self.sender.is_ready() {
            return true;
        }
        self.driven(|link, context| link.sender.poll_ready(context))
            .await
            .is_ok()
    }

    /// Sends the request and reads the whole answer.
    pub async fn exchange(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Bytes), Unanswered> {
        let mut response = pin!(self.sender.try_send_request(request));
        let response = self
            .driven(|_, context| response.as_mut().poll(context))
            .await?;
        let status = response.status();
        Ok((status, self.read(response.into_body()).await?))
    }

    async fn read(&mut self, mut body: Incoming) -> hyper::Result<Bytes> {
        let mut whole = Bytes::new();
        while !body.is_end_stream() {
            // Most answers are complete by now: there is nothing to be read for them.
            let first = Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop()));
            let frame = match first {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    self.driven(|_, context| Pin::new(&mut body).poll_frame(context))
                        .await
                }
            };
            let Some(frame) = frame.transpose()? else {
                break;
            };
            if let Ok(data) = frame.into_data() {
                whole = joined(whole, data);
            }
        }
        Ok(whole)
    }

    /// Writes and reads until `outcome` is there. It becomes ready by the driver and nothing else, so
    /// that it needs no waker.
    async fn driven<T>(
        &mut self,
        mut outcome: impl FnMut(&mut Self, &mut Context<'_>) -> Poll<T>,
    ) -> T {
        poll_fn(|context| {
            self.wakeups.begin(context.waker());
            self.poll_driver();
            let poll = outcome(self, &mut Context::from_waker(Waker::noop()));
            if poll.is_pending() {
                self.wakeups.wait();
            }
            poll
        })
        .await
    }

    fn poll_driver(&mut self) {
        let context = &mut Context::from_waker(&self.waker);
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
