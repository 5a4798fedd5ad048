"""Runs one event loop's share of the load, from opening its connections to its result."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from yarl import URL

from order_client.answers import READERS
from order_client.choices import Choices
from order_client.connector import CountingConnector, open_connections
from order_client.events import Connected, Event, Failed
from order_client.failures import kind_of
from order_client.lanes import OpenLane
from order_client.load import NS_PER_MS, NS_PER_S, Load
from order_client.order_request import OrderRequest
from order_client.orders import OrderBodies
from order_client.pacing import Pacer
from order_client.phases import Phases, TakeTicket
from order_client.result import result_of
from order_client.session_orders import SessionLane, order_session
from order_client.settings import Settings


@dataclass(frozen=True)
class Share:
    """Which part of the connections, order ids and due times belongs to this event loop."""

    index: int
    of: int

    def connections(self, total: int) -> int:
        return total // self.of + (self.index < total % self.of)


@asynccontextmanager
async def lanes_of(
    api: str, connector: CountingConnector, settings: Settings
) -> AsyncIterator[OpenLane]:
    url = URL(settings.url + "/order")
    if api == "session":
        async with order_session(connector) as session:
            yield lambda: SessionLane(session, url)
    else:
        yield OrderRequest(connector, url, settings.payload_bytes).lane


async def run_share(
    settings: Settings,
    choices: Choices,
    share: Share,
    take_ticket: TakeTicket | None,
    emit: Callable[[Event], None],
    wait_for_start_ns: Callable[[], int],
) -> None:
    """Emits everything from `Connected` to the result; `Failed` if there is no connection."""
    connections = share.connections(settings.connections)
    connector = CountingConnector(connections, keep_alive=settings.keep_alive)
    async with connector, lanes_of(choices.api, connector, settings) as open_lane:
        begun_ns = time.monotonic_ns()
        if settings.keep_alive:
            try:
                await open_connections(connector, settings.url, connections, settings.timeout_ms)
            except (aiohttp.ClientError, OSError) as error:
                emit(Failed(kind_of(error), str(error)))
                return
        emit(Connected(connector.opened, time.monotonic_ns() - begun_ns))
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
            connector=connector,
            open_lane=open_lane,
            bodies=OrderBodies(settings.payload_bytes, first=share.index, step=share.of),
            read_answer=READERS[choices.json],
            phases=phases,
            pacer=pacer,
            timeout_ms=settings.timeout_ms,
        )
        # What exists by now lives to the end: the collector need not look at it again.
        gc.collect()
        gc.freeze()
        await asyncio.sleep(max(start_ns - time.monotonic_ns(), 0) / NS_PER_S)
        await load.run(connections, emit)
        emit(result_of(phases, connector.opened, pacer, settings.rate_per_s))
