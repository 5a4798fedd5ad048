//! A load generator for the order API on reqwest: reads the flags, runs the load, prints the result.

mod allocator;
mod connection;
mod deadlines;
mod distribution;
mod epoch_clock;
mod event_loop;
mod events;
mod failure;
mod lane;
mod observer;
mod order;
mod pacer;
mod progress;
mod recorder;
mod run;
mod settings;
mod tasks;
mod text;
mod window;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::events::{Event, Printer};
use crate::settings::{Format, Settings};

fn main() -> ExitCode {
    let settings = match Settings::try_parse().and_then(Settings::checked) {
        Ok(settings) => settings,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{}", one_sentence(&error));
            return ExitCode::from(2);
        }
    };
    if settings.versions {
        println!("{}", env!("LIBRARY_VERSIONS"));
        return ExitCode::SUCCESS;
    }
    let printer = Printer::new(settings.format);
    let end = run::run(&settings, &printer);
    let written = match &end {
        Ok(summary) if settings.format == Format::Text => {
            io::stdout().write_all(text::block(summary).as_bytes())
        }
        Ok(_) => Ok(()),
        Err(fault) => {
            eprintln!("rust-reqwest: {}", fault.message);
            printer.print(&Event::Failed(fault))
        }
    };
    if let Err(error) = &written {
        eprintln!("rust-reqwest: the output cannot be written: {error}");
    }
    if end.is_ok() && written.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Clap explains itself over several lines; the first says what is wrong.
fn one_sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
