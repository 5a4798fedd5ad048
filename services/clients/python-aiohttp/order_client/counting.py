"""Counts samples into the buckets of a histogram, with numpy: some ns for each sample.

To be imported after the window: numpy takes longer to import than to count 100,000 samples.
"""

import os
from array import array
from dataclasses import dataclass

# Nothing here uses its threads, which otherwise each process would start for each CPU.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]

HIGHEST_NS = 60_000_000_000
# A bucket keeps the 11 leading bits of its values. Half a bucket is at most 2^-11 of them, so its
# middle is off by at most 0.05 %. A double has these bits at its top: sign, exponent, and the
# mantissa without its first bit, which is always 1. Every value up to HIGHEST_NS is exact in it.
MANTISSA_BITS, KEPT_MANTISSA_BITS = 52, 10
DROPPED_BITS = MANTISSA_BITS - KEPT_MANTISSA_BITS
# Bounds the memory that counting needs beside the samples, and the sum of a chunk to int64.
CHUNK_SAMPLES = 65_536


def _keys_of(values_ns: Int64s) -> Int64s:
    bits: Int64s = values_ns.astype(np.float64).view(np.int64)
    return bits >> DROPPED_BITS


def _middles_of(keys: Int64s) -> Int64s:
    # The first dropped bit is half a bucket; in a bucket of one value it is a fraction.
    bits = (keys << DROPPED_BITS) | (1 << (DROPPED_BITS - 1))
    return bits.view(np.float64).astype(np.int64)


LOWEST_KEY, HIGHEST_KEY = (int(key) for key in _keys_of(np.array([1, HIGHEST_NS])))


@dataclass(frozen=True)
class Counted:
    """What there is to know of samples in ns: `sum`, `min` and `max` of those in the histogram."""

    sum: int
    min: int | None
    max: int | None
    over_range: int
    negative: int
    histogram: dict[int, int]


def count(samples_ns: "array[int]") -> Counted:
    total_ns = negative = over_range = 0
    lowest, highest = HIGHEST_NS, 0
    buckets = np.zeros(HIGHEST_KEY - LOWEST_KEY + 1, dtype=np.int64)
    every = np.frombuffer(samples_ns, dtype=np.int64)
    for start in range(0, len(every), CHUNK_SAMPLES):
        chunk = every[start : start + CHUNK_SAMPLES]
        if chunk.min() < 0 or chunk.max() > HIGHEST_NS:
            negative += int(np.count_nonzero(chunk < 0))
            over_range += int(np.count_nonzero(chunk > HIGHEST_NS))
            chunk = chunk[(chunk >= 0) & (chunk <= HIGHEST_NS)]
            if len(chunk) == 0:
                continue
        # The contract records a value of 0 as 1.
        chunk = np.maximum(chunk, 1)
        total_ns += int(chunk.sum())
        lowest, highest = min(lowest, int(chunk.min())), max(highest, int(chunk.max()))
        buckets += np.bincount(_keys_of(chunk) - LOWEST_KEY, minlength=len(buckets))
    used = np.flatnonzero(buckets)
    values = _middles_of(used + LOWEST_KEY).tolist()
    return Counted(
        sum=total_ns,
        min=lowest if values else None,
        max=highest if values else None,
        over_range=over_range,
        negative=negative,
        histogram=dict(zip(values, buckets[used].tolist(), strict=True)),
    )
