"""What a request costs only because it is measured: clock, samples and histograms.

Prints the line that services/README.md describes.
"""

import json
import math
import random
import time

from order_client.phases import Phases
from order_client.result import result_of

SAMPLES = 200_000
REPEATS = 7
HOUR_NS = 3_600_000_000_000


def latencies() -> tuple[list[int], list[int]]:
    """Round trips in ns around 300 us with a long tail, and the server's tenth of each."""
    rng = random.Random(1)
    rtt_ns = [round(rng.lognormvariate(math.log(300e3), 0.5)) for _ in range(SAMPLES)]
    return rtt_ns, [rtt // 10 for rtt in rtt_ns]


def ns_per_request(rtts_ns: list[int], servers_ns: list[int]) -> tuple[float, float]:
    """CPU time for each request in all, and the part of it that comes after the window."""
    phases = Phases(time.monotonic_ns(), 0, HOUR_NS, None)
    began_ns = time.process_time_ns()
    for rtt_ns, server_ns in zip(rtts_ns, servers_ns, strict=True):
        sent_ns = time.monotonic_ns()
        from_ns = sent_ns - rtt_ns  # so that times are realistic
        now_ns = time.monotonic_ns()
        phases.succeeded(now_ns, now_ns - from_ns, server_ns, None)
    window_ends_ns = time.process_time_ns()
    result = result_of(phases, 0, None, None)
    ended_ns = time.process_time_ns()
    if result.succeeded != SAMPLES:
        raise AssertionError("not every sample was recorded")
    return (ended_ns - began_ns) / SAMPLES, (ended_ns - window_ends_ns) / SAMPLES


def main() -> None:
    samples = latencies()
    repeats = [ns_per_request(*samples) for _ in range(REPEATS)]
    line = {
        "ns_per_request": [whole for whole, _ in repeats],
        "after_window_ns_per_request": [after for _, after in repeats],
        "samples": SAMPLES,
    }
    print(json.dumps(line))


main()
