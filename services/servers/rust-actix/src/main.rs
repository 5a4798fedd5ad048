//! Starts the order API on Actix Web: reads the settings, binds the port, announces it and serves.

mod allocator;
mod body;
mod config;
mod http;
mod order;
mod stats;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use actix_web::{App, HttpServer, web};

use crate::config::Config;
use crate::stats::Stats;

/// Above the 75 s that the contract asks for. It covers the wait for the first request too, which
/// Actix would otherwise end after 5 s.
const IDLE_LIMIT: Duration = Duration::from_secs(90);

/// A burst of new connections must not overflow the queue of the listening socket: a dropped SYN
/// costs its client a whole second.
const BACKLOG: u32 = 4096;

/// Workers wait this long for open connections before they drop them; the least that Actix knows.
const SHUTDOWN_LIMIT_S: u64 = 1;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--versions") {
        println!("{}", env!("LIBRARY_VERSIONS"));
        return ExitCode::SUCCESS;
    }
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(message) => {
            eprintln!("rust-actix: {message}");
            return ExitCode::from(2);
        }
    };
    match actix_web::rt::System::new().block_on(serve(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rust-actix: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: Config) -> io::Result<()> {
    let address = (config.host.clone(), config.port);
    let workers = config.workers;
    let stats = web::Data::new(Stats::new(config));
    let connection_stats = stats.clone();

    let server =
        HttpServer::new(move || App::new().app_data(stats.clone()).configure(http::routes))
            .workers(workers)
            .keep_alive(IDLE_LIMIT)
            .client_request_timeout(IDLE_LIMIT)
            .backlog(BACKLOG)
            .tcp_nodelay(true)
            .shutdown_timeout(SHUTDOWN_LIMIT_S)
            .on_connect(move |_connection, _extensions| connection_stats.count_connection())
            .bind(address)
            .map_err(|error| io::Error::new(error.kind(), format!("cannot listen: {error}")))?;

    let bound = server.addrs()[0];
    announce(bound.port())?;
    server.run().await
}

fn announce(port: u16) -> io::Result<()> {
    let pid = std::process::id();
    let mut stdout = io::stdout().lock();
    writeln!(
        stdout,
        r#"{{"event":"listening","port":{port},"pid":{pid}}}"#
    )?;
    stdout.flush()
}
