"""Runs the built client against servers that behave and misbehave: client_test.py CLIENT."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

CLIENT = sys.argv.pop(1)
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


class RunTest(unittest.TestCase):
    def test_events_come_in_the_contracts_order_and_add_up(self) -> None:
        with serving(succeed) as seen:
            found = events(
                seen.port, "--connections", "4", "--warmup", "250ms", "--duration", "450ms"
            )
        names = [event["event"] for event in found]
        self.assertEqual([n for n in names if n != "interval"][:3], names[:2] + ["measuring"])
        self.assertEqual(names[:2] + names[-2:], ["hello", "connected", "window_end", "result"])
        self.assertEqual(found[1]["connections"], 4)
        warmup = [e for e in found if e.get("phase") == "warmup"]
        window = [e for e in found if e.get("phase") == "window"]
        self.assertEqual((len(warmup), len(window)), (3, 5))
        requests = found[-1]["requests"]
        self.assertEqual(found[-2]["completed"], requests["window"])
        self.assertEqual(found[-1]["window_ns"], 450_000_000)
        self.assertEqual(sum(requests.values()), len(seen.orders))
        self.assertEqual(requests["drained"], 4)
        for name in ("rtt_ns", "server_latency_ns"):
            recorded = found[-1][name]
            self.assertEqual(recorded["count"], requests["window"])
            self.assertEqual(sum(count for _, count in recorded["histogram"]), recorded["count"])
            histogram_sum = sum(value * count for value, count in recorded["histogram"])
            self.assertAlmostEqual(histogram_sum / recorded["sum"], 1, delta=0.001)
        self.assertEqual(found[-1]["server_latency_ns"]["sum"], 1000 * requests["window"])

    def test_settings_are_repeated(self) -> None:
        with serving(succeed) as seen:
            hello = events(
                seen.port, "--requests", "5", "--warmup", "0s", "--connections", "3", "--threads",
                "2", "--rate", "1000", "--payload-bytes", "333", "--timeout", "1.5s",
            )[0]  # fmt: skip
        self.assertEqual(
            hello["settings"],
            {
                "url": f"http://127.0.0.1:{seen.port}",
                "connections": 3,
                "threads": 2,
                "warmup_ms": 0,
                "duration_ms": None,
                "requests": 5,
                "rate_per_s": 1000,
                "payload_bytes": 333,
                "timeout_ms": 1500,
                "keep_alive": True,
            },
        )
        self.assertEqual(hello["name"], "cpp-cpr")
        self.assertTrue({"cpr", "cpr_source", "libcurl"} <= set(hello["versions"]))

    def test_connections_are_kept_and_all_of_them_used(self) -> None:
        for connections, threads in ((1, 1), (7, 2), (100, 3)):
            with self.subTest(connections=connections), serving(succeed) as seen:
                result = result_of(
                    seen.port, "--connections", str(connections), "--threads", str(threads),
                    "--warmup", "50ms", "--requests", "1000",
                )  # fmt: skip
                self.assertEqual(seen.connections, connections)
                self.assertEqual(result["connections_opened"], connections)
                self.assertEqual(result["requests"]["window"], 1000)
                self.assertEqual(sum(result["requests"].values()), len(seen.orders))
                used = {id(order.writer) for order in seen.orders}
                self.assertEqual(len(used), connections)
                self.assertLessEqual(seen.most_in_flight, connections)

    def test_orders_are_fresh_and_as_long_as_asked(self) -> None:
        for payload_bytes in (100, 117, 200, 65536):
            with self.subTest(payload_bytes=payload_bytes), serving(succeed) as seen:
                before_ns = time.time_ns()
                result_of(
                    seen.port, "--connections", "8", "--threads", "2", "--warmup", "10ms",
                    "--requests", "200", "--payload-bytes", str(payload_bytes),
                )  # fmt: skip
                orders = [json.loads(request.body) for request in seen.orders]
                self.assertEqual({len(r.body) for r in seen.orders}, {payload_bytes})
                self.assertEqual(len({o["order_id"] for o in orders}), len(orders))
                for order in orders:
                    self.assertTrue(before_ns <= order["timestamp"] <= time.time_ns())
                head = seen.orders[0].head.lower()
                self.assertIn(b"\r\ncontent-type: application/json\r\n", head)
                self.assertNotIn(b"expect:", head)

    def test_without_keep_alive_each_request_has_its_connection(self) -> None:
        async def answer(request: Request) -> None:
            request.success(extra=b"Connection: close\r\n")
            request.close()

        with serving(answer) as seen:
            found = events(
                seen.port, "--no-keep-alive", "--connections", "5", "--warmup", "20ms",
                "--requests", "300",
            )  # fmt: skip
        result = found[-1]
        self.assertEqual(found[1]["connections"], 0)
        self.assertEqual(result["errors"], {})
        self.assertEqual(result["connections_opened"], len(seen.orders))
        self.assertEqual(seen.connections, len(seen.orders))
        self.assertLessEqual(seen.most_in_flight, 5)
        self.assertIn(b"\r\nconnection: close\r\n", seen.orders[0].head.lower())

    def test_proxies_of_the_environment_are_ignored(self) -> None:
        proxy = "http://127.0.0.1:1"
        with serving(succeed) as seen:
            result = result_of(
                seen.port, "--requests", "10", "--warmup", "0s", http_proxy=proxy,
                ALL_PROXY=proxy, no_proxy="",
            )  # fmt: skip
        self.assertEqual(result["errors"], {})

    def test_the_text_report_has_the_figures(self) -> None:
        with serving(succeed) as seen:
            done = run(seen.port, "--requests", "50", "--warmup", "0s", "--format", "text")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"Successful +50\n")
        for word in ("Total time", "Throughput", "RTT P99", "Server latency average"):
            self.assertIn(word, done.stdout)


class OpenLoopTest(unittest.TestCase):
    def test_requests_are_sent_when_due(self) -> None:
        with serving(succeed) as seen:
            result = result_of(
                seen.port, "--rate", "500", "--connections", "20", "--threads", "2", "--warmup",
                "200ms", "--duration", "600ms",
            )  # fmt: skip
        self.assertEqual(result["open_loop"]["due"], 300)
        self.assertEqual(result["open_loop"]["rate_per_s"], 500)
        self.assertEqual(len(seen.orders), 400 - result["open_loop"]["unsent"])
        self.assertEqual(result["open_loop"]["send_delay_ns"]["count"], result["rtt_ns"]["count"])
        self.assertEqual(seen.connections, 20)

    def test_a_stall_is_not_hidden(self) -> None:
        async def answer(request: Request) -> None:
            if request.number == 0:
                await asyncio.sleep(0.3)
            request.success()

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--rate", "100", "--connections", "1", "--warmup", "0s", "--duration",
                "500ms",
            )  # fmt: skip
        # The requests due during the stall of 300 ms waited 290, 280, 270 ... ms: 4.3 s in all.
        self.assertGreater(result["rtt_ns"]["sum"], 4_000_000_000)
        self.assertGreater(result["open_loop"]["send_delay_ns"]["max"], 280_000_000)

    def test_requests_that_found_no_connection_are_unsent(self) -> None:
        async def answer(request: Request) -> None:
            await asyncio.sleep(0.5)
            request.success()

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--rate", "100", "--connections", "2", "--warmup", "0s", "--duration",
                "300ms",
            )  # fmt: skip
        self.assertEqual(result["open_loop"]["due"], 30)
        self.assertEqual(result["open_loop"]["unsent"], 28)
        self.assertEqual(result["requests"], {"warmup": 0, "window": 0, "drained": 2})
        self.assertIsNone(result["rtt_ns"]["min"])


def flat(errors: dict[str, Any]) -> dict[str, int]:
    """The counts by kind, with http_status by code: {"eof": 1, "503": 2}."""
    counts = dict(errors)
    return {**counts.pop("http_status", {}), **counts}


class FailureTest(unittest.TestCase):
    """Every tenth order that the server sees fails in some way; the run goes on."""

    def check(
        self, kind: str, fail: Callable[[Request], Any], *flags: str, connections: int = 3
    ) -> dict[str, Any]:
        async def answer(request: Request) -> None:
            if request.number % 10 != 9:
                request.success()
            elif asyncio.iscoroutine(waiting := fail(request)):
                await waiting

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--connections", str(connections), "--warmup", "0s", "--requests",
                "100", *flags,
            )  # fmt: skip
        counts = Counter(flat(result["errors"])) + Counter(flat(result["errors_outside_window"]))
        self.assertEqual(counts, {kind: len(seen.orders) // 10})
        successful = sum(result["requests"].values())
        self.assertEqual(successful + counts[kind], len(seen.orders))
        failed = result["failure_rtt_ns"]["count"]
        self.assertEqual(result["requests"]["window"] + failed, 100)
        self.assertEqual(sum(flat(result["errors"]).values()), failed)
        self.assertEqual(result["connections_opened"], seen.connections)
        return result

    def test_an_http_status(self) -> None:
        result = self.check("503", lambda request: request.send(503, b"{}"))
        self.assertEqual(list(result["errors"]), ["http_status"])
        self.assertEqual(result["connections_opened"], 3)

    def test_a_redirect_is_not_followed(self) -> None:
        self.check("307", lambda request: request.send(307, b"", b"Location: /x\r\n"))

    def test_a_wrong_body(self) -> None:
        for body in (b"", b"not JSON", b'{"status":"failed"}', b"x" * 3_000_000):
            with self.subTest(body[:20]):
                self.check("bad_body", lambda request, body=body: request.send(200, body))

    def test_a_wrong_order_id(self) -> None:
        self.check("bad_body", lambda request: request.success(order_id="x"))

    def test_a_close_instead_of_an_answer(self) -> None:
        # With more than one connection libcurl could send the order again on an idle one.
        for connections in (1, 3):
            with self.subTest(connections=connections):
                self.check("eof", Request.close, connections=connections)

    def test_a_close_in_the_open_loop_is_not_made_good_by_an_idle_connection(self) -> None:
        self.check("eof", Request.close, "--rate", "500", connections=5)

    def test_a_close_within_an_answer(self) -> None:
        def cut(request: Request) -> None:
            request.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            request.close()

        self.check("eof", cut)

    def test_a_reset(self) -> None:
        self.check("reset", Request.reset)
        self.check("reset", Request.reset, "--rate", "500", connections=5)

    def test_a_close_after_a_reset_is_no_reset(self) -> None:
        async def answer(request: Request) -> None:
            if request.number == 5:
                request.reset()
            elif request.number == 15:
                request.close()
            else:
                request.success()

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--connections", "1", "--warmup", "0s", "--requests", "20"
            )
        self.assertEqual(result["errors"], {"reset": 1, "eof": 1})

    def test_no_answer_in_time(self) -> None:
        async def hang(request: Request) -> None:
            await asyncio.sleep(0.4)
            request.close()

        result = self.check("request_timeout", hang, "--timeout", "200ms")
        times = result["failure_rtt_ns"]
        self.assertGreaterEqual(times["sum"], times["count"] * 200_000_000)

    def test_failures_outside_the_window_are_apart(self) -> None:
        async def answer(request: Request) -> None:
            request.send(500, b"")

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--connections", "2", "--warmup", "100ms", "--requests", "10"
            )
        self.assertEqual(result["errors"], {"http_status": {"500": 10}})
        outside = result["errors_outside_window"]["http_status"]["500"]
        self.assertEqual(outside + 10, len(seen.orders))

    def test_a_server_that_goes_away(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]

        def accept_once() -> None:
            connection, _ = listener.accept()
            listener.close()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            connection.close()

        thread = threading.Thread(target=accept_once)
        thread.start()
        result = result_of(port, "--connections", "1", "--warmup", "0s", "--duration", "300ms")
        thread.join()
        refused = result["errors"]["refused"]
        # 10 ms of rest after each failed opening: at most 30 of them.
        self.assertTrue(1 <= refused <= 30, refused)
        self.assertEqual(result["requests"]["window"], 0)
        self.assertEqual(result["connections_opened"], 1)


class CannotRunTest(unittest.TestCase):
    def failed(self, port: int, *flags: str) -> dict[str, Any]:
        done = run(port, *flags)
        self.assertEqual(done.returncode, 1)
        last: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual(last["event"], "failed")
        return last

    def test_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.assertEqual(self.failed(port)["kind"], "refused")

    def test_the_server_accepts_but_never_answers(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            self.assertEqual(self.failed(port, "--timeout", "200ms")["kind"], "connect_timeout")

    def test_stats_are_not_there(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def answer() -> None:
                connection, _ = listener.accept()
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
                connection.close()

            thread = threading.Thread(target=answer)
            thread.start()
            found = self.failed(listener.getsockname()[1], "--connections", "1")
            thread.join()
        self.assertEqual(found["kind"], "http_status")

    def test_too_few_file_descriptors(self) -> None:
        with serving(succeed) as seen:
            done = subprocess.run(
                ["sh", "-c", 'ulimit -n 30 && exec "$@"', "sh", CLIENT, "--format", "json", "--url",
                 f"http://127.0.0.1:{seen.port}", "--connections", "50"],
                capture_output=True, text=True, timeout=LIMIT_S, check=False,
            )  # fmt: skip
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout.splitlines()[-1])["kind"], "fd_limit")

    def test_a_wrong_flag_is_one_sentence_and_exit_code_2(self) -> None:
        done = run(1, "--connections", "none")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertIn("--connections", done.stderr)


if __name__ == "__main__":
    unittest.main()
