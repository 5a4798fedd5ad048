"""The check of an answer, with the JSON library that was chosen."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import orjson

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1

Int64 = Annotated[int, msgspec.Meta(ge=INT64_MIN, le=INT64_MAX)]

# Takes an answer and the order id that it must have; gives its `latency_ns`.
ReadAnswer = Callable[[bytes, str], int]


class BadAnswerError(Exception):
    """The answer is not the JSON of a success, or is that of another order."""


class _Answer(msgspec.Struct, gc=False):
    status: str
    order_id: str
    latency_ns: Int64


_decoder = msgspec.json.Decoder(_Answer)


def read_typed(answer: bytes, order_id: str) -> int:
    """Checks names and types while it parses; raises BadAnswerError."""
    try:
        parsed = _decoder.decode(answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswerError from error
    if parsed.status != "success" or parsed.order_id != order_id:
        raise BadAnswerError
    return parsed.latency_ns


def reader_with(loads: Callable[[bytes], Any]) -> ReadAnswer:
    """Reads with a library that gives a dict, and checks the same afterwards."""

    def read(answer: bytes, order_id: str) -> int:
        try:
            parsed = loads(answer)
        except (ValueError, RecursionError) as error:
            raise BadAnswerError from error
        if not isinstance(parsed, dict):
            raise BadAnswerError
        if parsed.get("status") != "success" or parsed.get("order_id") != order_id:
            raise BadAnswerError
        latency_ns = parsed.get("latency_ns")
        # `type`, because True is an int, too.
        if type(latency_ns) is not int or not INT64_MIN <= latency_ns <= INT64_MAX:
            raise BadAnswerError
        return latency_ns

    return read


READERS: dict[str, ReadAnswer] = {
    "msgspec": read_typed,
    "orjson": reader_with(orjson.loads),
    "json": reader_with(json.loads),
}
