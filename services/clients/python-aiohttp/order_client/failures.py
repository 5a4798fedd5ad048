"""Names the kinds of failure that the contract tells apart."""

import asyncio
import errno
from collections import Counter
from collections.abc import Mapping

import aiohttp

from order_client.answers import BadAnswerError

REQUEST_TIMEOUT = "request_timeout"
CONNECT_TIMEOUT = "connect_timeout"

KIND_BY_ERRNO = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.EPIPE: "reset",
    errno.ETIMEDOUT: CONNECT_TIMEOUT,
    errno.EMFILE: "fd_limit",
    errno.ENFILE: "fd_limit",
    errno.EADDRNOTAVAIL: "port_exhausted",
}

# A kind by name, or an HTTP status other than 200 by its number.
Kind = str | int


class HttpStatusError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP status {status}")
        self.status = status


def kind_of(error: BaseException) -> Kind:
    if isinstance(error, HttpStatusError):
        return error.status
    if isinstance(error, BadAnswerError):
        return "bad_body"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return CONNECT_TIMEOUT
    if isinstance(error, asyncio.TimeoutError):
        return REQUEST_TIMEOUT
    if isinstance(error, ConnectionResetError):
        return "reset"
    if (kind := _kind_of_os_error(error)) is not None:
        return kind
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
        return "eof"
    return "other"


def opening_failed(error: BaseException) -> bool:
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def _kind_of_os_error(error: BaseException | None) -> str | None:
    # aiohttp raises a broken body as ClientPayloadError, with what broke it as the cause.
    while error is not None:
        if isinstance(error, OSError) and error.errno in KIND_BY_ERRNO:
            return KIND_BY_ERRNO[error.errno]
        error = error.__cause__
    return None


def errors_as_json(errors: Mapping[Kind, int]) -> dict[str, int | dict[str, int]]:
    named: dict[str, int | dict[str, int]] = {
        kind: number for kind, number in errors.items() if isinstance(kind, str)
    }
    statuses = {str(kind): number for kind, number in errors.items() if isinstance(kind, int)}
    if statuses:
        named["http_status"] = statuses
    return named


ErrorCounts = Counter[Kind]
