"""The result of a run: built from one event loop's records, and added up over several loops."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from order_client.distribution import Distribution
from order_client.failures import ErrorCounts, errors_as_json
from order_client.pacing import Pacer
from order_client.phases import Phases


@dataclass
class OpenLoopResult:
    rate_per_s: float
    due: int
    unsent: int
    send_delay_ns: Distribution

    def add(self, other: "OpenLoopResult") -> None:
        self.due += other.due
        self.unsent += other.unsent
        self.send_delay_ns.add(other.send_delay_ns)


@dataclass
class FailureRtt:
    count: int
    sum: int
    max: int


@dataclass
class Result:
    window_ns: int
    warmup: int
    drained: int
    rtt_ns: Distribution
    server_latency_ns: Distribution
    errors: ErrorCounts
    errors_outside_window: ErrorCounts
    failure_rtt_ns: FailureRtt
    connections_opened: int
    open_loop: OpenLoopResult | None

    @property
    def succeeded(self) -> int:
        return self.rtt_ns.count + self.rtt_ns.over_range + self.rtt_ns.negative

    @property
    def failed(self) -> int:
        return self.errors.total()

    def add(self, other: "Result") -> None:
        """Adds the part of another event loop that worked in the same window."""
        # A loop that found the last request taken ended its window a moment after the true end.
        self.window_ns = min(self.window_ns, other.window_ns)
        self.warmup += other.warmup
        self.drained += other.drained
        self.rtt_ns.add(other.rtt_ns)
        self.server_latency_ns.add(other.server_latency_ns)
        self.errors.update(other.errors)
        self.errors_outside_window.update(other.errors_outside_window)
        self.failure_rtt_ns = FailureRtt(
            self.failure_rtt_ns.count + other.failure_rtt_ns.count,
            self.failure_rtt_ns.sum + other.failure_rtt_ns.sum,
            max(self.failure_rtt_ns.max, other.failure_rtt_ns.max),
        )
        self.connections_opened += other.connections_opened
        if self.open_loop is not None and other.open_loop is not None:
            self.open_loop.add(other.open_loop)

    def as_json(self) -> dict[str, Any]:
        open_loop = self.open_loop
        return {
            "window_ns": self.window_ns,
            "requests": {
                "warmup": self.warmup,
                "window": self.succeeded,
                "drained": self.drained,
            },
            "rtt_ns": self.rtt_ns.as_json(),
            "server_latency_ns": self.server_latency_ns.as_json(),
            "errors": errors_as_json(self.errors),
            "errors_outside_window": errors_as_json(self.errors_outside_window),
            "failure_rtt_ns": vars(self.failure_rtt_ns),
            "connections_opened": self.connections_opened,
            "open_loop": open_loop
            and {
                "rate_per_s": open_loop.rate_per_s,
                "due": open_loop.due,
                "unsent": open_loop.unsent,
                "send_delay_ns": open_loop.send_delay_ns.as_json(),
            },
        }


def result_of(
    phases: Phases, connections_opened: int, pacer: Pacer | None, rate_per_s: float | None
) -> Result:
    window = phases.window
    open_loop = None
    if pacer is not None and rate_per_s is not None:
        due, unsent = pacer.due_and_unsent(window.starts_ns, window.ends_ns)
        open_loop = OpenLoopResult(
            rate_per_s, due, unsent, Distribution.of(window.send_delay_ns.packed())
        )
    return Result(
        window_ns=window.ends_ns - window.starts_ns,
        warmup=phases.warmup.completed,
        drained=phases.drain.completed,
        rtt_ns=Distribution.of(window.rtt_ns.packed()),
        server_latency_ns=Distribution.of(window.server_latency_ns.packed()),
        errors=window.errors,
        errors_outside_window=phases.warmup.errors + phases.drain.errors,
        failure_rtt_ns=FailureRtt(
            window.failed, sum(window.failure_rtt_ns), max(window.failure_rtt_ns, default=0)
        ),
        connections_opened=connections_opened,
        open_loop=open_loop,
    )


def total_of(parts: Iterable[Result]) -> Result:
    first, *others = parts
    for other in others:
        first.add(other)
    return first
