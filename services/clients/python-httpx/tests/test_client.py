"""The client as a whole, against a server that does what the test wants."""

import json
import socket
from typing import Any

import pytest
from fake_server import Answer, Behaviour, Close, FakeServer, Hang, Order, Reset, success
from run_client import Run, run_client, run_process


def check_consistency(run: Run, server: FakeServer) -> dict[str, Any]:
    """What holds for every run that was carried out to its end."""
    result = run.result
    assert (run.exit_code, run.errors) == (0, "")
    for name in ("rtt_ns", "server_latency_ns"):
        distribution = result[name]
        assert sum(number for _, number in distribution["histogram"]) == distribution["count"]
        recorded = distribution["count"] + distribution["over_range"] + distribution["negative"]
        assert recorded == result["requests"]["window"]
    (window_end,) = run.named("window_end")
    assert window_end["completed"] == result["requests"]["window"]
    assert window_end["elapsed_ns"] == result["window_ns"]
    assert window_end["errors"] == result["failure_rtt_ns"]["count"]
    assert result["connections_opened"] == server.connections
    names = [event["event"] for event in run.events if event["event"] != "interval"]
    assert names == ["hello", "connected", "measuring", "window_end", "result"]
    return result


@pytest.mark.parametrize(
    ("connections", "threads"), [("1", "1"), ("7", "1"), ("100", "1"), ("7", "2"), ("33", "3")]
)
def test_it_opens_exactly_c_connections_and_counts_what_the_server_served(
    connections: str, threads: str
) -> None:
    with FakeServer() as server:
        run = run_client(
            server.port, "--connections", connections, "--threads", threads,
            "--warmup", "100ms", "--duration", "250ms",
        )  # fmt: skip
        result = check_consistency(run, server)
    assert run.named("connected")[0]["connections"] == server.connections == int(connections)
    assert sum(result["requests"].values()) == len(server.bodies)
    assert result["window_ns"] == 250_000_000
    order_ids = {json.loads(body)["order_id"] for body in server.bodies}
    assert len(order_ids) == len(server.bodies)
    assert "content-type: application/json\r\n" in server.heads[0].lower()


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_window_of_n_requests_ends_with_the_nth(threads: str) -> None:
    def behave(number: int, order: Order) -> Behaviour:
        return success(order) if number % 2 else Answer(b"{}", status=503)

    with FakeServer(behave) as server:
        run = run_client(
            server.port, "--connections", "4", "--threads", threads,
            "--warmup", "0s", "--requests", "301",
        )  # fmt: skip
        result = check_consistency(run, server)
    failed = result["errors"]["http_status"]["503"]
    assert result["requests"]["window"] + failed == 301
    served = sum(result["requests"].values()) + failed
    outside = result["errors_outside_window"].get("http_status", {}).get("503", 0)
    assert served + outside == len(server.bodies)


def test_hello_repeats_what_was_understood() -> None:
    with FakeServer() as server:
        run = run_client(
            server.port, "--connections", "3", "--warmup", "0s", "--requests", "9", "--rate", "500",
            "--payload-bytes", "300", "--timeout", "5s", "--no-keep-alive",
        )  # fmt: skip
    (hello,) = run.named("hello")
    assert (hello["schema"], hello["name"]) == ("pairbench.client/1", "python-httpx")
    assert hello["settings"] == {
        "url": f"http://127.0.0.1:{server.port}", "connections": 3, "threads": 1, "warmup_ms": 0,
        "duration_ms": None, "requests": 9, "rate_per_s": 500, "payload_bytes": 300,
        "timeout_ms": 5000, "keep_alive": False,
    }  # fmt: skip
    assert {len(body) for body in server.bodies} == {300}


def test_without_keep_alive_each_request_has_a_connection_of_its_own() -> None:
    with FakeServer() as server:
        run = run_client(
            server.port, "--no-keep-alive", "--connections", "5", "--warmup", "0s",
            "--requests", "50",
        )  # fmt: skip
        result = check_consistency(run, server)
    assert run.named("connected")[0]["connections"] == 0
    assert result["connections_opened"] == len(server.bodies)
    assert all("connection: close\r\n" in head.lower() for head in server.heads)


