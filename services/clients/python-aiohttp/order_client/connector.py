"""The pool of connections that all requests of an event loop share, and how it is filled."""

import asyncio

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ClientRequest
from aiohttp.tracing import Trace
from yarl import URL

MS_PER_S = 1000


class CountingConnector(aiohttp.TCPConnector):
    """Counts the connections that were opened, and knows which tasks are opening one."""

    def __init__(self, connections: int, *, keep_alive: bool) -> None:
        if keep_alive:
            # None: a connection that waits for its next request is never given up.
            super().__init__(limit=connections, keepalive_timeout=None)
        else:
            super().__init__(limit=connections, force_close=True)
        self.opened = 0
        self.opening: set[asyncio.Task[object] | None] = set()

    async def _create_connection(
        self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> ResponseHandler:
        task = asyncio.current_task()
        self.opening.add(task)
        try:
            protocol = await super()._create_connection(req, traces, timeout)
        finally:
            self.opening.discard(task)
        self.opened += 1
        return protocol


async def open_connections(
    connector: CountingConnector, base_url: str, connections: int, timeout_ms: int
) -> None:
    """Opens so many connections and leaves them in the pool; raises if one fails.

    All tasks ask the pool in the same round of the event loop, before any has a connection to
    give back, so that each opens one of its own.
    """
    timeout_s = timeout_ms / MS_PER_S
    limits = aiohttp.ClientTimeout(total=None, sock_connect=timeout_s, sock_read=timeout_s)
    url = URL(base_url + "/stats")

    async def open_one(session: aiohttp.ClientSession) -> None:
        response = await session.get(url)
        await response.read()

    async with aiohttp.ClientSession(
        connector=connector, connector_owner=False, timeout=limits
    ) as session:
        await asyncio.gather(*(open_one(session) for _ in range(connections)))
