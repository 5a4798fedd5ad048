"""Bodies and answers."""

import json
import time

import pytest

from order_client.answers import READERS, BadAnswerError, ReadAnswer
from order_client.orders import OrderBodies


@pytest.mark.parametrize("length", [*range(100, 130), 200, 65_536])
def test_a_body_is_an_order_of_exactly_the_length_asked_for(length: int) -> None:
    bodies = OrderBodies(length)
    for number in range(3):
        order_id, sent_ns, body = bodies.next()
        order = json.loads(body)
        assert len(body) == length
        assert order["order_id"] == order_id
        assert int(order_id, 16) == number
        assert abs(order["timestamp"] - time.time_ns()) < 60e9
        assert 0 <= time.monotonic_ns() - sent_ns < 60e9
        assert list(order)[:5] == ["order_id", "symbol", "quantity", "price", "timestamp"]


def test_the_order_id_has_16_digits_beside_a_padding_and_else_as_many_as_fit() -> None:
    assert len(OrderBodies(122).next()[0]) == 16
    assert len(OrderBodies(100).next()[0]) == 12


def test_shares_of_a_run_never_use_the_same_order_id() -> None:
    shares = [OrderBodies(200, first=index, step=3) for index in range(3)]
    ids = [share.next()[0] for _ in range(50) for share in shares]
    assert len(set(ids)) == len(ids)


EVERY_READER = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


@EVERY_READER
def test_an_answer_gives_its_latency(read: ReadAnswer) -> None:
    answer = b'{"status":"success","order_id":"a","latency_ns":-7,"more":[1]}'
    assert read(answer, "a") == -7


@EVERY_READER
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"order",
        b"[]",
        b'{"status":"success","order_id":"b","latency_ns":1}',
        b'{"status":"failure","order_id":"a","latency_ns":1}',
        b'{"status":"success","order_id":"a"}',
        b'{"status":"success","order_id":"a","latency_ns":"1"}',
        b'{"status":"success","order_id":"a","latency_ns":true}',
        b'{"status":"success","order_id":"a","latency_ns":1.5}',
        b'{"status":"success","order_id":"a","latency_ns":99999999999999999999}',
        b'{"status":"success","order_id":"\xff","latency_ns":1}',
        b"[" * 100_000,
    ],
)
def test_any_other_answer_is_bad(read: ReadAnswer, answer: bytes) -> None:
    with pytest.raises(BadAnswerError):
        read(answer, "a")
