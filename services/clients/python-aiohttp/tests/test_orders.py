"""Bodies and answers."""

import json
import time

import pytest

from order_client import epoch_clock
from order_client.answers import READERS, BadAnswerError, ReadAnswer
from order_client.epoch_clock import TRUSTED_FOR_NS
from order_client.orders import OrderBodies

# Between two looks at the clocks the process may lose its CPU.
TOLERANCE_NS = 1_000_000_000
HOUR_NS = 3_600_000_000_000


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


def test_the_stamp_is_the_epoch_time_of_the_time_that_is_given_back() -> None:
    bodies = OrderBodies(200)
    for _ in range(1000):
        before_ns = time.time_ns()
        _, sent_ns, body = bodies.next()
        after_ns = time.time_ns()
        stamp_ns = json.loads(body)["timestamp"]
        assert before_ns - TOLERANCE_NS <= stamp_ns <= after_ns + TOLERANCE_NS
        ahead_ns = time.time_ns() - time.monotonic_ns()
        assert abs(stamp_ns - sent_ns - ahead_ns) < TOLERANCE_NS


def test_a_clock_that_is_set_is_followed_by_the_stamps(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = OrderBodies(200)
    first_ns = json.loads(bodies.next()[2])["timestamp"]
    monkeypatch.setattr(epoch_clock, "time_ns", lambda: time.time_ns() + HOUR_NS)
    deadline_ns = time.monotonic_ns() + 100 * TRUSTED_FOR_NS
    stamp_ns = first_ns
    while stamp_ns - first_ns < HOUR_NS - TOLERANCE_NS:
        assert time.monotonic_ns() < deadline_ns
        stamp_ns = json.loads(bodies.next()[2])["timestamp"]


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
