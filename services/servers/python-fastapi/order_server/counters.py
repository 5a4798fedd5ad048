"""Counters that are exact over all worker processes, kept in memory that the processes share."""

import mmap

SLOT_BYTES = 8


class SharedCounters:
    """Each worker adds to a slot of its own, so no lock is needed; a reading adds up the slots."""

    def __init__(self, workers: int) -> None:
        self._orders = _shared_slots(workers)
        self._connections = _shared_slots(workers)
        self.worker = 0

    def count_order(self) -> None:
        self._orders[self.worker] += 1

    def count_connection(self) -> None:
        self._connections[self.worker] += 1

    @property
    def total_orders(self) -> int:
        return sum(self._orders)

    @property
    def total_connections(self) -> int:
        return sum(self._connections)


def _shared_slots(count: int) -> memoryview:
    # An anonymous map is inherited, not copied, by forked processes.
    return memoryview(mmap.mmap(-1, count * SLOT_BYTES)).cast("Q")
