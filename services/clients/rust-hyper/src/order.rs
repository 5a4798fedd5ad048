//! The body of a request: a template of fixed length into which only the `order_id` and the
//! `timestamp` are written.

use std::ops::Range;

use bytes::Bytes;

const USUAL_ID_DIGITS: usize = 16;
const BEFORE_ID: &str = r#"{"order_id":""#;
const AFTER_ID: &str = r#"","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":"#;
/// As many digits as the epoch in ns has from 2001 to 2286.
const TIMESTAMP_DIGITS: usize = 19;
const BEFORE_PADDING: &str = r#","padding":""#;

pub struct Template {
    body: Vec<u8>,
    id: Range<usize>,
    timestamp: Range<usize>,
}

impl Template {
    /// `length` is at least 100.
    pub fn new(length: usize) -> Self {
        let fixed = BEFORE_ID.len() + AFTER_ID.len() + TIMESTAMP_DIGITS + "}".len();
        let padded = fixed + USUAL_ID_DIGITS + BEFORE_PADDING.len() + "\"".len();
        let id_digits = if length >= padded {
            USUAL_ID_DIGITS
        } else {
            length - fixed
        };
        let zeros = |digits| "0".repeat(digits);
        let mut body = [BEFORE_ID, &zeros(id_digits), AFTER_ID].concat();
        body += &zeros(TIMESTAMP_DIGITS);
        if length >= padded {
            body += BEFORE_PADDING;
            body += &"x".repeat(length - padded);
            body += "\"";
        }
        body += "}";

        let id_starts = BEFORE_ID.len();
        let timestamp_starts = id_starts + id_digits + AFTER_ID.len();
        Self {
            body: body.into_bytes(),
            id: id_starts..id_starts + id_digits,
            timestamp: timestamp_starts..timestamp_starts + TIMESTAMP_DIGITS,
        }
    }

    pub fn fill(&self, number: u64, timestamp_ns: u64) -> Bytes {
        let mut body = self.body.clone();
        write_digits::<16>(&mut body[self.id.clone()], number);
        write_digits::<10>(&mut body[self.timestamp.clone()], timestamp_ns);
        body.into()
    }

    /// Whether `order_id` is the one that `fill` gives to this number.
    pub fn has_id(&self, order_id: &str, number: u64) -> bool {
        let mut expected = [0; 32];
        let expected = &mut expected[..self.id.len()];
        write_digits::<16>(expected, number);
        order_id.as_bytes() == expected
    }
}

fn write_digits<const BASE: u64>(place: &mut [u8], mut number: u64) {
    for digit in place.iter_mut().rev() {
        *digit = b"0123456789abcdef"[(number % BASE) as usize];
        number /= BASE;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const NOW_NS: u64 = 1_764_039_641_123_456_789;

    fn parsed(length: usize, number: u64) -> Value {
        serde_json::from_slice(&Template::new(length).fill(number, NOW_NS)).unwrap()
    }

    #[test]
    fn the_body_has_exactly_the_length_asked_for() {
        for length in (100..300).chain([65_536]) {
            assert_eq!(Template::new(length).fill(0xabc, NOW_NS).len(), length);
            assert_eq!(parsed(length, 7)["timestamp"], NOW_NS);
        }
    }

    #[test]
    fn the_usual_body_is_that_of_the_contract() {
        let text = r#"{"order_id":"0000000000000abc","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":1764039641123456789,"padding":"xx"}"#;
        assert_eq!(Template::new(text.len()).fill(0xabc, NOW_NS), text);
    }

    #[test]
    fn a_short_body_has_no_padding_and_a_narrower_or_wider_id() {
        assert_eq!(parsed(100, 0xabc)["order_id"], "000000000abc");
        assert_eq!(parsed(100, 0xabc).get("padding"), None);
        assert_eq!(parsed(116, 1)["order_id"].as_str().map(str::len), Some(28));
        assert_eq!(parsed(117, 1)["padding"], "");
    }

    #[test]
    fn the_id_in_the_answer_is_compared_whole() {
        let template = Template::new(100);
        assert!(template.has_id("000000000abc", 0xabc));
        assert!(!template.has_id("abc", 0xabc));
        assert!(!template.has_id("000000000abd", 0xabc));
        assert!(Template::new(116).has_id(&format!("{:028x}", 5), 5));
    }
}
