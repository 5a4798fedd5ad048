//! The kinds of failures, how they are recognised in hyper's errors, and their counts.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;

use serde::{Serialize, Serializer};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    Refused,
    Reset,
    ConnectTimeout,
    RequestTimeout,
    Eof,
    BadBody,
    FdLimit,
    PortExhausted,
    Other,
    HttpStatus(u16),
}

impl FailureKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Reset => "reset",
            Self::ConnectTimeout => "connect_timeout",
            Self::RequestTimeout => "request_timeout",
            Self::Eof => "eof",
            Self::BadBody => "bad_body",
            Self::FdLimit => "fd_limit",
            Self::PortExhausted => "port_exhausted",
            Self::Other => "other",
            Self::HttpStatus(_) => "http_status",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    /// The connection could not be opened, so that the next attempt should wait a little.
    pub while_opening: bool,
}

impl From<FailureKind> for Failure {
    fn from(kind: FailureKind) -> Self {
        Self {
            kind,
            while_opening: kind == FailureKind::ConnectTimeout,
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Broken {
    /// The connection could not be opened.
    Opening(io::Error),
    /// The connection broke, or what came over it was not HTTP.
    Exchange(hyper::Error),
}

impl Broken {
    pub fn kind(&self) -> FailureKind {
        let mut cause = Some(self.error());
        let mut kind = FailureKind::Other;
        while let Some(error) = cause {
            if let Some(error) = error.downcast_ref::<io::Error>() {
                if let Some(found) = kind_of_io(error) {
                    return found;
                }
            } else if let Some(error) = error.downcast_ref::<hyper::Error>()
                && (error.is_incomplete_message() || error.is_canceled() || error.is_closed())
            {
                // Kept unless there is an I/O error below: that one knows more.
                kind = FailureKind::Eof;
            }
            cause = error.source();
        }
        kind
    }

    /// hyper's own message only says what it was doing; the last of its causes says what went wrong.
    pub fn root_cause(&self) -> &(dyn Error + 'static) {
        let mut cause = self.error();
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        cause
    }

    fn error(&self) -> &(dyn Error + 'static) {
        match self {
            Self::Opening(error) => error,
            Self::Exchange(error) => error,
        }
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        Self {
            kind: broken.kind(),
            while_opening: matches!(broken, Broken::Opening(_)),
        }
    }
}

fn kind_of_io(error: &io::Error) -> Option<FailureKind> {
    use rustix::io::Errno;

    let errno = error.raw_os_error().map(Errno::from_raw_os_error);
    if let Some(Errno::MFILE | Errno::NFILE) = errno {
        return Some(FailureKind::FdLimit);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(FailureKind::Refused),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Some(FailureKind::Reset),
        // The kernel gave up on a SYN before our own limit was reached.
        io::ErrorKind::TimedOut => Some(FailureKind::ConnectTimeout),
        io::ErrorKind::UnexpectedEof => Some(FailureKind::Eof),
        io::ErrorKind::AddrNotAvailable => Some(FailureKind::PortExhausted),
        _ => None,
    }
}

/// Failures counted by kind.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FailureCounts(BTreeMap<FailureKind, u64>);

impl FailureCounts {
    pub fn add(&mut self, kind: FailureKind) {
        *self.0.entry(kind).or_default() += 1;
    }

    pub fn merge(&mut self, other: &Self) {
        for (kind, count) in &other.0 {
            *self.0.entry(*kind).or_default() += count;
        }
    }

    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = (FailureKind, u64)> {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }
}

/// `{"refused":3,"http_status":{"503":12}}`
impl Serialize for FailureCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Entry {
            Count(u64),
            ByCode(BTreeMap<u16, u64>),
        }

        let mut by_code = BTreeMap::new();
        let mut entries = Vec::new();
        for (kind, count) in self.iter() {
            match kind {
                FailureKind::HttpStatus(code) => {
                    by_code.insert(code, count);
                }
                _ => entries.push((kind.name(), Entry::Count(count))),
            }
        }
        if !by_code.is_empty() {
            entries.push(("http_status", Entry::ByCode(by_code)));
        }
        serializer.collect_map(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_by_kind_and_status_codes_in_a_map_of_their_own() {
        let mut counts = FailureCounts::default();
        for kind in [
            FailureKind::HttpStatus(503),
            FailureKind::Eof,
            FailureKind::HttpStatus(503),
            FailureKind::HttpStatus(400),
        ] {
            counts.add(kind);
        }
        assert_eq!(counts.total(), 4);
        assert_eq!(
            serde_json::to_string(&counts).unwrap(),
            r#"{"eof":1,"http_status":{"400":1,"503":2}}"#
        );
        assert_eq!(
            serde_json::to_string(&FailureCounts::default()).unwrap(),
            "{}"
        );
    }

    #[test]
    fn a_connection_that_cannot_be_opened_is_told_from_one_that_broke() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let failure = Failure::from(Broken::Opening(refused));
        assert_eq!(failure.kind, FailureKind::Refused);
        assert!(failure.while_opening);
        let unknown = io::Error::other("no route");
        let broken = Broken::Opening(unknown);
        assert_eq!(broken.root_cause().to_string(), "no route");
        assert_eq!(broken.kind(), FailureKind::Other);
    }

    #[test]
    fn operating_system_errors_are_told_apart() {
        use rustix::io::Errno;

        for (errno, kind) in [
            (Errno::CONNREFUSED, Some(FailureKind::Refused)),
            (Errno::CONNRESET, Some(FailureKind::Reset)),
            (Errno::PIPE, Some(FailureKind::Reset)),
            (Errno::TIMEDOUT, Some(FailureKind::ConnectTimeout)),
            (Errno::MFILE, Some(FailureKind::FdLimit)),
            (Errno::NFILE, Some(FailureKind::FdLimit)),
            (Errno::ADDRNOTAVAIL, Some(FailureKind::PortExhausted)),
            (Errno::PERM, None),
        ] {
            assert_eq!(kind_of_io(&errno.into()), kind, "{errno:?}");
        }
    }
}
