"""Sends the orders through `ClientSession`, by documented calls only (variant `session`)."""

import aiohttp
from aiohttp import hdrs
from yarl import URL

from order_client.connector import CountingConnector
from order_client.order_request import NO_TIMEOUT, SKIPPED_HEADERS


class SessionLane:
    """The session's pool gives each order a connection, so nothing is held in between."""

    def __init__(self, session: aiohttp.ClientSession, url: URL) -> None:
        self._session = session
        self._url = url

    async def exchange(self, body: bytes) -> tuple[int, bytes]:
        async with self._session.post(self._url, data=body, allow_redirects=False) as response:
            return response.status, await response.read()

    def release(self) -> None:
        pass


def order_session(connector: CountingConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        headers={hdrs.CONTENT_TYPE: "application/json"},
        skip_auto_headers=SKIPPED_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=NO_TIMEOUT,
        auto_decompress=False,
    )
