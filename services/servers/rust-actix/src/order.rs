//! The order: parsed and checked in one pass, and in a second one, only if that fails, to name the fault.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

const NOT_AN_ORDER: &str = "the body must be one JSON object in valid UTF-8";

/// Strings are borrowed from the body unless they hold an escape.
#[derive(Deserialize)]
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "all fields are parsed and checked, but not all are echoed"
    )
)]
pub struct Order<'a> {
    #[serde(borrow)]
    pub order_id: Cow<'a, str>,
    #[serde(borrow)]
    pub symbol: Cow<'a, str>,
    pub quantity: i32,
    pub price: f64,
    pub timestamp: i64,
}

#[derive(Serialize)]
pub struct Accepted<'a> {
    status: &'static str,
    order_id: &'a str,
    server_receive_time: i64,
    client_send_time: i64,
    latency_ns: i64,
}

impl<'a> Order<'a> {
    pub fn parse(body: &'a [u8]) -> Result<Self, &'static str> {
        // serde_json does not look into the strings of fields that it skips, hence the check of all.
        let text = std::str::from_utf8(body).map_err(|_| NOT_AN_ORDER)?;
        // A derived `Deserialize` would take an array of the values too.
        if !text.trim_start().starts_with('{') {
            return Err(NOT_AN_ORDER);
        }
        match serde_json::from_str::<Self>(text) {
            Ok(order) if order.timestamp >= 0 => Ok(order),
            _ => Err(name_fault(text)),
        }
    }

    pub fn accept(&self, server_receive_time: i64) -> Accepted<'_> {
        Accepted {
            status: "success",
            order_id: &self.order_id,
            server_receive_time,
            client_send_time: self.timestamp,
            latency_ns: server_receive_time - self.timestamp,
        }
    }
}

/// The fields in the order in which faults are named; a missing one and a `null` are both `None`.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    order_id: Option<&'a RawValue>,
    #[serde(borrow)]
    symbol: Option<&'a RawValue>,
    #[serde(borrow)]
    quantity: Option<&'a RawValue>,
    #[serde(borrow)]
    price: Option<&'a RawValue>,
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
}

fn name_fault(text: &str) -> &'static str {
    let Ok(fields) = serde_json::from_str::<Fields>(text) else {
        return NOT_AN_ORDER;
    };
    if parse_field::<Cow<str>>(fields.order_id).is_none() {
        "order_id must be a string"
    } else if parse_field::<Cow<str>>(fields.symbol).is_none() {
        "symbol must be a string"
    } else if parse_field::<i32>(fields.quantity).is_none() {
        "quantity must be an integer from -2147483648 to 2147483647"
    } else if parse_field::<f64>(fields.price).is_none() {
        "price must be a finite number"
    } else if parse_field::<i64>(fields.timestamp).is_none_or(|ns| ns < 0) {
        "timestamp must be an integer from 0 to 9223372036854775807"
    } else {
        NOT_AN_ORDER
    }
}

fn parse_field<'a, T: Deserialize<'a>>(field: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(field?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: &str = r#"{"order_id":"a1","symbol":"AAPL","quantity":100,"price":150.25,"timestamp":1764039641123456789}"#;

    fn fault(body: &str) -> &'static str {
        Order::parse(body.as_bytes())
            .err()
            .expect("the order is refused")
    }

    #[test]
    fn a_valid_order_is_borrowed_from_the_body() {
        let order = Order::parse(VALID.as_bytes()).unwrap();
        assert!(matches!(order.order_id, Cow::Borrowed("a1")));
        assert!(matches!(order.symbol, Cow::Borrowed("AAPL")));
        assert_eq!(order.quantity, 100);
        assert_eq!(order.price, 150.25);
        assert_eq!(order.timestamp, 1_764_039_641_123_456_789);
    }

    #[test]
    fn the_answer_keeps_every_nanosecond_and_a_negative_latency() {
        let order = Order::parse(VALID.as_bytes()).unwrap();
        let answer = serde_json::to_string(&order.accept(1_764_039_641_123_456_780)).unwrap();
        assert_eq!(
            answer,
            r#"{"status":"success","order_id":"a1","server_receive_time":1764039641123456780,"client_send_time":1764039641123456789,"latency_ns":-9}"#
        );
    }

    #[test]
    fn the_first_faulty_field_is_named_whatever_the_order_in_the_body() {
        let body = r#"{"timestamp":-1,"price":"1","quantity":1.0,"symbol":"A","order_id":"a"}"#;
        assert_eq!(
            fault(body),
            "quantity must be an integer from -2147483648 to 2147483647"
        );
    }

    #[test]
    fn a_null_and_a_missing_field_are_named() {
        assert_eq!(fault("{}"), "order_id must be a string");
        assert_eq!(
            fault(r#"{"order_id":"a","symbol":null}"#),
            "symbol must be a string"
        );
    }

    #[test]
    fn numbers_out_of_range_are_named() {
        assert_eq!(
            fault(&VALID.replace("150.25", "1e999")),
            "price must be a finite number"
        );
        assert_eq!(
            fault(&VALID.replace("1764039641123456789", "9223372036854775808")),
            "timestamp must be an integer from 0 to 9223372036854775807"
        );
    }

    #[test]
    fn what_is_not_one_object_is_refused_as_a_whole() {
        for body in [
            "",
            "[]",
            r#"["a1","AAPL",100,150.25,1]"#,
            "null",
            &VALID[..40],
            &format!("{VALID}x"),
        ] {
            assert_eq!(fault(body), NOT_AN_ORDER, "{body}");
        }
    }

    #[test]
    fn invalid_utf8_is_refused_in_an_ignored_field_too() {
        let mut body = VALID.replace('}', r#","note":"?"}"#).into_bytes();
        let place = body.iter().rposition(|&byte| byte == b'?').unwrap();
        body[place] = 0xff;
        assert_eq!(Order::parse(&body).err(), Some(NOT_AN_ORDER));
    }
}
