"""What an order looks like on the wire, and when its connection is used again."""

import asyncio
import json

import pytest
from fake_server import Answer, FakeServer, Hang, success
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
        order = OrderRequest(connector, url, len(body))
        answers = [await order.exchange(body) for _ in range(times)]
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
                order = OrderRequest(connector, url, len(BODY))
                given_up = asyncio.create_task(order.exchange(BODY))
                while not server.bodies:
                    await asyncio.sleep(0)
                given_up.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await given_up
                return await order.exchange(BODY)

        status, _ = asyncio.run(run())
    assert (status, server.connections) == (200, 2)
