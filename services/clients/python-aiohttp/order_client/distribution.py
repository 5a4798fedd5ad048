"""Samples of nanoseconds as a histogram, with exact sum, minimum and maximum beside it."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Distribution:
    sum: int = 0
    min: int | None = None
    max: int | None = None
    over_range: int = 0
    negative: int = 0
    histogram: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, samples_ns: "array[int]") -> "Distribution":
        # Not before the first samples are to be counted, which is after the window.
        from order_client.counting import count

        counted = count(samples_ns)
        return cls(
            sum=counted.sum,
            min=counted.min,
            max=counted.max,
            over_range=counted.over_range,
            negative=counted.negative,
            histogram=Counter(counted.histogram),
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
