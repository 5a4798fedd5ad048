"""An epoch time that was had from the monotonic clock is that of the epoch clock."""

import time

import pytest

from order_client import epoch_clock
from order_client.epoch_clock import TRUSTED_FOR_NS, EpochClock

# Between two looks at the clocks the process may lose its CPU.
TOLERANCE_NS = 1_000_000_000


def test_an_epoch_time_lies_between_two_looks_at_the_epoch_clock() -> None:
    clock = EpochClock()
    for _ in range(1000):
        before_ns = time.time_ns()
        now_ns = time.monotonic_ns()
        clock.compare(now_ns)
        epoch_ns = now_ns + clock.ahead_ns
        assert before_ns - TOLERANCE_NS <= epoch_ns <= time.time_ns() + TOLERANCE_NS


def test_it_is_to_be_compared_at_once_and_then_again_after_a_while() -> None:
    clock = EpochClock()
    assert time.monotonic_ns() >= clock.trusted_until_ns
    clock.compare(1000)
    assert clock.trusted_until_ns == 1000 + TRUSTED_FOR_NS


def test_the_closest_of_the_looks_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # Between the looks of the first and the last the process has lost its CPU.
    monotonic = iter([0, 900, 1000, 1020, 2000, 2900])
    epoch = iter([5_000_000, 5_001_010, 5_009_999])
    monkeypatch.setattr(epoch_clock, "monotonic_ns", lambda: next(monotonic))
    monkeypatch.setattr(epoch_clock, "time_ns", lambda: next(epoch))
    assert epoch_clock.difference_ns() == 5_000_000
