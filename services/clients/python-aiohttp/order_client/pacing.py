"""When requests are due: at once (closed loop), or at fixed times (open loop)."""

import asyncio
import time
from collections import deque

from order_client.timer import Timer

NS_PER_S = 1_000_000_000


class Pacer:
    """Gives out the due times start + i/R in their order; i goes up in steps, one share's part.

    A worker that asks waits until its request is due, or not at all if that time has passed, so
    what is due first is sent first.
    """

    def __init__(self, rate_per_s: float, start_ns: int, *, first: int, step: int) -> None:
        self._rate_per_s = rate_per_s
        self._first = first
        self._step = step
        self._start_ns = start_ns
        self._given_out = 0
        self._released = 0
        self._ended = False
        # In order of their due times, because these are given out in order.
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._timer = Timer(self._release_due)

    async def next_due_ns(self) -> int | None:
        """None when the load has ended."""
        due_ns = self._due_ns(self._given_out)
        self._given_out += 1
        if due_ns > time.monotonic_ns():
            await self._until(due_ns)
        if self._ended:
            return None
        self._released += 1
        return due_ns

    def end(self) -> None:
        self._ended = True
        self._timer.close()
        for _, future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def due_and_unsent(self, from_ns: int, to_ns: int) -> tuple[int, int]:
        """How many requests were due from `from_ns` to before `to_ns`; those never released."""
        first = self._first_due_at(from_ns)
        end = self._first_due_at(to_ns)
        return end - first, max(end - max(first, self._released), 0)

    async def _until(self, due_ns: int) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((due_ns, future))
        if len(self._waiting) == 1:
            self._timer.set(due_ns)
        await future

    def _release_due(self) -> None:
        now_ns = time.monotonic_ns()
        while self._waiting and self._waiting[0][0] <= now_ns:
            self._waiting.popleft()[1].set_result(None)
        if self._waiting:
            self._timer.set(self._waiting[0][0])

    def _due_ns(self, number: int) -> int:
        i = self._first + number * self._step
        return self._start_ns + int(i * NS_PER_S / self._rate_per_s)

    def _first_due_at(self, at_ns: int) -> int:
        estimate = (at_ns - self._start_ns) * self._rate_per_s / NS_PER_S
        number = max(int((estimate - self._first) / self._step) - 1, 0)
        while self._due_ns(number) < at_ns:
            number += 1
        return number
