"""What an order looks like on the wire, and when its connection is used again."""

import asyncio
import json

import pytest
from aiohttp import ClientError
from fake_server import Answer, FakeServer, Hang, Raw, success
from yarl import URL

from order_client.connector import CountingConnector
from order_client.order_request import OrderRequest

BODY = json.dumps({"order_id": "a", "timestamp": 1}).encode()


async def exchange(
    server: FakeServer, times: int, *, body: bytes = BODY, keep_alive: bool = True
) -> list[tuple[int, bytes]]:
    connector = CountingConnector(1, keep_alive=keep_alive)
    async with connector:
        url = URL(f"http://127.0.0.1:{server.port}/order")
        lane = OrderRequest(connector, url, len(body)).lane()
        answers = [await lane.exchange(body) for _ in range(times)]
        lane.release()
        assert connector.opened == server.connections
        return answers


def test_the_head_has_what_a_server_needs_and_nothing_else() -> None:
    with FakeServer() as server:
        asyncio.run(exchange(server, 2))
    assert server.connections == 1
    assert server.heads == [
        "POST /order HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{server.port}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(BODY)}\r\n\r\n"
    ] * 2  # fmt: skip


def test_without_keep_alive_the_head_says_so_and_the_connection_is_closed() -> None:
    with FakeServer() as server:
        asyncio.run(exchange(server, 3, keep_alive=False))
    assert server.connections == 3
    assert all("\r\nConnection: close\r\n" in head for head in server.heads)


@pytest.mark.parametrize("body", [BODY, BODY.ljust(65_536)])
def test_the_body_arrives_and_the_status_and_the_answer_come_back(body: bytes) -> None:
    with FakeServer(
        lambda number, order: Answer(b"busy", 503) if number == 1 else success(order)
    ) as server:
        first, second = asyncio.run(exchange(server, 2, body=body))
    assert server.bodies == [body, body]
    assert first == (503, b"busy")
    assert second[0] == 200
    assert json.loads(second[1])["order_id"] == "a"


def test_a_connection_whose_answer_was_given_up_is_not_used_again() -> None:
    with FakeServer(lambda number, order: Hang() if number == 1 else success(order)) as server:

        async def run() -> tuple[int, bytes]:
            async with CountingConnector(1, keep_alive=True) as connector:
                url = URL(f"http://127.0.0.1:{server.port}/order")
                lane = OrderRequest(connector, url, len(BODY)).lane()
                given_up = asyncio.create_task(lane.exchange(BODY))
                while not server.bodies:
                    await asyncio.sleep(0)
                given_up.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await given_up
                answer = await lane.exchange(BODY)
                lane.release()
                return answer

        status, _ = asyncio.run(run())
    assert (status, server.connections) == (200, 2)


FINAL = Raw(b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nok")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def raw_exchanges(first: Raw, times: int) -> tuple[list[tuple[int, bytes]], int]:
    """What is answered when the first order gets `first` and the others FINAL."""
    with FakeServer(lambda number, _: first if number == 1 else FINAL) as server:
        return asyncio.run(exchange(server, times)), server.connections


@pytest.mark.parametrize(
    ("first", "answer", "connections"),
    [
        (Raw(CONTINUE + FINAL.data), (200, b"ok"), 1),
        (Raw(b"HTTP/1.1 204 X\r\n\r\n"), (204, b""), 1),
        (
            Raw(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
            (200, b"ok"),
            1,
        ),
        (
            Raw(b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"),
            (200, b"ok"),
            2,
        ),
        # Its end is the end of the connection.
        (Raw(b"HTTP/1.1 200 X\r\n\r\nok", ends=True), (200, b"ok"), 2),
        # An answer that nobody asked for must not be taken for that of the next order.
        (Raw(FINAL.data + b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"), (200, b"ok"), 2),
    ],
    ids=["after 100", "204", "chunked", "close", "until the end", "one too many"],
)
def test_answers_of_every_form_are_read_and_the_next_order_gets_its_own(
    first: Raw, answer: tuple[int, bytes], connections: int
) -> None:
    assert raw_exchanges(first, 3) == ([answer, (200, b"ok"), (200, b"ok")], connections)


def test_what_is_not_http_is_an_error_of_the_client() -> None:
    with pytest.raises(ClientError):
        raw_exchanges(Raw(b"no HTTP at all\r\n\r\n"), 1)
