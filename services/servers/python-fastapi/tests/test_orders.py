"""Validation and its error texts, without HTTP."""

import orjson
import pytest

from order_server.orders import BODY_ERROR, FIELD_ERRORS, InvalidOrder, answer, parse_order

VALID = {"order_id": "a1", "symbol": "AAPL", "quantity": 1, "price": 1.5, "timestamp": 1}


def fault_of(body: bytes) -> str:
    with pytest.raises(InvalidOrder) as caught:
        parse_order(body)
    return str(caught.value)


def test_the_answer_echoes_the_order_and_keeps_a_negative_latency() -> None:
    reply = answer(parse_order(orjson.dumps({**VALID, "timestamp": 2**63 - 1})))
    assert (reply.status, reply.order_id, reply.client_send_time) == ("success", "a1", 2**63 - 1)
    assert reply.latency_ns == reply.server_receive_time - (2**63 - 1) < 0


@pytest.mark.parametrize("field", list(VALID))
def test_a_missing_or_null_field_is_named_in_the_words_of_the_contract(field: str) -> None:
    missing = {name: value for name, value in VALID.items() if name != field}
    assert fault_of(orjson.dumps(missing)) == FIELD_ERRORS[field]
    assert fault_of(orjson.dumps({**VALID, field: None})) == FIELD_ERRORS[field]


def test_the_first_of_several_faults_is_named() -> None:
    faults = {"order_id": "a1", "symbol": 1, "quantity": "1", "price": True, "timestamp": -1}
    assert fault_of(orjson.dumps(faults)) == FIELD_ERRORS["symbol"]


@pytest.mark.parametrize("number", ["2147483648", "-2147483649", "99999999999999999999", "1.0"])
def test_a_quantity_that_is_no_int32_is_named(number: str) -> None:
    body = orjson.dumps(VALID).replace(b'"quantity":1', f'"quantity":{number}'.encode())
    assert fault_of(body) == FIELD_ERRORS["quantity"]


@pytest.mark.parametrize(
    "unknown", [b"NaN", b"1e999", b'"\\ud800"', b'"\xff"', b"01", b"[1,]", b"tru"]
)
def test_malformed_json_is_refused_also_in_a_field_that_is_not_known(unknown: bytes) -> None:
    body = orjson.dumps(VALID).replace(b"{", b'{"unknown":' + unknown + b",", 1)
    assert fault_of(body) == BODY_ERROR


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"a"', b"{", b"{}{}"])
def test_a_body_that_is_not_one_object_is_refused(body: bytes) -> None:
    assert fault_of(body) == BODY_ERROR
