"""Tests the built server over a real loopback socket: python3 socket_test.py SERVER_BINARY."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parents[3] / "vectors" / "orders.json"
BINARY = sys.argv.pop(1)
TIMEOUT_S = 10
ORDER = (
    b'{"order_id":"a1","symbol":"AAPL","quantity":100,"price":150.25,'
    b'"timestamp":1764039641123456789}'
)


@contextlib.contextmanager
def server(**environment: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    process = subprocess.Popen(
        [BINARY], env={**os.environ, "PORT": "0", **environment}, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        listening = json.loads(process.stdout.readline())
        assert listening["event"] == "listening" and listening["pid"] == process.pid
        yield process, listening["port"]
    finally:
        process.kill()
        process.communicate()


def raw_order(body: bytes = ORDER, headers: bytes = b"") -> bytes:
    head = b"POST /order HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    return head + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), TIMEOUT_S)


def exchange(port: int, request: bytes) -> bytes:
    """Sends the bytes and returns everything up to the end of the connection."""
    with connect(port) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def body_of(request: dict[str, Any]) -> bytes | None:
    body: bytes | None = None
    if "body_base64" in request:
        body = base64.b64decode(request["body_base64"])
    elif "body" in request:
        body = request["body"].encode()
    if body is not None and "pad_to_bytes" in request:
        frame = b'"padding":"",'
        padding = b"x" * (request["pad_to_bytes"] - len(body) - len(frame))
        body = body.replace(b"{", b'{"padding":"' + padding + b'",', 1)
    return body


def stats(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    connection.request("GET", "/stats")
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return found


class VectorTest(unittest.TestCase):
    def test_every_vector_is_answered_as_the_contract_says(self) -> None:
        vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
        self.assertGreater(len(vectors), 100)
        with server() as (_, port):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
            for vector in vectors:
                with self.subTest(vector["name"]):
                    self.check(connection, vector["request"], vector["expect"])
            connection.close()
            accepted = 1 + sum(bool(v["expect"].get("may_close")) for v in vectors)
            answered = sum(v["expect"]["status"] == [200] for v in vectors)
            found = stats(port)
        self.assertEqual(found["total_requests"], answered)
        self.assertLessEqual(found["connections_accepted"], accepted + 1)

    def check(
        self,
        connection: http.client.HTTPConnection,
        request: dict[str, Any],
        expect: dict[str, Any],
    ) -> None:
        body = body_of(request)
        if "pad_to_bytes" in request:
            assert body is not None
            self.assertEqual(len(body), request["pad_to_bytes"])
        connection.request(request["method"], request["path"], body, request["headers"])
        response = connection.getresponse()
        answer = json.loads(response.read())
        self.assertIn(response.status, expect["status"], answer)
        self.assertEqual(response.getheader("Content-Type"), "application/json")
        self.assertTrue(expect.get("may_close") or not response.will_close)
        if "order" in expect:
            sent_ns = int(expect["order"]["client_send_time"])
            self.assertEqual(answer["status"], "success")
            self.assertEqual(answer["order_id"], expect["order"]["order_id"])
            self.assertEqual(answer["client_send_time"], sent_ns)
            self.assertEqual(answer["latency_ns"], answer["server_receive_time"] - sent_ns)
        else:
            self.assertTrue(answer["error"].startswith(expect.get("error_field", "")))


class HttpTest(unittest.TestCase):
    def test_stats_repeat_the_identity_given_by_the_environment(self) -> None:
        identity = {"PAIRBENCH_TOKEN": 't"1', "PAIRBENCH_BUILD_ID": "b2", "WORKERS": "2"}
        with server(**identity) as (process, port):
            found = stats(port)
        self.assertEqual(
            found,
            {
                "server": "reference",
                "build_id": "b2",
                "token": 't"1',
                "pid": process.pid,
                "workers": 2,
                "total_requests": 0,
                "connections_accepted": 1,
            },
        )

    def test_stop_signals_end_it_with_exit_code_0(self) -> None:
        for stop in (signal.SIGTERM, signal.SIGINT):
            with server(WORKERS="2") as (process, port), connect(port):
                process.send_signal(stop)
                self.assertEqual(process.wait(2), 0)

    def test_orders_are_counted_over_all_workers(self) -> None:
        with server(WORKERS="3") as (_, port):
            for _ in range(6):
                self.assertEqual(status_of(exchange(port, raw_order())), 200)
            found = stats(port)
        self.assertEqual(found["total_requests"], 6)
        self.assertEqual(found["connections_accepted"], 7)

    def test_pipelined_requests_are_answered_in_order(self) -> None:
        bodies = [ORDER.replace(b"a1", b"id-%d" % i) for i in range(2000)]
        with server() as (_, port):
            answers = exchange(port, b"".join(raw_order(body) for body in bodies))
        ids = [part.split(b'"', 1)[0] for part in answers.split(b'"order_id":"')[1:]]
        self.assertEqual(ids, [b"id-%d" % i for i in range(2000)])

    def test_a_request_may_arrive_byte_by_byte(self) -> None:
        with server() as (_, port), connect(port) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(len(raw_order())):
                connection.sendall(raw_order()[i : i + 1])
            self.assertEqual(status_of(connection.recv(65536)), 200)

    def test_answers_wait_for_a_client_that_does_not_read(self) -> None:
        count = 100_000  # more than the kernel's buffers hold
        with server() as (_, port), connect(port) as connection:
            connection.setblocking(False)
            unsent = memoryview(raw_order() * count)
            with contextlib.suppress(BlockingIOError):
                while unsent:
                    unsent = unsent[connection.send(unsent[:65536]) :]
            self.assertTrue(unsent, "the server should stop reading while it cannot send")
            answered = self.send_and_read(connection, unsent)
        self.assertEqual(answered.count(b'"status":"success"'), count)

    def send_and_read(self, connection: socket.socket, unsent: memoryview) -> bytes:
        connection.settimeout(TIMEOUT_S)
        received = bytearray(connection.recv(65536))
        connection.setblocking(False)
        while unsent:
            with contextlib.suppress(BlockingIOError):
                received += connection.recv(65536)
            with contextlib.suppress(BlockingIOError):
                unsent = unsent[connection.send(unsent[:65536]) :]
        connection.settimeout(TIMEOUT_S)
        connection.shutdown(socket.SHUT_WR)
        return bytes(received) + b"".join(iter(lambda: connection.recv(65536), b""))

    def test_the_body_is_asked_for_when_the_client_waits(self) -> None:
        request = raw_order(headers=b"Expect: 100-continue\r\n")
        head = request[: -len(ORDER)]
        with server() as (_, port), connect(port) as connection:
            connection.sendall(head)
            self.assertEqual(connection.recv(65536), b"HTTP/1.1 100 Continue\r\n\r\n")
            connection.sendall(ORDER)
            self.assertEqual(status_of(connection.recv(65536)), 200)

    def test_unreadable_requests_are_refused_and_the_connection_closed(self) -> None:
        cases = {
            b"NONSENSE\r\n\r\n": 400,
            b"GET /stats HTTP/2.0\r\nHost: a\r\n\r\n": 505,
            b"GET /stats HTTP/1.1\r\n\r\n": 400,
            b"GET /stats HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n": 431,
            b"POST /order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 411,
            b"POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n": 413,
        }
        with server() as (_, port):
            for request, status in cases.items():
                with self.subTest(request[:40]):
                    answer = exchange(port, request + b"GET /stats HTTP/1.1\r\nHost: a\r\n\r\n")
                    self.assertEqual(status_of(answer), status)
                    self.assertIn(b"\r\nConnection: close\r\n", answer)
                    self.assertEqual(answer.count(b"\r\nContent-Length: "), 1)

    def test_http_1_0_is_kept_alive_on_request_only(self) -> None:
        with server() as (_, port):
            plain = exchange(port, b"GET /stats HTTP/1.0\r\n\r\n" * 2)
            kept = exchange(port, b"GET /stats HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" * 2)
        self.assertEqual(plain.count(b"HTTP/1.1 200"), 1)
        self.assertIn(b"\r\nConnection: close\r\n", plain)
        self.assertEqual(kept.count(b"HTTP/1.1 200"), 2)
        self.assertIn(b"\r\nConnection: keep-alive\r\n", kept)

    def test_head_gets_no_body(self) -> None:
        with server() as (_, port):
            answer = exchange(port, b"HEAD /order HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertEqual(status_of(answer), 405)
        self.assertTrue(answer.endswith(b"\r\n\r\n"))

    def test_wrong_settings_are_named(self) -> None:
        for name, value in {"PORT": "70000", "WORKERS": "0"}.items():
            done = subprocess.run(
                [BINARY],
                env={**os.environ, name: value},
                stderr=subprocess.PIPE,
                timeout=TIMEOUT_S,
                check=False,
            )
            self.assertEqual(done.returncode, 2)
            self.assertIn(name.encode(), done.stderr)

    def test_a_port_in_use_ends_it_with_a_reason(self) -> None:
        with server() as (_, port):
            done = subprocess.run(
                [BINARY],
                env={**os.environ, "PORT": str(port)},
                stderr=subprocess.PIPE,
                timeout=TIMEOUT_S,
                check=False,
            )
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot listen", done.stderr)


if __name__ == "__main__":
    unittest.main()
