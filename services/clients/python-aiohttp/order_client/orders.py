"""The bodies that are sent, each of exactly the length asked for."""

from collections.abc import Iterator
from itertools import count
from time import monotonic_ns

from order_client.epoch_clock import EpochClock

SHORTEST_BODY = 100
LONGEST_BODY = 65_536
ORDER_ID_DIGITS = 16
TIMESTAMP_DIGITS = 19  # of the epoch in ns, until the year 2286
PADDING_FIELD = ',"padding":""'

_BEFORE_ID = '{"order_id":"'
_AFTER_ID = '","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":'
_FIXED_BYTES = len(_BEFORE_ID) + len(_AFTER_ID) + TIMESTAMP_DIGITS + len("}")


class OrderBodies:
    """Bodies with order ids `first`, `first` + `step`, ... in hexadecimal digits."""

    def __init__(self, payload_bytes: int, first: int = 0, step: int = 1) -> None:
        fill = payload_bytes - _FIXED_BYTES - ORDER_ID_DIGITS - len(PADDING_FIELD)
        if fill >= 0:
            digits = ORDER_ID_DIGITS
            end = f',"padding":"{"x" * fill}"}}'
        else:
            digits = payload_bytes - _FIXED_BYTES
            end = "}"
        self._end = end.encode()
        self._clock = EpochClock()
        self._id_format = f"%0{digits}x"
        self._numbers: Iterator[int] = count(first, step)

    def next(self) -> tuple[str, int, bytes]:
        """An order id, a time of `monotonic_ns`, and a body that is stamped with this time."""
        order_id = self._id_format % next(self._numbers)
        start = f"{_BEFORE_ID}{order_id}{_AFTER_ID}"
        clock = self._clock
        now_ns = monotonic_ns()
        if now_ns >= clock.trusted_until_ns:
            clock.compare(now_ns)
        body = f"{start}{now_ns + clock.ahead_ns}".encode() + self._end
        return order_id, now_ns, body
