"""Runs the built client against servers that behave."""

from __future__ import annotations

import asyncio
import json
import resource
import time
import unittest

from support import Request, events, result_of, run, serving, succeed


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
        versions = set(hello["versions"])
        self.assertIn("libcurl", versions)
        # A variant does without cpr, and then does not tell its version either.
        self.assertEqual("cpr" in versions, "cpr_source" in versions)

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

    def test_waiting_costs_no_cpu(self) -> None:
        async def answer(request: Request) -> None:
            await asyncio.sleep(1)
            request.success()

        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with serving(answer) as seen:
            result_of(seen.port, "--requests", "2", "--connections", "1", "--warmup", "0s")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.assertLess(used_s, 1, "half of the two seconds: a loop that spins takes all of them")

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


if __name__ == "__main__":
    unittest.main()