def test_the_open_loop_sends_at_the_rate_and_reports_delays_and_what_was_not_sent() -> None:
    with FakeServer() as server:
        run = run_client(
            server.port, "--rate", "200", "--connections", "4", "--warmup", "100ms",
            "--duration", "500ms",
        )  # fmt: skip
        result = check_consistency(run, server)
    open_loop = result["open_loop"]
    assert (open_loop["rate_per_s"], open_loop["due"]) == (200, 100)
    delay = open_loop["send_delay_ns"]
    assert delay["count"] + delay["over_range"] + delay["negative"] == result["requests"]["window"]
    assert delay["negative"] == 0


def test_a_stall_of_the_open_loop_shows_in_rtt_and_as_unsent() -> None:
    with FakeServer(lambda number, order: Hang() if number == 3 else success(order)) as server:
        run = run_client(
            server.port, "--rate", "100", "--connections", "1", "--warmup", "0s",
            "--duration", "300ms", "--timeout", "600ms",
        )  # fmt: skip
        result = check_consistency(run, server)
    assert result["open_loop"]["due"] == 30
    assert result["open_loop"]["unsent"] == 27
    assert result["errors_outside_window"] == {"request_timeout": 1}


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        (Answer(b"{}", status=503), {"http_status": {"503": 1}}),
        (Answer(b"{}", status=307), {"http_status": {"307": 1}}),
        (Answer(b"no json"), {"bad_body": 1}),
        (success({"order_id": "another", "timestamp": 1}), {"bad_body": 1}),
        (Answer(b"{}", cut=True), {"eof": 1}),
        (Close(), {"eof": 1}),
        (Reset(), {"reset": 1}),
        (Hang(), {"request_timeout": 1}),
    ],
    ids=["503", "307", "no JSON", "wrong order_id", "cut off", "closed", "reset", "hangs"],
)
def test_a_failure_is_counted_by_its_kind_and_the_load_goes_on(
    fault: Behaviour, errors: dict[str, Any]
) -> None:
    with FakeServer(lambda number, order: fault if number == 5 else success(order)) as server:
        run = run_client(
            server.port, "--connections", "2", "--warmup", "0s", "--requests", "500",
            "--timeout", "2s",
        )  # fmt: skip
        result = check_consistency(run, server)
    # What is never answered may be given up only after the window.
    assert result["errors"] | result["errors_outside_window"] == errors
    assert result["requests"]["window"] + result["failure_rtt_ns"]["count"] == 500


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_server_that_dies_in_the_middle_gives_a_result_with_counted_errors(threads: str) -> None:
    def behave(number: int, order: Order) -> Behaviour:
        if number == 100:
            server.die()
        return success(order)

    with FakeServer(behave) as server:
        run = run_client(
            server.port, "--connections", "4", "--threads", threads, "--warmup", "0s",
            "--requests", "130",
        )  # fmt: skip
        result = check_consistency(run, server)
    assert result["errors"]["refused"] > 0
    assert result["requests"]["window"] < 110


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_refused_first_connection_fails_the_run(threads: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    run = run_client(port, "--threads", threads)
    assert run.exit_code == 1
    assert [event["event"] for event in run.events] == ["hello", "failed"]
    assert run.events[-1]["kind"] == "refused"


def test_too_few_file_descriptors_have_a_kind_of_their_own() -> None:
    with FakeServer() as server:
        run = run_client(server.port, "--connections", "100", prefix=("prlimit", "--nofile=50"))
    assert (run.exit_code, run.events[-1]["kind"]) == (1, "fd_limit")


def test_negative_and_huge_server_latencies_are_only_counted() -> None:
    with FakeServer(lambda number, order: success(order, (-1) ** number * 2**62)) as server:
        run = run_client(server.port, "--connections", "1", "--warmup", "0s", "--requests", "10")
        latency = check_consistency(run, server)["server_latency_ns"]
    assert (latency["negative"], latency["over_range"], latency["count"]) == (5, 5, 0)


def test_text_is_a_block_on_stdout_and_a_failure_a_sentence_on_stderr() -> None:
    with FakeServer() as server:
        url = f"http://127.0.0.1:{server.port}"
        finished = run_process("--url", url, "--requests", "50", "--warmup", "0s")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Successful:             50\n" in finished.stdout
    failed = run_process("--url", url)
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
