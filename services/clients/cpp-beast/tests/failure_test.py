"""Runs the built client against servers that misbehave, or are not there."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import threading
import unittest
from collections import Counter
from collections.abc import Callable
from typing import Any

from support import CLIENT, LIMIT_S, Request, result_of, run, serving, succeed


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
        # Nothing is sent again, not even where another connection is idle.
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
