"""Runs one event loop's share of the load, from opening its connections to its result."""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from order_client.events import Connected, Event, Failed
from order_client.failures import kind_of
from order_client.lane import Lane
from order_client.load import NS_PER_MS, NS_PER_S, Load
from order_client.orders import OrderBodies
from order_client.pacing import Pacer
from order_client.phases import Phases, TakeTicket
from order_client.result import result_of
from order_client.settings import Settings


@dataclass(frozen=True)
class Share:
    """Which part of the connections, order ids and due times belongs to this event loop."""

    index: int
    of: int

    def connections(self, total: int) -> int:
        return total // self.of + (self.index < total % self.of)


async def run_share(
    settings: Settings,
    share: Share,
    take_ticket: TakeTicket | None,
    emit: Callable[[Event], None],
    wait_for_start_ns: Callable[[], int],
) -> None:
    """Emits everything from `Connected` to the result; `Failed` if there is no connection."""
    lanes = [
        Lane(settings.url, keep_alive=settings.keep_alive)
        for _ in range(share.connections(settings.connections))
    ]
    try:
        await _run_lanes(lanes, settings, share, take_ticket, emit, wait_for_start_ns)
    finally:
        for lane in lanes:
            await lane.aclose()


async def _run_lanes(
    lanes: Sequence[Lane],
    settings: Settings,
    share: Share,
    take_ticket: TakeTicket | None,
    emit: Callable[[Event], None],
    wait_for_start_ns: Callable[[], int],
) -> None:
    begun_ns = time.monotonic_ns()
    if settings.keep_alive:
        try:
            await asyncio.gather(*(lane.open(settings.timeout_ms) for lane in lanes))
        except (httpx.HTTPError, OSError) as error:
            emit(Failed(kind_of(error), str(error)))
            return
    emit(Connected(_opened(lanes), time.monotonic_ns() - begun_ns))
    start_ns = wait_for_start_ns()

    phases = Phases(
        start_ns,
        settings.warmup_ms * NS_PER_MS,
        None if settings.duration_ms is None else settings.duration_ms * NS_PER_MS,
        take_ticket,
    )
    pacer = None
    if settings.rate_per_s is not None:
        pacer = Pacer(settings.rate_per_s, start_ns, first=share.index, step=share.of)
    load = Load(
        lanes=lanes,
        bodies=OrderBodies(settings.payload_bytes, first=share.index, step=share.of),
        phases=phases,
        pacer=pacer,
        timeout_ms=settings.timeout_ms,
    )
    # What exists by now lives to the end: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    await asyncio.sleep(max(start_ns - time.monotonic_ns(), 0) / NS_PER_S)
    await load.run(emit)
    emit(result_of(phases, _opened(lanes), pacer, settings.rate_per_s))


def _opened(lanes: Sequence[Lane]) -> int:
    return sum(lane.opened for lane in lanes)
