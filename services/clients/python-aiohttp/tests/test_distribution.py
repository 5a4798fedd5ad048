"""The histogram and the exact numbers beside it."""

import random
import subprocess
import sys
from array import array
from collections import Counter
from typing import Any

import pytest
from run_client import SERVICE

from order_client import counting
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


HIGHEST_NS = 60_000_000_000
# Where buckets begin and end, and what is next to it.
EDGES = sorted(
    {
        (leading << shift) + beside
        for shift in range(25)
        for leading in (1024, 1025, 1536, 2047)
        for beside in (-1, 0, 1)
    }
)


def oracle(samples: list[int]) -> dict[str, Any]:
    """The same, one sample after the other and with whole numbers only."""
    recorded = [max(sample, 1) for sample in samples if 0 <= sample <= HIGHEST_NS]
    lowest, highest = min(recorded, default=None), max(recorded, default=None)
    histogram: Counter[int] = Counter()
    for sample in recorded:
        width = 1
        while sample // width >= 2048:
            width *= 2
        middle = sample // width * width + width // 2
        histogram[min(max(middle, lowest), highest)] += 1
    return {
        "count": len(recorded),
        "sum": sum(recorded),
        "min": lowest,
        "max": highest,
        "over_range": sum(sample > HIGHEST_NS for sample in samples),
        "negative": sum(sample < 0 for sample in samples),
        "histogram": sorted(histogram.items()),
    }


def samples_of(seed: int) -> list[int]:
    """Of every magnitude, negative ones and some out of range among them."""
    rng = random.Random(seed)
    several = [rng.getrandbits(rng.randrange(63)) for _ in range(2000)]
    return [-sample if rng.random() < 0.1 else sample for sample in several]


@pytest.mark.parametrize(
    "samples",
    [
        list(range(5000)),
        EDGES,
        [0] * 10,
        [HIGHEST_NS] * 1000,
        [-1, HIGHEST_NS + 1],
        [-(2**63), 2**63 - 1],
        *(samples_of(seed) for seed in range(20)),
    ],
)
def test_it_is_what_an_oracle_gives_also_in_chunks(
    monkeypatch: pytest.MonkeyPatch, samples: list[int]
) -> None:
    assert of(*samples).as_json() == oracle(samples)
    monkeypatch.setattr(counting, "CHUNK_SAMPLES", 64)
    assert of(*samples).as_json() == oracle(samples)


def test_the_sum_of_a_chunk_fits_in_64_bits() -> None:
    assert counting.CHUNK_SAMPLES * HIGHEST_NS < 2**63


def test_two_that_are_added_are_as_one_of_both() -> None:
    samples = samples_of(1)
    sum_of_two = of(*samples[:300])
    sum_of_two.add(of(*samples[300:]))
    assert sum_of_two.as_json() == oracle(samples)


def test_a_percentile_is_the_value_that_so_many_do_not_exceed() -> None:
    hundred = of(*range(1, 101))
    assert [hundred.percentile(p) for p in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert of().percentile(50) is None


def test_numpy_is_not_loaded_before_there_is_something_to_count() -> None:
    script = """
import sys
import order_client.__main__
from order_client.distribution import Distribution
from array import array
before = "numpy" in sys.modules
Distribution.of(array("q", [1]))
print(before, "numpy" in sys.modules)
"""
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=SERVICE, capture_output=True, text=True, check=True
    )
    assert finished.stdout.split() == ["False", "True"]
