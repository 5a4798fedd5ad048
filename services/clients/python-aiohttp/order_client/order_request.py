"""Sends the orders: aiohttp's request, connector, writer, parser and response, without its session.

A session prepares each request anew. Here one request serves all orders of a run: its head is the
same each time, as all bodies have the same length.
"""

from functools import cached_property

from aiohttp import BaseConnector, ClientResponse, ClientTimeout, hdrs
from aiohttp.client_reqrep import ClientRequest, ConnectionKey
from aiohttp.connector import Connection
from aiohttp.http import StreamWriter
from yarl import URL

# No header that the server would have to parse for nothing.
SKIPPED_HEADERS = (hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.USER_AGENT)
# No timers: the sweeper of load.py finds overdue requests.
NO_TIMEOUT = ClientTimeout(total=None)


class OrderRequest(ClientRequest):
    """Keeps nothing of a single exchange, so that all connections can use it at the same time."""

    def __init__(self, connector: BaseConnector, url: URL, body_bytes: int) -> None:
        headers = {hdrs.CONTENT_TYPE: "application/json", hdrs.CONTENT_LENGTH: str(body_bytes)}
        if connector.force_close:
            headers[hdrs.CONNECTION] = "close"
        super().__init__(hdrs.METH_POST, url, headers=headers, skip_auto_headers=SKIPPED_HEADERS)
        self._connector = connector
        self._status_line = f"{self.method} {url.raw_path_qs} HTTP/1.1"
        self._info = self.request_info

    @cached_property
    def connection_key(self) -> ConnectionKey:
        return super().connection_key

    async def exchange(self, body: bytes) -> tuple[int, bytes]:
        """Gives the status and the body of the answer."""
        connection = await self._connector.connect(self, self._traces, NO_TIMEOUT)
        try:
            response = await self._send_order(connection, body)
            await response.start(connection)
            return response.status, await response.read()
        except BaseException:
            # An answer may still come, which must not be taken for that of the next order.
            connection.close()
            raise

    async def _send_order(self, connection: Connection, body: bytes) -> ClientResponse:
        """Does what `ClientRequest.send` does, but without a task to write the body."""
        protocol = connection.protocol
        assert protocol is not None
        protocol.set_response_params(read_until_eof=True, auto_decompress=False)
        writer = StreamWriter(protocol, self.loop)
        await writer.write_headers(self._status_line, self.headers)
        # Not drained: an answer that comes before the whole body is sent must be read as well.
        await writer.write(body, drain=False)
        writer.set_eof()
        return ClientResponse(
            self.method,
            self.url,
            writer=None,
            continue100=None,
            timer=self._timer,
            request_info=self._info,
            traces=self._traces,
            loop=self.loop,
            session=self._session,
            stream_writer=writer,
        )
