"""The histogram and the exact numbers beside it."""

from array import array

import pytest

from order_client import distribution
from order_client.distribution import Distribution


def of(*samples: int) -> Distribution:
    return Distribution.of(array("q", samples))


def test_an_empty_one_has_no_minimum_and_no_maximum() -> None:
    assert of().as_json() == {
        "count": 0, "sum": 0, "min": None, "max": None,
        "over_range": 0, "negative": 0, "histogram": [],
    }  # fmt: skip


def test_values_out_of_range_are_only_counted_and_0_is_recorded_as_1() -> None:
    result = of(-5, 0, 7, 60_000_000_000, 60_000_000_001)
    assert (result.count, result.negative, result.over_range) == (3, 1, 1)
    assert (result.min, result.max, result.sum) == (1, 60_000_000_000, 60_000_000_008)
    assert result.pairs()[-1] == (60_000_000_000, 1)


@pytest.mark.parametrize("value", [2, 2047, 2048, 2049, 4095, 123_457, 999_999_999, 59_999_999_999])
def test_a_value_is_kept_with_less_than_a_thousandth_of_error(value: int) -> None:
    ((kept, number),) = of(value, value).pairs()
    assert number == 2
    assert kept == value
    recorded = of(1, value, 60_000_000_000).pairs()[1][0]
    assert abs(recorded - value) <= value / 1000


def test_adding_and_sorting_in_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [(number * 7919) ** 2 % 10**9 - 50 for number in range(1000)]
    whole = of(*samples)
    sum_of_two = of(*samples[:300])
    sum_of_two.add(of(*samples[300:]))
    monkeypatch.setattr(distribution, "CHUNK_SAMPLES", 64)
    assert sum_of_two.as_json() == whole.as_json() == of(*samples).as_json()


def test_a_percentile_is_the_value_that_so_many_do_not_exceed() -> None:
    hundred = of(*range(1, 101))
    assert [hundred.percentile(p) for p in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert of().percentile(50) is None
