"""Runs the built client against servers that make use of HTTP's freedoms, or break its rules."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import unittest
from typing import Any

from support import Answer, Request, result_of, serving

REQUESTS = 60


def success_of(request: Request) -> bytes:
    order_id = json.loads(request.body)["order_id"]
    return b'{"status":"success","order_id":"%s","latency_ns":7}' % order_id.encode()


def head_of(body: bytes, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n" % (len(body), extra)


class HttpTest(unittest.TestCase):
    def check(self, answer: Answer, connections_opened: int | None = 3) -> dict[str, Any]:
        """Every answer must be right; on connections that stay, unless None is given."""
        with serving(answer) as seen:
            result = result_of(
                seen.port, "--connections", "3", "--warmup", "0s", "--requests", str(REQUESTS)
            )
        self.assertEqual(result["errors"], {})
        self.assertEqual(result["errors_outside_window"], {})
        self.assertEqual(sum(result["requests"].values()), len(seen.orders))
        self.assertEqual(result["server_latency_ns"]["sum"], 7 * REQUESTS)
        self.assertEqual(result["connections_opened"], seen.connections)
        if connections_opened is not None:
            self.assertEqual(seen.connections, connections_opened)
        else:
            self.assertGreaterEqual(seen.connections, REQUESTS)
        return result

    def test_an_answer_may_come_byte_by_byte(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            for byte in head_of(body) + body:
                request.writer.write(bytes([byte]))
                await request.writer.drain()
                await asyncio.sleep(0)

        self.check(answer)

    def test_an_answer_may_come_in_chunks(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            request.writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for part in (body[:9], body[9:]):
                request.writer.write(b"%x\r\n%s\r\n" % (len(part), part))
                await asyncio.sleep(0.001)
            request.writer.write(b"0\r\n\r\n")

        self.check(answer)

    def test_interim_answers_are_passed_over(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            request.writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
            await asyncio.sleep(0.001)
            request.writer.write(head_of(body) + body)

        self.check(answer)

    def test_a_large_answer_is_read_to_its_end(self) -> None:
        async def answer(request: Request) -> None:
            order = json.loads(success_of(request))
            body = json.dumps({"padding": "x" * 500_000, **order}).encode()
            request.writer.write(head_of(body) + body)

        self.check(answer)

    def test_without_a_length_the_close_ends_the_answer(self) -> None:
        async def answer(request: Request) -> None:
            request.writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + success_of(request))
            request.close()

        self.check(answer, connections_opened=None)

    def test_a_connection_is_opened_anew_when_the_server_says_that_it_closes(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            request.writer.write(head_of(body, b"Connection: close\r\n") + body)
            request.close()

        self.check(answer, connections_opened=None)

    def test_a_connection_with_bytes_behind_the_answer_is_not_used_again(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            request.writer.write(head_of(body) + body + b"surplus")

        self.check(answer, connections_opened=None)

    def test_idle_connections_that_the_server_closed_are_no_failures(self) -> None:
        async def answer(request: Request) -> None:
            body = success_of(request)
            request.writer.write(head_of(body) + body)
            asyncio.get_running_loop().call_later(0.005, request.close)

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--rate", "50", "--connections", "2", "--warmup", "0s", "--requests",
                "10",
            )  # fmt: skip
        self.assertEqual(result["errors"], {})
        self.assertEqual(result["requests"]["window"], 10)
        self.assertEqual(result["connections_opened"], seen.connections)
        self.assertGreater(seen.connections, 2)

    def test_what_is_no_http_is_another_kind_of_failure(self) -> None:
        async def answer(request: Request) -> None:
            request.writer.write(b'{"status":"success"}\r\n\r\n')

        with serving(answer) as seen:
            result = result_of(
                seen.port, "--connections", "3", "--warmup", "0s", "--requests", "20"
            )
        self.assertEqual(result["errors"], {"other": 20})
        self.assertEqual(result["connections_opened"], seen.connections)

    def test_a_body_waits_for_a_server_that_reads_slowly(self) -> None:
        received = bytearray()
        payload_bytes = 65_536

        def serve(listener: socket.socket) -> None:
            connection, _ = listener.accept()
            connection.recv(65_536)
            connection.sendall(head_of(b"{}") + b"{}")
            while not received.endswith(b'"}'):
                received.extend(connection.recv(2000))
            order_id = received.split(b'"order_id":"')[1][:16]
            body = b'{"status":"success","order_id":"%s","latency_ns":7}' % order_id
            connection.sendall(head_of(body) + body)
            connection.close()

        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            thread = threading.Thread(target=serve, args=(listener,))
            thread.start()
            result = result_of(
                listener.getsockname()[1], "--connections", "1", "--warmup", "0s", "--requests",
                "1", "--payload-bytes", str(payload_bytes),
            )  # fmt: skip
            thread.join()
        self.assertEqual(result["errors"], {})
        self.assertEqual(len(received.split(b"\r\n\r\n", 1)[1]), payload_bytes)


if __name__ == "__main__":
    unittest.main()
