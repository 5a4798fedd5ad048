"""What is recorded, apart for warm-up, window and drain, and which phase a completion falls in."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from order_client.failures import ErrorCounts, Kind
from order_client.samples import Samples

NEVER_NS = 2**63 - 1

# Takes one of the N requests of the window; gives how many are left, or -1 if none was.
TakeTicket = Callable[[], int]


def _failures() -> "array[int]":
    return array("q")


@dataclass
class Phase:
    """Only samples are kept, all of them in ns; histograms are built after the window."""

    starts_ns: int
    ends_ns: int
    rtt_ns: Samples = field(default_factory=Samples)
    server_latency_ns: Samples = field(default_factory=Samples)
    send_delay_ns: Samples = field(default_factory=Samples)
    failure_rtt_ns: "array[int]" = field(default_factory=_failures)
    errors: ErrorCounts = field(default_factory=ErrorCounts)

    @property
    def completed(self) -> int:
        return len(self.rtt_ns)

    @property
    def failed(self) -> int:
        return len(self.failure_rtt_ns)

    def pack(self) -> None:
        """Gives memory free; to be called now and then while samples are recorded."""
        self.rtt_ns.pack()
        self.server_latency_ns.pack()
        self.send_delay_ns.pack()


class Phases:
    """Warm-up, window and drain. A completion's own time decides, not when a timer fires."""

    def __init__(
        self, start_ns: int, warmup_ns: int, window_ns: int | None, take_ticket: TakeTicket | None
    ) -> None:
        window_starts_ns = start_ns + warmup_ns
        window_ends_ns = NEVER_NS if window_ns is None else window_starts_ns + window_ns
        self.warmup = Phase(start_ns, window_starts_ns)
        self.window = Phase(window_starts_ns, window_ends_ns)
        self.drain = Phase(window_ends_ns, NEVER_NS)
        self.current = self.warmup
        self.changed: Callable[[], None] = lambda: None
        self._take_ticket = take_ticket
        # A completion before this time falls in the current phase, and nothing is to be counted
        # down for it: one comparison decides nearly always.
        self._plain_until_ns = self.warmup.ends_ns

    @property
    def ended(self) -> bool:
        return self.current is self.drain

    def succeeded(
        self, now_ns: int, sent_ns: int, due_ns: int | None, server_latency_ns: int
    ) -> None:
        """Records a success; there is a `due_ns` in the open loop only."""
        phase = self.current
        if now_ns >= self._plain_until_ns:
            phase = self._phase_of_completion(now_ns)
        phase.server_latency_ns.recent.append(server_latency_ns)
        if due_ns is None:
            phase.rtt_ns.recent.append(now_ns - sent_ns)
        else:
            phase.rtt_ns.recent.append(now_ns - due_ns)
            phase.send_delay_ns.recent.append(sent_ns - due_ns)

    def failed(self, now_ns: int, rtt_ns: int, kind: Kind) -> None:
        phase = self._phase_of_completion(now_ns)
        phase.failure_rtt_ns.append(rtt_ns)
        phase.errors[kind] += 1

    def advance(self, now_ns: int) -> None:
        while now_ns >= self.current.ends_ns:
            self.current = self.window if self.current is self.warmup else self.drain
            counted_down = self.current is self.window and self._take_ticket is not None
            self._plain_until_ns = -1 if counted_down else self.current.ends_ns
            self.changed()

    def end_load(self, now_ns: int) -> None:
        for phase in (self.warmup, self.window):
            phase.ends_ns = min(phase.ends_ns, now_ns)
        self.advance(now_ns)

    def _phase_of_completion(self, now_ns: int) -> Phase:
        if now_ns >= self.current.ends_ns:
            self.advance(now_ns)
        phase = self.current
        if self._take_ticket is None or phase is not self.window:
            return phase
        left = self._take_ticket()
        if left <= 0:
            self.end_load(now_ns)
        # Without a ticket: another process took the last one a moment ago.
        return phase if left >= 0 else self.drain
