"""A server in a thread that records each request and answers, or misbehaves, as a test wants."""

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Order = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    # Cuts the body short and closes.
    cut: bool = False


@dataclass(frozen=True)
class Raw:
    """These bytes, whatever they are; `ends`: and the end of the connection."""

    data: bytes
    ends: bool = False


class Reset:
    """Ends the connection with RST."""


class Close:
    """Ends the connection without an answer."""


class Hang:
    """Never answers."""


Behaviour = Answer | Raw | Reset | Close | Hang


def success(order: Order, latency_ns: int = 1000) -> Answer:
    received_ns = order["timestamp"] + latency_ns
    return Answer(
        json.dumps(
            {
                "status": "success",
                "order_id": order["order_id"],
                "server_receive_time": received_ns,
                "client_send_time": order["timestamp"],
                "latency_ns": latency_ns,
            }
        ).encode()
    )


@dataclass
class FakeServer:
    behave: Callable[[int, Order], Behaviour] = lambda _, order: success(order)
    connections: int = 0
    most_open: int = 0
    bodies: list[bytes] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "FakeServer":
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = listener.getsockname()[1]
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, sock=listener)
        )
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def die(self) -> None:
        """Called from `behave`: closes the listening socket and every connection."""
        self._server.close()
        for writer in self._open:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        self.most_open = max(self.most_open, len(self._open))
        try:
            while await self._answer_one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # The client is gone, as it may.
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if head.startswith("GET /stats "):
            behaviour: Behaviour = Answer(b"{}")
        else:
            length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
            body = await reader.readexactly(length)
            self.heads.append(head)
            self.bodies.append(body)
            behaviour = self.behave(len(self.bodies), json.loads(body))
        match behaviour:
            case Answer(body, status, cut):
                head_line = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
                # In one write: two would wait for each other (Nagle, delayed ACK).
                writer.write(head_line + (body[:-1] if cut else body))
                return not cut
            case Raw(data, ends):
                writer.write(data)
                return not ends
            case Reset():
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, linger
                )
                writer.transport.abort()
            case Hang():
                await asyncio.Event().wait()
        return False
