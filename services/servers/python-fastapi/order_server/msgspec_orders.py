"""The order as a msgspec struct (variant `msgspec`)."""

from typing import Annotated

import msgspec
import orjson

from order_server.orders import (
    BODY_ERROR,
    INT32_MAX,
    INT32_MIN,
    INT64_MAX,
    InvalidOrder,
    Order,
    checked,
)


class OrderStruct(msgspec.Struct, gc=False):
    order_id: str
    symbol: str
    quantity: Annotated[int, msgspec.Meta(ge=INT32_MIN, le=INT32_MAX)]
    price: float
    timestamp: Annotated[int, msgspec.Meta(ge=0, le=INT64_MAX)]


def parse_order(body: bytes) -> OrderStruct | Order:
    # orjson and not msgspec's decoder, which lets 1e999 and invalid UTF-8 pass in ignored fields.
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidOrder(BODY_ERROR) from error
    try:
        return msgspec.convert(parsed, OrderStruct)
    except msgspec.ValidationError:
        # Off the fast path pydantic names the first faulty field.
        return checked(parsed)
