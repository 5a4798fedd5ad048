//! One of the C connections: a link to the server that is opened anew when it broke.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, StatusCode};
use serde::Deserialize;

use crate::failure::{Broken, Failure, FailureKind};
use crate::link::{Link, Unanswered};
use crate::order::Template;
use crate::target::Target;

pub struct Connection {
    target: Arc<Target>,
    /// Counts the connections that came to be.
    opened: Arc<AtomicU64>,
    /// Not here while a request is under way. In a box because it is large, and moved for each request.
    link: Option<Box<Link>>,
    is_opening: bool,
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
    pub fn new(target: Arc<Target>, opened: Arc<AtomicU64>) -> Self {
        Self {
            target,
            opened,
            link: None,
            is_opening: false,
        }
    }

    /// Opens the connection by a request that is not counted; any answer will do.
    pub async fn open(&mut self) -> Result<(), Broken> {
        self.exchange(self.target.stats()).await?;
        Ok(())
    }

    /// Sends an order and checks the answer; returns its `latency_ns`.
    pub async fn post(
        &mut self,
        body: Bytes,
        template: &Template,
        number: u64,
    ) -> Result<i64, Failure> {
        let (status, answer) = self.exchange(self.target.order(body)).await?;
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

    /// To be called after each request, when its time has been taken.
    pub fn settle(&mut self) {
        if !self.target.keep_alive {
            self.link = None;
        }
    }

    /// What it is called if a request that is under way takes too long.
    pub fn timeout_kind(&self) -> FailureKind {
        if self.is_opening {
            FailureKind::ConnectTimeout
        } else {
            FailureKind::RequestTimeout
        }
    }

    /// The link is put back when the whole answer is there: a request that fails or is given up, by
    /// dropping this future, takes it along, and so closes it.
    async fn exchange(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Bytes), Broken> {
        let mut request = request;
        self.is_opening = false;
        if let Some(mut link) = self.link.take()
            && link.is_usable().await
        {
            match link.exchange(request).await {
                Ok(answer) => {
                    self.link = Some(link);
                    return Ok(answer);
                }
                // The server had closed the connection before anything was written to it.
                Err(Unanswered {
                    unsent: Some(unsent),
                    ..
                }) => request = *unsent,
                Err(Unanswered { error, .. }) => return Err(Broken::Exchange(error)),
            }
        }
        let mut link = self.open_link().await?;
        let answer = link.exchange(request).await;
        let answer = answer.map_err(|unanswered| Broken::Exchange(unanswered.error))?;
        self.link = Some(link);
        Ok(answer)
    }

    async fn open_link(&mut self) -> Result<Box<Link>, Broken> {
        self.is_opening = true;
        let link = Link::open(&self.target).await?;
        self.is_opening = false;
        self.opened.fetch_add(1, Relaxed);
        Ok(Box::new(link))
    }
}
