"""What an order looks like on the wire, and when its connection is used again."""

import asyncio
import json

import pytest
from fake_server import Answer, FakeServer, Hang, success

from order_client.lane import Lane

BODY = json.dumps({"order_id": "a", "timestamp": 1}).encode()


async def exchange(
    server: FakeServer, times: int, *, body: bytes = BODY, keep_alive: bool = True
) -> list[tuple[int, bytes]]:
    lane = Lane(f"http://127.0.0.1:{server.port}", keep_alive=keep_alive)
    try:
        answers = [await lane.post(body) for _ in range(times)]
        assert lane.opened == server.connections
        assert not lane.opening
        return answers
    finally:
        await lane.aclose()


def test_the_head_has_what_a_server_needs_and_little_else() -> None:
    with FakeServer() as server:
        asyncio.run(exchange(server, 2))
    assert server.connections == 1
    first, second = server.heads
    assert first == second
    lines = sorted(first.lower().split("\r\n"))
    assert lines == [
        "",
        "",
        "connection: keep-alive",
        f"content-length: {len(BODY)}",
        "content-type: application/json",
        f"host: 127.0.0.1:{server.port}",
        "post /order http/1.1",
    ]


def test_without_keep_alive_the_head_says_so_and_the_connection_is_closed() -> None:
    with FakeServer() as server:
        asyncio.run(exchange(server, 3, keep_alive=False))
    assert server.connections == 3
    assert all("\r\nconnection: close\r\n" in head.lower() for head in server.heads)


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
            lane = Lane(f"http://127.0.0.1:{server.port}", keep_alive=True)
            given_up = asyncio.create_task(lane.post(BODY))
            while not server.bodies:
                await asyncio.sleep(0)
            given_up.cancel()
            with pytest.raises(asyncio.CancelledError):
                await given_up
            answer = await lane.post(BODY)
            await lane.aclose()
            return answer

        status, _ = asyncio.run(run())
    assert (status, server.connections) == (200, 2)


def test_proxy_variables_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with FakeServer() as server:
        ((status, _),) = asyncio.run(exchange(server, 1))
    assert status == 200
