"""Names the kinds of failure that the contract tells apart."""

import errno
from collections import Counter
from collections.abc import Iterator, Mapping

import httpx

from order_client.orders import BadAnswerError

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

# httpcore and h11 have one class for all that is wrong with an answer. These words are in the texts
# for a connection that ended too early.
EOF_WORDS = ("disconnected", "closed connection")

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
    if isinstance(error, httpx.ConnectTimeout):
        return CONNECT_TIMEOUT
    if isinstance(error, httpx.TimeoutException):
        return REQUEST_TIMEOUT
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in KIND_BY_ERRNO:
            return KIND_BY_ERRNO[cause.errno]
    # anyio keeps the reason to itself; a connection that was closed in order is no such error.
    if isinstance(error, httpx.ReadError | httpx.WriteError):
        return "reset"
    if isinstance(error, httpx.RemoteProtocolError) and any(
        words in str(error) for words in EOF_WORDS
    ):
        return "eof"
    return "other"


def opening_failed(error: BaseException) -> bool:
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what httpx, httpcore and anyio have wrapped in it."""
    while error is not None:
        yield error
        # Of several addresses of a name each has failed.
        for one in getattr(error, "exceptions", ()):
            yield from _causes(one)
        # httpcore raises what a connection has met once more, without naming it as the cause.
        error = error.__cause__ or error.__context__


def errors_as_json(errors: Mapping[Kind, int]) -> dict[str, int | dict[str, int]]:
    named: dict[str, int | dict[str, int]] = {
        kind: number for kind, number in errors.items() if isinstance(kind, str)
    }
    statuses = {str(kind): number for kind, number in errors.items() if isinstance(kind, int)}
    if statuses:
        named["http_status"] = statuses
    return named


ErrorCounts = Counter[Kind]
