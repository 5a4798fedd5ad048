"""A server that answers orders as a test says, and ways to run the built client against it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

CLIENT = os.environ["CPP_CPR_CLIENT"]
LIMIT_S = 60

Answer = Callable[["Request"], Awaitable[None]]


@dataclass
class Request:
    """One POST /order, and the connection to answer it on."""

    number: int
    head: bytes
    body: bytes
    writer: asyncio.StreamWriter

    def send(self, status: int, body: bytes, extra: bytes = b"") -> None:
        head = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n" % (status, len(body), extra)
        self.writer.write(head + body)

    def success(self, order_id: str | None = None, extra: bytes = b"") -> None:
        order = json.loads(self.body)
        answer = {
            "status": "success",
            "order_id": order["order_id"] if order_id is None else order_id,
            "latency_ns": 1000,
        }
        self.send(200, json.dumps(answer).encode(), extra)

    def close(self) -> None:
        self.writer.close()

    def reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.close()


@dataclass
class Seen:
    """What a server has seen."""

    port: int = 0
    loop: asyncio.AbstractEventLoop | None = None
    connections: int = 0
    orders: list[Request] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0


@contextlib.contextmanager
def serving(answer: Answer) -> Iterator[Seen]:
    """A server in a thread of its own, which answers GET /stats and passes orders to `answer`."""
    seen = Seen()
    listening = threading.Event()
    stopped = asyncio.Event()
    tasks: set[asyncio.Task[None]] = set()

    async def serve_orders(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET /stats "):
                if b"\r\ncontent-length:" in head.lower():
                    return  # a body where there is none: servers may close then
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                continue
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            request = Request(len(seen.orders), head, body, writer)
            seen.orders.append(request)
            seen.in_flight += 1
            seen.most_in_flight = max(seen.most_in_flight, seen.in_flight)
            await answer(request)
            seen.in_flight -= 1

    async def serve_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve_orders(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has left, or the test is over
        finally:
            writer.close()

    def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        tasks.add(asyncio.create_task(serve_connection(reader, writer)))

    async def serve() -> None:
        server = await asyncio.start_server(on_connection, "127.0.0.1", 0)
        seen.port = server.sockets[0].getsockname()[1]
        seen.loop = asyncio.get_running_loop()
        listening.set()
        await stopped.wait()
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    listening.wait()
    try:
        yield seen
    finally:
        assert seen.loop is not None
        seen.loop.call_soon_threadsafe(stopped.set)
        thread.join()


async def succeed(request: Request) -> None:
    request.success()


def run(port: int, *flags: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CLIENT, "--url", f"http://127.0.0.1:{port}", "--format", "json", *flags],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def events(port: int, *flags: str, **environment: str) -> list[dict[str, Any]]:
    done = run(port, *flags, **environment)
    assert done.returncode == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def result_of(port: int, *flags: str, **environment: str) -> dict[str, Any]:
    result = events(port, *flags, **environment)[-1]
    assert result["event"] == "result"
    return result
