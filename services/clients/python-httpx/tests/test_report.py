"""What is written to stdout."""

from array import array
from collections import Counter

from order_client.distribution import Distribution
from order_client.report import exact, text_of
from order_client.result import FailureRtt, Result


def test_integers_beyond_a_double_are_written_as_text() -> None:
    assert exact({"a": [2**53, 2**53 + 1, (-(2**53) - 1,)], "b": True}) == {
        "a": [2**53, "9007199254740993", ["-9007199254740993"]],
        "b": True,
    }


def test_the_text_block_names_the_numbers_and_the_kinds_of_failure() -> None:
    samples = Distribution.of(array("q", [1_000_000, 2_000_000, 3_000_000]))
    result = Result(
        window_ns=2_000_000_000,
        warmup=0,
        drained=0,
        rtt_ns=samples,
        server_latency_ns=Distribution(),
        errors=Counter({"eof": 2, 503: 1}),
        errors_outside_window=Counter(),
        failure_rtt_ns=FailureRtt(3, 3, 1),
        connections_opened=1,
        open_loop=None,
    )
    lines = text_of(result).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "Total time", "Requests", "Successful", "Failed", "Throughput", "RTT average", "RTT P50",
        "RTT P95", "RTT P99", "Server latency average", "Failures",
    ]  # fmt: skip
    text = "\n".join(" ".join(line.split()) for line in lines)
    assert "Requests: 6" in text
    assert "Throughput: 1.5 req/s" in text
    assert "RTT average: 2.000 ms" in text
    assert "Failures: eof 2, http_status 503 1" in text
