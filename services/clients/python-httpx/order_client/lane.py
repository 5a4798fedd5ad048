"""One connection of the load: an httpx client whose pool has room for one connection."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

MS_PER_S = 1000
# No header that the server would have to parse for nothing.
SKIPPED_HEADERS = ("accept", "accept-encoding", "user-agent")
# Never used, but made anew for each client if it is not given.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class CountingBackend(httpcore.AnyIOBackend):
    """httpcore's usual network backend; counts what it opens, and knows when it is opening."""

    def __init__(self) -> None:
        self.opened = 0
        self.opening = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.opening = True
        try:
            stream = await super().connect_tcp(host, port, timeout, local_address, socket_options)
        finally:
            self.opening = False
        self.opened += 1
        return stream


class SingleConnectionTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport, over a pool that has one connection and a given network backend."""

    def __init__(self, backend: CountingBackend, *, keep_alive: bool) -> None:
        super().__init__(verify=NO_TLS, trust_env=False)
        # httpx makes its pool just so, but has no argument for the backend.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=NO_TLS,
            max_connections=1,
            max_keepalive_connections=1 if keep_alive else 0,
            # A connection that waits for its next request is never given up.
            keepalive_expiry=None,
            http1=True,
            http2=False,
            network_backend=backend,
        )


class Lane:
    def __init__(self, base_url: str, *, keep_alive: bool) -> None:
        self._backend = CountingBackend()
        self._order_url = httpx.URL(base_url + "/order")
        self._stats_url = httpx.URL(base_url + "/stats")
        self._client = httpx.AsyncClient(
            transport=SingleConnectionTransport(self._backend, keep_alive=keep_alive),
            # No timers: the sweeper of load.py finds overdue requests.
            timeout=None,
            # No proxies, no .netrc.
            trust_env=False,
            headers={"content-type": "application/json"},
        )
        for name in SKIPPED_HEADERS:
            del self._client.headers[name]
        if not keep_alive:
            self._client.headers["connection"] = "close"

    @property
    def opened(self) -> int:
        """Connections that were opened so far."""
        return self._backend.opened

    @property
    def opening(self) -> bool:
        return self._backend.opening

    async def open(self, timeout_ms: int) -> None:
        """Opens the connection and leaves it in the pool; raises if that fails."""
        await self._client.get(self._stats_url, timeout=timeout_ms / MS_PER_S)

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Sends an order; gives the status and the body of the answer."""
        response = await self._client.post(self._order_url, content=body)
        return response.status_code, response.content

    async def aclose(self) -> None:
        await self._client.aclose()
