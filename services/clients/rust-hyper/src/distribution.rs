//! Durations in ns as the contract wants them: an exact count, sum, minimum and maximum, and a
//! histogram of the same values.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer as _, V2DeflateSerializer};
use serde::{Serialize, Serializer};

const HIGHEST_NS: u64 = 60_000_000_000;
const SIGNIFICANT_DIGITS: u8 = 3;

#[derive(Debug, Clone)]
pub struct Distribution {
    histogram: Histogram<u64>,
    sum: u64,
    min: u64,
    max: u64,
    over_range: u64,
    negative: u64,
}

impl Distribution {
    pub fn new() -> Self {
        Self {
            histogram: Histogram::new_with_bounds(1, HIGHEST_NS, SIGNIFICANT_DIGITS)
                .expect("the bounds are valid"),
            sum: 0,
            min: u64::MAX,
            max: 0,
            over_range: 0,
            negative: 0,
        }
    }

    pub fn record(&mut self, value_ns: i64) {
        let Ok(value) = u64::try_from(value_ns) else {
            self.negative += 1;
            return;
        };
        // The lowest value that a histogram can hold is 1.
        let value = value.max(1);
        if value > HIGHEST_NS {
            self.over_range += 1;
            return;
        }
        self.histogram.saturating_record(value);
        self.sum += value;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    pub fn merge(&mut self, other: &Self) {
        self.histogram
            .add(&other.histogram)
            .expect("both histograms have the same bounds");
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.over_range += other.over_range;
        self.negative += other.negative;
    }

    pub fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// `None` without values.
    pub fn mean_ns(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum as f64 / self.count() as f64)
    }

    /// `None` without values.
    pub fn quantile_ns(&self, quantile: f64) -> Option<f64> {
        (self.count() > 0).then(|| self.histogram.value_at_quantile(quantile) as f64)
    }

    fn encoded_histogram(&self) -> String {
        let mut bytes = Vec::new();
        V2DeflateSerializer::new()
            .serialize(&self.histogram, &mut bytes)
            .expect("a vector takes all bytes");
        BASE64_STANDARD.encode(bytes)
    }
}

impl Serialize for Distribution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields {
            count: u64,
            #[serde(serialize_with = "exact")]
            sum: u64,
            min: Option<u64>,
            max: Option<u64>,
            over_range: u64,
            negative: u64,
            histogram: String,
        }

        let has_values = self.count() > 0;
        Fields {
            count: self.count(),
            sum: self.sum,
            min: has_values.then_some(self.min),
            max: has_values.then_some(self.max),
            over_range: self.over_range,
            negative: self.negative,
            histogram: self.encoded_histogram(),
        }
        .serialize(serializer)
    }
}

/// An integer that a double cannot hold exactly is written as a decimal string.
pub fn exact<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    const HIGHEST_EXACT: u64 = 1 << 53;
    if *value > HIGHEST_EXACT {
        serializer.collect_str(value)
    } else {
        serializer.serialize_u64(*value)
    }
}

#[cfg(test)]
mod tests {
    use hdrhistogram::serialization::Deserializer;
    use serde_json::{Value, json};

    use super::*;

    fn distribution(values_ns: &[i64]) -> Distribution {
        let mut distribution = Distribution::new();
        for value in values_ns {
            distribution.record(*value);
        }
        distribution
    }

    fn fields(distribution: &Distribution) -> Value {
        let mut fields = serde_json::to_value(distribution).unwrap();
        fields.as_object_mut().unwrap().remove("histogram");
        fields
    }

    #[test]
    fn values_out_of_range_are_only_counted() {
        let out = distribution(&[-5, 60_000_000_001, 100, 300]);
        assert_eq!(
            fields(&out),
            json!({"count": 2, "sum": 400, "min": 100, "max": 300, "over_range": 1, "negative": 1})
        );
    }

    #[test]
    fn zero_is_recorded_as_one_and_nothing_as_null() {
        assert_eq!(fields(&distribution(&[0]))["min"], 1);
        assert_eq!(fields(&distribution(&[]))["max"], Value::Null);
    }

    #[test]
    fn merged_values_are_those_of_both() {
        let mut merged = distribution(&[10, -1]);
        merged.merge(&distribution(&[]));
        merged.merge(&distribution(&[5, 70_000_000_000]));
        assert_eq!(
            fields(&merged),
            json!({"count": 2, "sum": 15, "min": 5, "max": 10, "over_range": 1, "negative": 1})
        );
    }

    #[test]
    fn a_sum_beyond_2_to_the_53_is_a_string() {
        let values = vec![59_000_000_000; 200_000];
        assert_eq!(fields(&distribution(&values))["sum"], "11800000000000000");
    }

    #[test]
    fn the_histogram_can_be_decoded() {
        let text = distribution(&[1_000_000, 2_000_000, 60_000_000_000]).encoded_histogram();
        let bytes = BASE64_STANDARD.decode(text).unwrap();
        let decoded: Histogram<u64> = Deserializer::new()
            .deserialize(&mut bytes.as_slice())
            .unwrap();
        assert_eq!(decoded.len(), 3);
        assert!(decoded.equivalent(decoded.value_at_quantile(0.5), 2_000_000));
    }
}
