"""What is recorded, apart for warm-up, window and drain, and which phase a completion falls in."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from order_client.failures import ErrorCounts, Kind

NEVER_NS = 2**63 - 1

# Takes one of the N requests of the window; gives how many are left, or -1 if none was.
TakeTicket = Callable[[], int]


def _samples() -> "array[int]":
    return array("q")


@dataclass
class Phase:
    """Appending to an array costs 0.04 us; histograms are built after the window."""

    rtt_ns: "array[int]" = field(default_factory=_samples)
    server_latency_ns: "array[int]" = field(default_factory=_samples)
    send_delay_ns: "array[int]" = field(default_factory=_samples)
    failure_rtt_ns: "array[int]" = field(default_factory=_samples)
    errors: ErrorCounts = field(default_factory=ErrorCounts)
    ends_ns: int = NEVER_NS

    @property
    def completed(self) -> int:
        return len(self.rtt_ns)

    @property
    def failed(self) -> int:
        return len(self.failure_rtt_ns)


class Phases:
    """Warm-up, window and drain. A completion's own time decides, not when a timer fires."""

    def __init__(self, warmup_ends_ns: int, window_ends_ns: int, take_ticket: TakeTicket | None):
        self.warmup = Phase(ends_ns=warmup_ends_ns)
        self.window = Phase(ends_ns=window_ends_ns)
        self.drain = Phase()
        self.current = self.warmup
        self.changed: Callable[[], None] = lambda: None
        self._take_ticket = take_ticket

    @property
    def ended(self) -> bool:
        return self.current is self.drain

    def succeeded(
        self, now_ns: int, rtt_ns: int, server_latency_ns: int, send_delay_ns: int
    ) -> None:
        phase = self._phase_of_completion(now_ns)
        phase.rtt_ns.append(rtt_ns)
        phase.server_latency_ns.append(server_latency_ns)
        phase.send_delay_ns.append(send_delay_ns)

    def failed(self, now_ns: int, rtt_ns: int, kind: Kind) -> None:
        phase = self._phase_of_completion(now_ns)
        phase.failure_rtt_ns.append(rtt_ns)
        phase.errors[kind] += 1

    def advance(self, now_ns: int) -> None:
        while now_ns >= self.current.ends_ns:
            self.current = self.window if self.current is self.warmup else self.drain
            self.changed()

    def end_window(self, now_ns: int) -> None:
        self.window.ends_ns = min(self.window.ends_ns, now_ns)
        self.advance(now_ns)

    def _phase_of_completion(self, now_ns: int) -> Phase:
        if now_ns >= self.current.ends_ns:
            self.advance(now_ns)
        phase = self.current
        if self._take_ticket is None or phase is not self.window:
            return phase
        left = self._take_ticket()
        if left > 0:
            return phase
        if left == 0:
            # The N-th completion is the last of the window.
            self.end_window(now_ns)
            return phase
        # Another process had the last ticket a moment ago.
        self.end_window(now_ns)
        return self.drain
