"""What an order and its answer are, and how a body that is not an order is described."""

import time
from dataclasses import dataclass
from typing import Annotated, Protocol

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1
INT64_MAX = 2**63 - 1

BODY_ERROR = "the body must be one JSON object in valid UTF-8"
FIELD_ERRORS = {
    "order_id": "order_id must be a string",
    "symbol": "symbol must be a string",
    "quantity": f"quantity must be an integer from {INT32_MIN} to {INT32_MAX}",
    "price": "price must be a finite number",
    "timestamp": f"timestamp must be an integer from 0 to {INT64_MAX}",
}


class Order(BaseModel):
    # Without strict mode pydantic takes "100", 1.0 and true for an integer.
    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    order_id: str
    symbol: str
    quantity: Annotated[int, Field(ge=INT32_MIN, le=INT32_MAX)]
    price: float
    timestamp: Annotated[int, Field(ge=0, le=INT64_MAX)]


class ValidOrder(Protocol):
    """What the endpoint needs of an order, whichever library has checked it."""

    @property
    def order_id(self) -> str: ...
    @property
    def timestamp(self) -> int: ...


# A dataclass, because orjson serialises it without a detour over a dict.
@dataclass(slots=True)
class OrderReply:
    status: str
    order_id: str
    server_receive_time: int
    client_send_time: int
    latency_ns: int


class InvalidOrder(ValueError):
    """The body is not an order; the text says why, in the words of the contract."""


def parse_order(body: bytes) -> Order:
    # orjson and not `model_validate_json`: pydantic's parser lets NaN and 1e999 pass in fields
    # that the model does not know.
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidOrder(BODY_ERROR) from error
    return checked(parsed)


def checked(parsed: object) -> Order:
    """Raises InvalidOrder, which names the first faulty field."""
    try:
        return Order.model_validate(parsed)
    except ValidationError as error:
        raise InvalidOrder(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    # pydantic lists faults in the order of the model's fields; a fault of the whole has no place.
    location = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    return FIELD_ERRORS[str(location[0])] if location else BODY_ERROR


def answer(order: ValidOrder) -> OrderReply:
    received_ns = time.time_ns()
    return OrderReply(
        status="success",
        order_id=order.order_id,
        server_receive_time=received_ns,
        client_send_time=order.timestamp,
        latency_ns=received_ns - order.timestamp,
    )
