"""Counters that are exact over all worker processes, kept in memory that the processes share."""

import ctypes
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

    def connections_address(self) -> int:
        """Where this worker's connections are counted, for code that is not Python's."""
        slot = ctypes.c_uint64.from_buffer(self._connections, self.worker * SLOT_BYTES)
        return ctypes.addressof(slot)

    @property
    def total_orders(self) -> int:
        return sum(self._orders)

    @property
    def total_connections(self) -> int:
        return sum(self._connections)


def _shared_slots(count: int) -> memoryview:
    # An anonymous map is inherited, not copied, by forked processes.
    return memoryview(mmap.mmap(-1, count * SLOT_BYTES)).cast("Q")
