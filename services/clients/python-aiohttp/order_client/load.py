"""The load of one event loop: a worker for each connection, and the sweeper of overdue requests."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic_ns

import aiohttp

from order_client.answers import BadAnswerError, ReadAnswer
from order_client.connector import CountingConnector
from order_client.events import Event, Interval, Measuring, PhaseName, WindowEnd
from order_client.failures import (
    CONNECT_TIMEOUT,
    REQUEST_TIMEOUT,
    HttpStatusError,
    Kind,
    kind_of,
    opening_failed,
)
from order_client.lanes import Lane, OpenLane
from order_client.orders import OrderBodies
from order_client.pacing import Pacer
from order_client.phases import NEVER_NS, Phase, Phases

INTERVAL_NS = 100_000_000
NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000
PAUSE_AFTER_FAILED_OPENING_S = 0.010
SHORTEST_SWEEP_S, LONGEST_SWEEP_S = 0.005, 0.1


@dataclass
class InFlight:
    """The request that a worker waits for; `sent_ns` is NEVER_NS when there is none."""

    sent_ns: int = NEVER_NS
    overdue: Kind | None = None
    task: "asyncio.Task[None]" = field(init=False)


class Load:
    def __init__(
        self,
        *,
        connector: CountingConnector,
        open_lane: OpenLane,
        bodies: OrderBodies,
        read_answer: ReadAnswer,
        phases: Phases,
        pacer: Pacer | None,
        timeout_ms: int,
    ) -> None:
        self._connector = connector
        self._open_lane = open_lane
        self._bodies = bodies
        self._read_answer = read_answer
        self._phases = phases
        self._pacer = pacer
        self._timeout_ns = timeout_ms * NS_PER_MS
        self._in_flight: list[InFlight] = []
        self._phase_changed = asyncio.Event()
        phases.changed = self._on_phase_change

    async def run(self, connections: int, emit: Callable[[Event], None]) -> None:
        """Returns when the window is over and all that was in flight is answered."""
        phases = self._phases
        for _ in range(connections):
            in_flight = InFlight()
            in_flight.task = asyncio.create_task(self._work(in_flight))
            in_flight.task.add_done_callback(self._end_on_crash)
            self._in_flight.append(in_flight)
        sweeper = asyncio.create_task(self._sweep())
        try:
            await self._until_over(phases.warmup, "warmup", emit)
            emit(Measuring())
            await self._until_over(phases.window, "window", emit)
            window = phases.window
            emit(WindowEnd(window.ends_ns - window.starts_ns, window.completed, window.failed))
            await asyncio.gather(*(in_flight.task for in_flight in self._in_flight))
        finally:
            sweeper.cancel()

    async def _work(self, in_flight: InFlight) -> None:
        lane = self._open_lane()
        try:
            while not self._phases.ended:
                due_ns = None
                if self._pacer is not None:
                    due_ns = await self._pacer.next_due_ns()
                    if due_ns is None:
                        return
                await self._request(lane, in_flight, due_ns)
        finally:
            lane.release()

    async def _request(self, lane: Lane, in_flight: InFlight, due_ns: int | None) -> None:
        # One look at the clock stamps the order and begins its round trip.
        order_id, sent_ns, body = self._bodies.next()
        in_flight.sent_ns = sent_ns
        try:
            status, answer = await lane.exchange(body)
            if status != 200:
                raise HttpStatusError(status)
            latency_ns = self._read_answer(answer, order_id)
        except (
            aiohttp.ClientError,
            OSError,
            HttpStatusError,
            BadAnswerError,
            asyncio.CancelledError,
        ) as error:
            now_ns = monotonic_ns()
            in_flight.sent_ns = NEVER_NS
            from_ns = sent_ns if due_ns is None else due_ns
            self._phases.failed(now_ns, now_ns - from_ns, self._kind_of(error, in_flight))
            if opening_failed(error):
                await asyncio.sleep(PAUSE_AFTER_FAILED_OPENING_S)
        else:
            now_ns = monotonic_ns()
            in_flight.sent_ns = NEVER_NS
            self._phases.succeeded(now_ns, sent_ns, due_ns, latency_ns)

    @staticmethod
    def _kind_of(error: BaseException, in_flight: InFlight) -> Kind:
        if not isinstance(error, asyncio.CancelledError):
            return kind_of(error)
        if in_flight.overdue is None:
            raise error
        kind, in_flight.overdue = in_flight.overdue, None
        if sys.version_info >= (3, 11):
            in_flight.task.uncancel()
        return kind

    async def _sweep(self) -> None:
        pause_s = min(max(self._timeout_ns / NS_PER_S / 10, SHORTEST_SWEEP_S), LONGEST_SWEEP_S)
        while True:
            await asyncio.sleep(pause_s)
            overdue_since_ns = monotonic_ns() - self._timeout_ns
            for in_flight in self._in_flight:
                if in_flight.sent_ns <= overdue_since_ns and in_flight.overdue is None:
                    opening = in_flight.task in self._connector.opening
                    in_flight.overdue = CONNECT_TIMEOUT if opening else REQUEST_TIMEOUT
                    in_flight.task.cancel()

    async def _until_over(
        self, phase: Phase, name: PhaseName, emit: Callable[[Event], None]
    ) -> None:
        completed = errors = 0
        interval_ends_ns = phase.starts_ns + INTERVAL_NS
        while self._phases.current is phase:
            await self._phase_change_or(min(interval_ends_ns, phase.ends_ns))
            now_ns = monotonic_ns()
            self._phases.advance(now_ns)
            if self._phases.current is phase and now_ns >= interval_ends_ns:
                emit(
                    Interval(
                        phase=name,
                        elapsed_ns=now_ns - phase.starts_ns,
                        completed=phase.completed - completed,
                        errors=phase.failed - errors,
                    )
                )
                completed, errors = phase.completed, phase.failed
                phase.pack()
                late_ns = (now_ns - phase.starts_ns) % INTERVAL_NS
                interval_ends_ns = now_ns - late_ns + INTERVAL_NS

    async def _phase_change_or(self, at_ns: int) -> None:
        wait_s = max(at_ns - monotonic_ns(), 0) / NS_PER_S
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._phase_changed.wait(), wait_s)
        self._phase_changed.clear()

    def _on_phase_change(self) -> None:
        self._phase_changed.set()
        if self._phases.ended and self._pacer is not None:
            self._pacer.end()

    def _end_on_crash(self, task: "asyncio.Task[None]") -> None:
        if task.cancelled() or task.exception() is not None:
            self._phases.end_load(monotonic_ns())
