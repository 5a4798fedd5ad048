"""Epoch times of moments on the monotonic clock, so that one look at a clock gives both."""

from time import monotonic_ns, time_ns

# A clock that is set is followed after this time.
TRUSTED_FOR_NS = 10_000_000
LOOKS = 3


class EpochClock:
    """Both clocks are slewed alike, so that their difference changes only when one is set."""

    def __init__(self) -> None:
        self._difference_ns = 0
        self._trusted_until_ns = 0

    def epoch_ns(self, now_ns: int) -> int:
        """The epoch time in ns of `now_ns`, which `monotonic_ns` gave a moment ago."""
        if now_ns >= self._trusted_until_ns:
            self._difference_ns = difference_ns()
            self._trusted_until_ns = now_ns + TRUSTED_FOR_NS
        return now_ns + self._difference_ns


def difference_ns() -> int:
    """By the closest of some looks: between two of them the process may have lost its CPU."""
    looks = ((monotonic_ns(), time_ns(), monotonic_ns()) for _ in range(LOOKS))
    before_ns, epoch_ns, after_ns = min(looks, key=lambda look: look[2] - look[0])
    return epoch_ns - (before_ns + after_ns) // 2
