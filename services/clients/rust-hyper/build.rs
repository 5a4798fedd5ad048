//! Reads the locked versions of the libraries out of Cargo.lock, for `--versions`.

use std::fs;

const REPORTED: [&str; 4] = ["hyper", "hyper-util", "tokio", "hdrhistogram"];

fn main() {
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rerun-if-changed=build.rs");
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock lies beside build.rs");
    let entries: Vec<String> = REPORTED
        .iter()
        .map(|name| format!("\"{name}\":\"{}\"", locked_version(&lock, name)))
        .collect();
    println!("cargo:rustc-env=LIBRARY_VERSIONS={{{}}}", entries.join(","));
}

fn locked_version<'a>(lock: &'a str, name: &str) -> &'a str {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let (_, rest) = lock
        .split_once(&entry)
        .unwrap_or_else(|| panic!("{name} is not in Cargo.lock"));
    rest.split_once('"').expect("a version ends with a quote").0
}
