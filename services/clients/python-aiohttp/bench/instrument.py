"""What a request costs only because it is measured: a look at the clock, samples and histograms.

(The look that begins a round trip also stamps the order, which would be stamped without measuring,
too.) Prints the line that services/README.md describes.
"""

import json
import math
import random
from collections.abc import Iterator
from itertools import repeat
from time import monotonic_ns, process_time_ns

from order_client.phases import Phases
from order_client.result import result_of

SAMPLES = 200_000
REPEATS = 9
# So many requests complete in 100 ms, after which the client packs its samples.
REQUESTS_OF_AN_INTERVAL = 3000
HOUR_NS = 3_600_000_000_000

# For each interval: when its requests were sent, and the server's latencies.
Intervals = list[tuple[list[int], list[int]]]


def make_intervals() -> Intervals:
    """Round trips around 300 us with a long tail, of which the server has a tenth."""
    rng = random.Random(1)
    rtts_ns = [round(rng.lognormvariate(math.log(300e3), 0.5)) for _ in range(SAMPLES)]
    now_ns = monotonic_ns()
    return [
        ([now_ns - rtt_ns for rtt_ns in part], [rtt_ns // 10 for rtt_ns in part])
        for part in (
            rtts_ns[start : start + REQUESTS_OF_AN_INTERVAL]
            for start in range(0, SAMPLES, REQUESTS_OF_AN_INTERVAL)
        )
    ]


def cpu_ns_per_request(intervals: Intervals) -> tuple[float, float]:
    """In the window and after it."""
    phases = Phases(monotonic_ns(), 0, HOUR_NS, None)
    phases.advance(monotonic_ns())
    began_ns = process_time_ns()
    for sent_times_ns, latencies_ns in intervals:
        for sent_ns, latency_ns in zip(sent_times_ns, latencies_ns, strict=True):
            now_ns = monotonic_ns()
            phases.succeeded(now_ns, sent_ns, None, latency_ns)
        phases.window.pack()
    window_ended_ns = process_time_ns()
    result = result_of(phases, 0, None, None)
    ended_ns = process_time_ns()
    if result.succeeded != SAMPLES:
        raise AssertionError("not every sample was recorded")
    return (window_ended_ns - began_ns) / SAMPLES, (ended_ns - window_ended_ns) / SAMPLES


def empty_loop_ns_per_request(intervals: Intervals) -> float:
    """The benchmark's own loop, which is not in the client."""
    began_ns = process_time_ns()
    for sent_times_ns, latencies_ns in intervals:
        for _sent_ns, _latency_ns in zip(sent_times_ns, latencies_ns, strict=True):
            pass
    return (process_time_ns() - began_ns) / SAMPLES


def measure(intervals: Intervals) -> Iterator[tuple[float, float]]:
    """All that measuring costs a request, and what of it comes after the window."""
    for _ in repeat(None, REPEATS):
        loop_ns = empty_loop_ns_per_request(intervals)
        within_ns, after_ns = cpu_ns_per_request(intervals)
        yield within_ns - loop_ns + after_ns, after_ns


def main() -> None:
    intervals = make_intervals()
    # Imports numpy, which a run does once after its window, however many requests it had.
    cpu_ns_per_request(intervals)
    repeats = list(measure(intervals))
    line = {
        "ns_per_request": [whole_ns for whole_ns, _ in repeats],
        "after_window_ns_per_request": [after_ns for _, after_ns in repeats],
        "samples": SAMPLES,
    }
    print(json.dumps(line))


main()
