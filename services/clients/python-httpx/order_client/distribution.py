"""Samples of nanoseconds as a histogram, with exact sum, minimum and maximum beside it."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

HIGHEST_NS = 60_000_000_000
# A bucket keeps the 11 leading bits of its values. Half a bucket is at most 2^-11 of them, so its
# middle is off by at most 0.05 %.
KEPT_BITS = 11
# Bounds the memory that sorting needs; a Python integer is four times as large as in an array.
CHUNK_SAMPLES = 1_000_000


@dataclass
class Distribution:
    sum: int = 0
    min: int | None = None
    max: int | None = None
    over_range: int = 0
    negative: int = 0
    histogram: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, samples: "array[int]") -> "Distribution":
        whole = cls()
        for start in range(0, len(samples), CHUNK_SAMPLES):
            # Python's integers are made once for a list, and for each use of an array.
            chunk = samples[start : start + CHUNK_SAMPLES].tolist()
            chunk.sort()
            whole.add(cls._of_sorted(chunk))
        return whole

    @classmethod
    def _of_sorted(cls, ascending: list[int]) -> "Distribution":
        negative = bisect_left(ascending, 0)
        over = bisect_right(ascending, HIGHEST_NS)
        recorded = ascending[negative:over]
        # The contract records a value of 0 as 1.
        zeros = bisect_right(recorded, 0)
        recorded[:zeros] = [1] * zeros
        return cls(
            sum=sum(recorded),
            min=recorded[0] if recorded else None,
            max=recorded[-1] if recorded else None,
            over_range=len(ascending) - over,
            negative=negative,
            histogram=_histogram(recorded),
        )

    @property
    def count(self) -> int:
        return self.histogram.total()

    @property
    def mean(self) -> float | None:
        return self.sum / self.count if self.count else None

    def add(self, other: "Distribution") -> None:
        self.sum += other.sum
        self.min = min((x for x in (self.min, other.min) if x is not None), default=None)
        self.max = max((x for x in (self.max, other.max) if x is not None), default=None)
        self.over_range += other.over_range
        self.negative += other.negative
        self.histogram.update(other.histogram)

    def pairs(self) -> list[tuple[int, int]]:
        """Value and count, ascending; the middle of an outermost bucket can lie outside."""
        if self.min is None or self.max is None:
            return []
        return [
            (min(max(value, self.min), self.max), number)
            for value, number in sorted(self.histogram.items())
        ]

    def percentile(self, percent: float) -> int | None:
        """The smallest value that at least `percent` of the samples do not exceed."""
        left = percent / 100 * self.count
        for value, number in self.pairs():
            left -= number
            if left <= 0:
                return value
        return None

    def as_json(self) -> dict[str, Any]:
        return {
            "count": self.count,
            "sum": self.sum,
            "min": self.min,
            "max": self.max,
            "over_range": self.over_range,
            "negative": self.negative,
            "histogram": self.pairs(),
        }


def _histogram(ascending: Sequence[int]) -> Counter[int]:
    # A search for the end of each bucket: five times faster than to look at each sample.
    counts: Counter[int] = Counter()
    start = 0
    while start < len(ascending):
        shift = max(ascending[start].bit_length() - KEPT_BITS, 0)
        lowest = ascending[start] >> shift << shift
        end = bisect_left(ascending, lowest + (1 << shift), start)
        counts[lowest + (1 << shift >> 1)] = end - start
        start = end
    return counts
