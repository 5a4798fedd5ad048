"""Due times of the open loop."""

import asyncio
import time

from order_client.pacing import Pacer

MS = 1_000_000


def test_requests_are_given_out_in_order_at_their_due_times_and_not_before() -> None:
    async def collect() -> tuple[list[int], list[int], int]:
        start_ns = time.monotonic_ns()
        pacer = Pacer(1000, start_ns, first=0, step=1)
        given: list[int] = []
        early: list[int] = []

        async def work() -> None:
            for _ in range(5):
                due_ns = await pacer.next_due_ns()
                assert due_ns is not None
                given.append(due_ns)
                if time.monotonic_ns() < due_ns:
                    early.append(due_ns)

        await asyncio.gather(work(), work(), work())
        pacer.end()
        return given, early, start_ns

    given, early, start_ns = asyncio.run(collect())
    assert given == [start_ns + i * MS for i in range(15)]
    assert early == []


def test_the_end_wakes_those_who_wait_and_counts_what_was_never_sent() -> None:
    async def run() -> tuple[int | None, tuple[int, int]]:
        start_ns = time.monotonic_ns() - 10 * MS
        pacer = Pacer(1000, start_ns, first=0, step=1)
        for _ in range(4):
            await pacer.next_due_ns()
        counts = pacer.due_and_unsent(start_ns + 2 * MS, start_ns + 8 * MS)
        far_future = Pacer(0.001, time.monotonic_ns(), first=1, step=1)
        waiter = asyncio.create_task(far_future.next_due_ns())
        await asyncio.sleep(0)
        far_future.end()
        pacer.end()
        return await waiter, counts

    woken, counts = asyncio.run(run())
    assert woken is None
    # Due at 2, 3, ... 7 ms; 0 to 3 were sent.
    assert counts == (6, 4)


def test_the_shares_of_a_rate_add_up_to_it() -> None:
    async def due(first: int) -> int:
        pacer = Pacer(999, 0, first=first, step=3)
        pacer.end()
        return pacer.due_and_unsent(500 * MS, 1500 * MS)[0]

    async def all_due() -> list[int]:
        return [await due(first) for first in range(3)]

    assert asyncio.run(all_due()) == [333, 333, 333]
