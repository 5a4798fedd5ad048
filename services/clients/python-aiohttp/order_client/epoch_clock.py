"""Epoch times of moments on the monotonic clock, so that one look at a clock gives both."""

from time import monotonic_ns, time_ns

# A clock that is set is followed after this time.
TRUSTED_FOR_NS = 10_000_000
LOOKS = 3


class EpochClock:
    """Both clocks are slewed alike, so that their difference changes only when one is set.

    To be compared again at a time of `monotonic_ns` that is not before `trusted_until_ns`. Not
    hidden behind one method: its call would take as long as the look at a clock that is saved.
    """

    def __init__(self) -> None:
        self.ahead_ns = 0
        self.trusted_until_ns = 0

    def compare(self, now_ns: int) -> None:
        self.ahead_ns = difference_ns()
        self.trusted_until_ns = now_ns + TRUSTED_FOR_NS


def difference_ns() -> int:
    """By the closest of some looks: between two of them the process may have lost its CPU."""
    looks = ((monotonic_ns(), time_ns(), monotonic_ns()) for _ in range(LOOKS))
    before_ns, epoch_ns, after_ns = min(looks, key=lambda look: look[2] - look[0])
    return epoch_ns - (before_ns + after_ns) // 2
