"""How a worker's orders reach the server: what all ways to use aiohttp have in common."""

from collections.abc import Callable
from typing import Protocol


class Lane(Protocol):
    """One order at a time, over one connection."""

    async def exchange(self, body: bytes) -> tuple[int, bytes]:
        """Gives the status and the body of the answer."""

    def release(self) -> None:
        """Gives the connection back; to be called when no exchange is under way."""


OpenLane = Callable[[], Lane]
