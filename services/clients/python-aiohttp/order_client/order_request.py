"""Sends the orders by aiohttp's connector, connection, writer and parser, without its session.

A session prepares each request anew and takes a connection from its pool for it. Here one request
serves all orders of a run, as all bodies have the same length, and a worker keeps its connection.
"""

from functools import cached_property

from aiohttp import BaseConnector, ClientConnectionError, ClientTimeout, hdrs
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ClientRequest, ConnectionKey
from aiohttp.connector import Connection
from aiohttp.http import StreamWriter
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

# No header that the server would have to parse for nothing.
SKIPPED_HEADERS = (hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.USER_AGENT)
# No timers: the sweeper of load.py finds overdue requests.
NO_TIMEOUT = ClientTimeout(total=None)
SWITCHING_PROTOCOLS, FIRST_FINAL_STATUS = 101, 200


class OrderRequest(ClientRequest):
    """Keeps nothing of a single exchange, so that all connections can use it at the same time."""

    def __init__(self, connector: BaseConnector, url: URL, body_bytes: int) -> None:
        headers = {hdrs.CONTENT_TYPE: "application/json", hdrs.CONTENT_LENGTH: str(body_bytes)}
        if connector.force_close:
            headers[hdrs.CONNECTION] = "close"
        super().__init__(hdrs.METH_POST, url, headers=headers, skip_auto_headers=SKIPPED_HEADERS)
        self._connector = connector
        self.status_line = f"{self.method} {url.raw_path_qs} HTTP/1.1"
        self.closes = connector.force_close

    @cached_property
    def connection_key(self) -> ConnectionKey:
        return super().connection_key

    async def connect(self) -> Connection:
        """A connection of the pool, or a new one, ready for the answers to all its orders."""
        connection = await self._connector.connect(self, [], NO_TIMEOUT)
        # Once for each connection: the parser goes on from one answer to the next.
        protocol_of(connection).set_response_params(read_until_eof=True, auto_decompress=False)
        return connection

    def lane(self) -> "ConnectionLane":
        return ConnectionLane(self)


def protocol_of(connection: Connection) -> ResponseHandler:
    protocol = connection.protocol
    assert protocol is not None
    return protocol


class ConnectionLane:
    """Sends order after order over a connection that it keeps, and opens another if need be."""

    def __init__(self, order: OrderRequest) -> None:
        self._order = order
        self._connection: Connection | None = None

    async def exchange(self, body: bytes) -> tuple[int, bytes]:
        """Gives the status and the body of the answer."""
        connection = self._connection
        if connection is None or not is_usable(connection):
            self.release()
            connection = self._connection = await self._order.connect()
        try:
            status, answer = await self._exchange_over(protocol_of(connection), body)
        except BaseException as error:
            # An answer may still come, which must not be taken for that of the next order.
            self._connection = None
            connection.close()
            if isinstance(error, HttpProcessingError):
                raise ClientConnectionError(f"the answer is not HTTP: {error}") from error
            raise
        if self._order.closes:
            self.release()
        return status, answer

    async def _exchange_over(self, protocol: ResponseHandler, body: bytes) -> tuple[int, bytes]:
        order = self._order
        writer = StreamWriter(protocol, order.loop)
        await writer.write_headers(order.status_line, order.headers)
        # Not drained: an answer that comes before the whole body is sent must be read as well.
        await writer.write(body, drain=False)
        writer.set_eof()
        message, payload = await protocol.read()
        while message.code < FIRST_FINAL_STATUS and message.code != SWITCHING_PROTOCOLS:
            message, payload = await protocol.read()
        if payload.is_eof():
            return message.code, payload.read_nowait()
        return message.code, await payload.read()

    def release(self) -> None:
        """Back to the pool, which closes it if it cannot be used again."""
        if self._connection is not None:
            self._connection.release()
            self._connection = None


def is_usable(connection: Connection) -> bool:
    """Whether the server keeps it open, and nothing has come that no order asked for."""
    protocol = protocol_of(connection)
    return protocol.is_connected() and not protocol.should_close
