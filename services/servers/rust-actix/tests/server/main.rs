//! Tests of the real server, started as a child process and reached over the loopback.

mod lifecycle;
mod support;
mod vectors;
