//! The routes and their answers.

use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_web::{Error, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Serialize;

use crate::body::read_whole;
use crate::order::Order;
use crate::stats::Stats;

const MAX_BODY_BYTES: usize = 65_536;
const ANSWER_BYTES: usize = 256;
const JSON: &str = "application/json";

/// Every handler takes the body, even if only to drop it: Actix closes a connection on which a part
/// of the request was left unread.
type ReadBody = Result<web::Bytes, Error>;

#[derive(Serialize)]
struct Refused<'a> {
    error: &'a str,
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.app_data(web::PayloadConfig::new(MAX_BODY_BYTES))
        .service(
            web::resource("/order")
                .route(web::post().to(post_order))
                .default_service(web::to(|body| method_not_allowed("POST", body))),
        )
        .service(
            web::resource("/stats")
                .route(web::get().to(get_stats))
                .default_service(web::to(|body| method_not_allowed("GET", body))),
        )
        .default_service(web::to(not_found));
}

async fn post_order(
    request: HttpRequest,
    payload: web::Payload,
    stats: web::Data<Stats>,
) -> HttpResponse {
    let body = match read_whole(payload, MAX_BODY_BYTES).await {
        Ok(body) => body,
        Err(error) => return refuse_body(&error),
    };
    if !is_json(request.headers().get(CONTENT_TYPE)) {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the content type must be application/json",
        );
    }
    match Order::parse(&body) {
        Ok(order) => {
            stats.count_request();
            json(HttpResponse::Ok(), &order.accept(epoch_ns()))
        }
        Err(fault) => refuse(StatusCode::BAD_REQUEST, fault),
    }
}

async fn get_stats(stats: web::Data<Stats>) -> HttpResponse {
    json(HttpResponse::Ok(), &stats.snapshot())
}

async fn method_not_allowed(allowed: &'static str, _body: ReadBody) -> HttpResponse {
    let mut response = HttpResponse::MethodNotAllowed();
    response.insert_header((ALLOW, HeaderValue::from_static(allowed)));
    json(
        response,
        &Refused {
            error: "this path does not know this method",
        },
    )
}

async fn not_found(_body: ReadBody) -> HttpResponse {
    refuse(StatusCode::NOT_FOUND, "there is nothing at this path")
}

fn refuse_body(error: &PayloadError) -> HttpResponse {
    match error {
        PayloadError::Overflow => refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body must not be longer than 65536 bytes",
        ),
        _ => refuse(StatusCode::BAD_REQUEST, "the body could not be read"),
    }
}

fn refuse(status: StatusCode, error: &str) -> HttpResponse {
    json(HttpResponse::build(status), &Refused { error })
}

fn json(mut response: HttpResponseBuilder, answer: &impl Serialize) -> HttpResponse {
    // Room for any usual answer, so that it need not grow.
    let mut body = Vec::with_capacity(ANSWER_BYTES);
    serde_json::to_writer(&mut body, answer).expect("an answer has only strings and integers");
    response
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(JSON)))
        .body(body)
}

fn is_json(content_type: Option<&HeaderValue>) -> bool {
    // The usual spelling is found without looking at it twice.
    content_type.is_some_and(|value| value == JSON || names_json(value))
}

fn names_json(content_type: &HeaderValue) -> bool {
    content_type
        .to_str()
        .ok()
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(JSON))
}

fn epoch_ns() -> i64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("the clock is set to a time after 1970");
    i64::try_from(since_epoch.as_nanos()).expect("the clock is set to a time before 2262")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_application_json_counts_as_json() {
        for (value, expected) in [
            ("application/json", true),
            ("Application/JSON ; charset=utf-8", true),
            ("application/jsonp", false),
            ("text/plain", false),
        ] {
            let header = HeaderValue::from_static(value);
            assert_eq!(is_json(Some(&header)), expected, "{value}");
        }
        assert!(!is_json(None));
    }
}
