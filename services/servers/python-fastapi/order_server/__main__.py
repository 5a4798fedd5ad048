"""Starts the server: binds the socket, announces it, and serves with one or more processes."""

import json
import os
import platform
import socket
import sys
from importlib.metadata import version

from order_server.accepts import AcceptsError, preload_accepts
from order_server.app import create_app
from order_server.choices import Choices
from order_server.counters import SharedCounters
from order_server.serving import LISTEN_BACKLOG, serve
from order_server.settings import Settings, SettingsError
from order_server.workers import run_workers

REPORTED_PACKAGES = (
    "fastapi",
    "starlette",
    "pydantic",
    "msgspec",
    "orjson",
    "uvicorn",
    "granian",
    "uvloop",
    "httptools",
)


def versions() -> dict[str, str]:
    found = {package: version(package) for package in REPORTED_PACKAGES}
    return {**found, "python": platform.python_version()}


def listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Not create_server, which leaves the protocol at 0: asyncio sets TCP_NODELAY only where the
    # listener names TCP, and an answer in two parts would wait 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(LISTEN_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def announce(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    print(json.dumps({"event": "listening", "port": port, "pid": os.getpid()}), flush=True)


def run(settings: Settings, choices: Choices) -> int:
    if choices.http == "granian":
        preload_accepts()
    counters = SharedCounters(settings.workers)
    app = create_app(settings, choices, counters, main_pid=os.getpid())
    with listen(settings) as listener:
        announce(listener)
        if choices.http == "granian":
            from order_server.granian_serving import serve_by_granian  # Not needed by uvicorn.

            serve_by_granian(app, listener, counters, choices.loop, settings.workers)
            return 0
        if settings.workers == 1:
            serve(app, listener, counters, choices.loop)
            return 0

        def serve_as_worker(index: int) -> None:
            counters.worker = index
            serve(app, listener, counters, choices.loop)

        return run_workers(settings.workers, serve_as_worker)


def main(arguments: list[str]) -> int:
    if arguments == ["--versions"]:
        print(json.dumps(versions()))
        return 0
    if arguments:
        print(f"unknown arguments: {' '.join(arguments)}; only --versions exists", file=sys.stderr)
        return 2
    try:
        return run(Settings.from_environment(os.environ), Choices.from_environment(os.environ))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except AcceptsError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"cannot listen: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
