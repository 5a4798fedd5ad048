"""An epoch time that was had from the monotonic clock is that of the epoch clock."""

import time

import pytest

from order_client import epoch_clock
from order_client.epoch_clock import TRUSTED_FOR_NS, EpochClock

TOLERANCE_NS = 1_000_000
HOUR_NS = 3_600_000_000_000


def test_an_epoch_time_lies_between_two_looks_at_the_epoch_clock() -> None:
    clock = EpochClock()
    for _ in range(1000):
        before_ns = time.time_ns()
        ns = clock.epoch_ns(time.monotonic_ns())
        assert before_ns - TOLERANCE_NS <= ns <= time.time_ns() + TOLERANCE_NS


def test_a_clock_that_is_set_is_followed_soon_and_until_then_times_are_as_far_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = EpochClock()
    now_ns = time.monotonic_ns()
    first_ns = clock.epoch_ns(now_ns)
    monkeypatch.setattr(epoch_clock, "time_ns", lambda: time.time_ns() + HOUR_NS)
    assert clock.epoch_ns(now_ns + TRUSTED_FOR_NS - 1) == first_ns + TRUSTED_FOR_NS - 1
    late_ns = clock.epoch_ns(now_ns + TRUSTED_FOR_NS) - first_ns - TRUSTED_FOR_NS
    assert abs(late_ns - HOUR_NS) < TOLERANCE_NS


def test_the_closest_of_the_looks_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # Between the looks of the first and the last the process has lost its CPU.
    monotonic = iter([0, 900, 1000, 1020, 2000, 2900])
    epoch = iter([5_000_000, 5_001_010, 5_009_999])
    monkeypatch.setattr(epoch_clock, "monotonic_ns", lambda: next(monotonic))
    monkeypatch.setattr(epoch_clock, "time_ns", lambda: next(epoch))
    assert epoch_clock.difference_ns() == 5_000_000
