//! Reads a request's body; one that came in one piece, as nearly all do, is not copied.

use std::future::poll_fn;
use std::pin::Pin;

use actix_web::error::PayloadError;
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_core::Stream;

/// `PayloadError::Overflow` for a body of more than `limit` bytes.
pub async fn read_whole(mut payload: Payload, limit: usize) -> Result<Bytes, PayloadError> {
    let Some(first) = next_piece(&mut payload).await? else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(PayloadError::Overflow);
    }
    let Some(mut piece) = next_piece(&mut payload).await? else {
        return Ok(first);
    };
    let mut joined = BytesMut::from(&first[..]);
    loop {
        if joined.len() + piece.len() > limit {
            return Err(PayloadError::Overflow);
        }
        joined.extend_from_slice(&piece);
        match next_piece(&mut payload).await? {
            Some(next) => piece = next,
            None => return Ok(joined.freeze()),
        }
    }
}

async fn next_piece(payload: &mut Payload) -> Result<Option<Bytes>, PayloadError> {
    poll_fn(|context| Pin::new(&mut *payload).poll_next(context))
        .await
        .transpose()
}
