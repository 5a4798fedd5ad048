"""Preloads accepts.c, by which connections are counted that are accepted outside of Python."""

import ctypes
import os
import sys
from pathlib import Path

LIBRARY = Path(sys.prefix, "lib", "order-server-accepts.so")
LIST = "LD_PRELOAD"


class AcceptsError(Exception):
    """Connections could not be counted."""


def preload_accepts() -> None:
    """Starts this program anew with the library, as a process cannot get it later; once."""
    if hasattr(ctypes.CDLL(None), "count_accepts_at"):
        return
    preloaded = os.environ.get(LIST, "")
    # The loader goes on without a library that it cannot have, so this would not end.
    if str(LIBRARY) in preloaded or not LIBRARY.is_file():
        raise AcceptsError(f"granian needs {LIBRARY}, which build.sh makes, to count connections")
    words = [sys.executable, *sys.orig_argv[1:]]
    os.execve(words[0], words, {**os.environ, LIST: f"{LIBRARY} {preloaded}".rstrip()})


def count_accepts_at(address: int) -> None:
    """Counts the connections of this process in the 64 bits at this address from now on."""
    ctypes.CDLL(None).count_accepts_at(ctypes.c_void_p(address))
