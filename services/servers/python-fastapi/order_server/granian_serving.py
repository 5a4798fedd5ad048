"""Runs the application with granian on a listening socket (variant `granian`)."""

import multiprocessing
import os
import socket

from fastapi import FastAPI
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from order_server.accepts import count_accepts_at
from order_server.counters import SharedCounters
from order_server.serving import GRACEFUL_SHUTDOWN_S, KEEP_ALIVE_S, LISTEN_BACKLOG
from order_server.workers import die_with

MS_PER_S = 1000
LOG_ON_STDERR = {
    "class": "logging.StreamHandler",
    "formatter": "generic",
    "stream": "ext://sys.stderr",  # On stdout is the announcement.
}


class ListeningGranian(MPServer):
    """Serves on a socket that listens already.

    On Linux granian lets each worker bind the port once more, when it is up: too late to announce
    the port before, and not possible for a port that the kernel chose.
    """

    def __init__(self, listener: socket.socket, workers: int, loop: str) -> None:
        super().__init__(
            "order_server",
            # Without lifespan events, which this application has no use for.
            interface=Interfaces.ASGINL,
            workers=workers,
            loop=Loops(loop),
            http=HTTPModes.http1,
            websockets=False,
            backlog=LISTEN_BACKLOG,
            # Idle connections count as work, so a smaller number would keep others out.
            backpressure=LISTEN_BACKLOG,
            # Runs while a connection is idle, too.
            http1_settings=HTTP1Settings(header_read_timeout=KEEP_ALIVE_S * MS_PER_S),
            log_level=LogLevels.error,
            log_dictconfig={"handlers": {"console": LOG_ON_STDERR, "access": LOG_ON_STDERR}},
            log_access=False,
            workers_kill_timeout=GRACEFUL_SHUTDOWN_S,
        )
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # The annotations of granian lag behind.
        listening = SocketHolder(self._listener.fileno(), False, LISTEN_BACKLOG)  # type: ignore[call-arg]
        self._shd = listening  # type: ignore[assignment]
        self._sso = None


def serve_by_granian(
    app: FastAPI, listener: socket.socket, counters: SharedCounters, loop: str, workers: int
) -> None:
    """Serves until SIGTERM or SIGINT; exits with 1 when a worker ends on its own."""
    # fork: the workers inherit the socket and the shared counters.
    multiprocessing.set_start_method("fork")
    parent = os.getpid()
    started = multiprocessing.Value("i", 0)

    def load_in_worker() -> FastAPI:
        die_with(parent)
        with started.get_lock():
            counters.worker = started.value
            started.value += 1
        count_accepts_at(counters.connections_address())
        return app

    ListeningGranian(listener, workers, loop).serve(target_loader=load_in_worker, wrap_loader=False)
