"""Runs the application with uvicorn on a listening socket, with production settings."""

import asyncio
import signal
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from order_server.counters import SharedCounters

LISTEN_BACKLOG = 4096
KEEP_ALIVE_S = 120
# Time for requests in flight after SIGTERM; the contract allows 2 s for all of the shutdown.
GRACEFUL_SHUTDOWN_S = 1


def serve(app: FastAPI, listener: socket.socket, counters: SharedCounters, loop: str) -> None:
    # uvicorn raises the signal that stopped it once more when it is done, for this handler.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, exit_normally)
    config = uvicorn.Config(
        app,
        loop=loop,
        http=counting_protocol(counters),
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=LISTEN_BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def counting_protocol(counters: SharedCounters) -> type[HttpToolsProtocol]:
    class CountingProtocol(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            counters.count_connection()
            super().connection_made(transport)

    return CountingProtocol


def exit_normally(_: int, __: FrameType | None) -> None:
    sys.exit(0)
