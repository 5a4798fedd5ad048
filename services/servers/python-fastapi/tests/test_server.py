"""What the vectors cannot show: bodies in chunks, the counters, workers, and the end of it all."""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import SERVICE, RunningServer, running_server

ORDER = b'{"order_id":"a1","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":1}'
JSON = {"Content-Type": "application/json"}


def post(connection: http.client.HTTPConnection, body: bytes | Iterator[bytes]) -> int:
    connection.request("POST", "/order", body, headers=JSON, encode_chunked=True)
    response = connection.getresponse()
    json.loads(response.read())
    return response.status


def padded(length: int) -> bytes:
    return ORDER[:-1] + b" " * (length - len(ORDER)) + ORDER[-1:]


def post_in_chunks(server: RunningServer, body: bytes) -> int:
    connection = server.connect()
    connection.putrequest("POST", "/order")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders(iter([body[:30], body[30:]]), encode_chunked=True)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(("length", "status"), [(100, 200), (65_536, 200), (65_537, 413)])
def test_a_chunked_body_is_limited_like_any_other(
    server: RunningServer, length: int, status: int
) -> None:
    assert post_in_chunks(server, padded(length)) == status


def test_stats_tell_who_answers(server: RunningServer) -> None:
    stats = server.stats()
    assert stats["server"] == "python-fastapi"
    assert (stats["token"], stats["build_id"]) == ("a token", "a build")
    assert (stats["pid"], stats["workers"]) == (server.process.pid, 1)
    assert server.announcement == {
        "event": "listening", "port": server.port, "pid": server.process.pid
    }  # fmt: skip


def test_only_orders_answered_with_200_are_counted(server: RunningServer) -> None:
    before = server.stats()
    connection = server.connect()
    assert [post(connection, body) for body in (ORDER, b"{}", ORDER)] == [200, 400, 200]
    after = server.stats()
    assert after["total_requests"] - before["total_requests"] == 2
    # The connection of the orders, and the one that asked for `after`.
    assert after["connections_accepted"] - before["connections_accepted"] == 2


def test_the_counters_are_exact_over_all_workers(served_by: dict[str, str]) -> None:
    with running_server(WORKERS="3", **served_by) as server:
        connections = [server.connect() for _ in range(40)]
        for connection in connections:
            assert post(connection, ORDER) == 200
        stats = server.stats()
    assert (stats["workers"], stats["pid"]) == (3, server.process.pid)
    assert (stats["total_requests"], stats["connections_accepted"]) == (40, 41)


def send_half_an_order(server: RunningServer) -> http.client.HTTPConnection:
    connection = server.connect()
    connection.putrequest("POST", "/order")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(ORDER)))
    connection.endheaders(ORDER[:20])
    return connection


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_although_connections_are_idle_or_in_the_middle_of_a_request(
    workers: str, signal_number: signal.Signals, served_by: dict[str, str]
) -> None:
    with running_server(WORKERS=workers, **served_by) as server:
        idle = server.connect()
        assert post(idle, ORDER) == 200
        half_sent = send_half_an_order(server)
        server.process.send_signal(signal_number)
        assert server.process.wait(timeout=2) == 0
        half_sent.close()


def test_a_client_that_leaves_in_the_middle_of_its_body_leaves_no_trace_in_the_log(
    served_by: dict[str, str],
) -> None:
    with running_server(**served_by) as server:
        send_half_an_order(server).close()
        assert server.stats()["total_requests"] == 0
        server.process.terminate()
        _, errors = server.process.communicate(timeout=10)
    assert errors == ""


def test_the_workers_end_with_a_parent_that_was_killed(served_by: dict[str, str]) -> None:
    with running_server(WORKERS="2", **served_by) as server:
        server.stats()
        children = f"/proc/{server.process.pid}/task/{server.process.pid}/children"
        with open(children, encoding="ascii") as file:
            workers = [os.pidfd_open(int(pid)) for pid in file.read().split()]
        assert len(workers) == 2
        server.process.kill()
        for worker in workers:
            assert select.select([worker], [], [], 10)[0] == [worker]
            os.close(worker)


def test_a_port_that_is_taken_is_reported_in_one_line(served_by: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        finished = subprocess.run(
            [sys.executable, "-m", "order_server"],
            cwd=SERVICE,
            env={**os.environ, "PORT": str(taken.getsockname()[1]), **served_by},
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith("cannot listen: ")
    assert finished.stderr.count("\n") == 1
