//! The flags.

use std::time::Duration;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum, value_parser};
use hyper::Uri;

const DEFAULT_REQUESTS: u64 = 5000;

/// Load generator for the order API, on hyper
#[derive(Debug, Clone, Parser)]
#[command(name = "rust-hyper")]
pub struct Settings {
    /// Base URL of the server
    #[arg(long, default_value = "http://127.0.0.1:8000", value_parser = base_url)]
    pub url: String,

    /// Connections, each with one request in flight
    #[arg(long, default_value_t = 100, value_parser = count)]
    pub connections: usize,

    /// Threads, each with an event loop; the connections are shared out over them
    #[arg(long, default_value_t = 1, value_parser = count)]
    pub threads: usize,

    /// Warm-up before the window
    #[arg(long, default_value = "1s", value_parser = duration)]
    pub warmup: Duration,

    /// Length of the window in time
    #[arg(long, conflicts_with = "requests", value_parser = positive_duration)]
    pub duration: Option<Duration>,

    /// Length of the window in requests [default: 5000]
    #[arg(long, value_parser = value_parser!(u64).range(1..))]
    pub requests: Option<u64>,

    /// Open loop at this many requests per second, instead of the closed loop
    #[arg(long, value_parser = rate)]
    pub rate: Option<f64>,

    /// Exact length of the body
    #[arg(long, default_value_t = 200, value_parser = value_parser!(u32).range(100..=65_536))]
    pub payload_bytes: u32,

    /// Limit for one request, and for opening a connection
    #[arg(long, default_value = "30s", value_parser = positive_duration)]
    pub timeout: Duration,

    /// Open a new connection for each request
    #[arg(long)]
    pub no_keep_alive: bool,

    /// A block for people, or events for the tool
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Print the versions of the libraries and exit
    #[arg(long)]
    pub versions: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// How long the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Time(Duration),
    Requests(u64),
}

impl Settings {
    /// What clap cannot check flag by flag.
    pub fn checked(self) -> Result<Self, clap::Error> {
        if self.threads > self.connections {
            return Err(Self::command().error(
                ErrorKind::ValueValidation,
                "--threads must not be greater than --connections",
            ));
        }
        Ok(self)
    }

    pub fn length(&self) -> Length {
        match self.duration {
            Some(duration) => Length::Time(duration),
            None => Length::Requests(self.requests.unwrap_or(DEFAULT_REQUESTS)),
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    match text.parse::<Uri>() {
        Ok(url) if url.scheme_str() == Some("http") && url.host() != Some("") => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("must be an http:// URL".to_owned()),
    }
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err("must be 1 or more".to_owned()),
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate.is_finite() && rate > 0.0 => Ok(rate),
        _ => Err("must be a number above 0".to_owned()),
    }
}

fn positive_duration(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err("must be longer than 0".to_owned()),
        duration => Ok(duration),
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let number_ends = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_ends);
    let unit_s = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => return Err("must be a duration such as 250ms, 2s, 1.5s or 3m".to_owned()),
    };
    number
        .parse::<f64>()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number * unit_s).ok())
        .ok_or_else(|| "must be a duration such as 250ms, 2s, 1.5s or 3m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(flags: &[&str]) -> Result<Settings, clap::Error> {
        let words = std::iter::once("rust-hyper").chain(flags.iter().copied());
        Settings::try_parse_from(words).and_then(Settings::checked)
    }

    #[test]
    fn the_defaults_are_those_of_the_contract() {
        let settings = parse(&[]).unwrap();
        assert_eq!(settings.url, "http://127.0.0.1:8000");
        assert_eq!((settings.connections, settings.threads), (100, 1));
        assert_eq!(settings.warmup, Duration::from_secs(1));
        assert_eq!(settings.length(), Length::Requests(5000));
        assert_eq!(settings.payload_bytes, 200);
        assert_eq!(settings.timeout, Duration::from_secs(30));
        assert!(!settings.no_keep_alive);
        assert_eq!(settings.format, Format::Text);
    }

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("3m"), Ok(Duration::from_secs(180)));
        assert_eq!(duration("0s"), Ok(Duration::ZERO));
        for wrong in ["", "5", "s", "2 s", "-1s", "1h", "infs", "1e3s", "1.2.3s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn wrong_values_are_refused() {
        for flags in [
            ["--connections", "0"],
            ["--payload-bytes", "99"],
            ["--payload-bytes", "65537"],
            ["--requests", "0"],
            ["--duration", "0s"],
            ["--timeout", "0ms"],
            ["--rate", "0"],
            ["--rate", "nan"],
            ["--url", "https://127.0.0.1"],
            ["--url", "127.0.0.1:8000"],
            ["--threads", "101"],
            ["--format", "xml"],
            ["--unknown", "1"],
        ] {
            assert!(parse(&flags).is_err(), "{flags:?}");
        }
        assert!(parse(&["--duration", "1s", "--requests", "1"]).is_err());
    }
}
