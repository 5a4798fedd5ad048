"""Runs several worker processes that share a listening socket, and ends them together."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
WATCHED_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
STOP_TIMEOUT_S = 1.8


def run_workers(count: int, serve: Callable[[int], None]) -> int:
    """Serves until SIGTERM or SIGINT, or until a worker ends on its own; gives the exit code."""
    # Blocked before the first fork, so that no signal is lost between here and `sigwait`.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED_SIGNALS)
    # fork: the workers inherit the socket and the shared counters.
    fork = multiprocessing.get_context("fork")
    parent = os.getpid()
    workers = [
        fork.Process(target=run_worker, args=(parent, serve, index)) for index in range(count)
    ]
    for worker in workers:
        worker.start()
    received = signal.sigwait(WATCHED_SIGNALS)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(STOP_TIMEOUT_S)
        if worker.is_alive():
            worker.kill()
    if received == signal.SIGCHLD:
        print("a worker process ended on its own", file=sys.stderr)
        return 1
    return 0


def run_worker(parent: int, serve: Callable[[int], None], index: int) -> None:
    die_with(parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED_SIGNALS)
    serve(index)


def die_with(parent: int) -> None:
    """Lets the kernel end this process when its parent ends, even by SIGKILL."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    # The parent may have ended before the call above; then no signal will come.
    if os.getppid() != parent:
        sys.exit(1)
