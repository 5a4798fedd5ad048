"""Runs a coroutine on the event loop that was chosen."""

import asyncio
from collections.abc import Coroutine
from typing import Any


def run_on(loop: str, work: Coroutine[Any, Any, None]) -> None:
    if loop == "asyncio":
        asyncio.run(work)
    else:
        import uvloop  # Not needed, and not loaded, on the other loop.

        uvloop.run(work)
