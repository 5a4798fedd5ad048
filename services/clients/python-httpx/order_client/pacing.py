"""When requests are due: at once (closed loop), or at fixed times (open loop)."""

import asyncio
import time
from collections import deque

from order_client.timer import Timer

NS_PER_S = 1_000_000_000


class Pacer:
    """Gives out the due times start + i/R in their order; i goes up in steps, one share's part.

    A worker gets a number only when it is due, so what is due first is sent first.
    """

    def __init__(self, rate_per_s: float, start_ns: int, *, first: int, step: int) -> None:
        self._rate_per_s = rate_per_s
        self._start_ns = start_ns
        self._first = first
        self._step = step
        self._sent = 0
        self._ended = False
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer = Timer(self._wake_for_due)

    async def next_due_ns(self) -> int | None:
        """Waits until the next request is due; None when the load has ended."""
        while not self._ended:
            due_ns = self._due_ns(self._sent)
            if due_ns <= time.monotonic_ns():
                self._sent += 1
                return due_ns
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            if len(self._waiting) == 1:
                self._timer.set(due_ns)
            await future
        return None

    def end(self) -> None:
        self._ended = True
        self._timer.close()
        while self._waiting:
            self._waiting.popleft().set_result(None)

    def due_and_unsent(self, from_ns: int, to_ns: int) -> tuple[int, int]:
        """How many requests were due from `from_ns` to before `to_ns`; those of them never sent."""
        first = self._first_due_at(from_ns)
        end = self._first_due_at(to_ns)
        return end - first, max(end - max(first, self._sent), 0)

    def _wake_for_due(self) -> None:
        now_ns = time.monotonic_ns()
        number = self._sent
        while self._waiting and self._due_ns(number) <= now_ns:
            self._waiting.popleft().set_result(None)
            number += 1
        if self._waiting:
            self._timer.set(self._due_ns(number))

    def _due_ns(self, number: int) -> int:
        i = self._first + number * self._step
        return self._start_ns + int(i * NS_PER_S / self._rate_per_s)

    def _first_due_at(self, at_ns: int) -> int:
        estimate = (at_ns - self._start_ns) * self._rate_per_s / NS_PER_S
        number = max(int((estimate - self._first) / self._step) - 1, 0)
        while self._due_ns(number) < at_ns:
            number += 1
        return number
