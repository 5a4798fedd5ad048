"""Shares the load out over several processes, and makes one stream of events of theirs."""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Semaphore

from order_client.choices import Choices
from order_client.events import Connected, Event, Failed, Interval, Measuring, WindowEnd
from order_client.loops import run_on
from order_client.result import Result, total_of
from order_client.settings import Settings
from order_client.share import Share, run_share

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
# From the message "start" to the common start, so that every process is there in time.
START_DELAY_NS = 20_000_000


def run_in_processes(settings: Settings, choices: Choices, emit: Callable[[Event], None]) -> None:
    # spawn: a fresh interpreter, that shares nothing with this one by accident.
    spawn = multiprocessing.get_context("spawn")
    tickets = None if settings.requests is None else spawn.Semaphore(settings.requests)
    connections: list[Connection] = []
    for index in range(settings.threads):
        ours, theirs = spawn.Pipe()
        share = Share(index, settings.threads)
        spawn.Process(
            target=_run_as_worker,
            args=(os.getpid(), settings, choices, share, tickets, theirs),
            daemon=True,
        ).start()
        theirs.close()
        connections.append(ours)
    try:
        _merge(connections, emit)
    except EOFError:
        emit(Failed("other", "a worker process ended before its result"))


def _merge(connections: list[Connection], emit: Callable[[Event], None]) -> None:
    connected: list[Connected] = []
    for connection in connections:
        event = connection.recv()
        if isinstance(event, Failed):
            emit(event)
            return
        connected.append(event)
    emit(
        Connected(
            sum(event.connections for event in connected),
            max(event.elapsed_ns for event in connected),
        )
    )
    start_ns = time.monotonic_ns() + START_DELAY_NS
    for connection in connections:
        connection.send(start_ns)

    merged = _Merged(len(connections), emit)
    unfinished = set(connections)
    while unfinished:
        for connection in connections_with_events(unfinished):
            event = connection.recv()
            merged.add(event)
            if isinstance(event, Result):
                unfinished.remove(connection)


def connections_with_events(connections: set[Connection]) -> list[Connection]:
    return [ready for ready in wait(connections) if isinstance(ready, Connection)]


class _Merged:
    """Collects one event of each process and emits their sum."""

    def __init__(self, processes: int, emit: Callable[[Event], None]) -> None:
        self._processes = processes
        self._emit = emit
        self._measuring = False
        self._intervals: list[Interval] = []
        self._window_ends: list[WindowEnd] = []
        self._results: list[Result] = []

    def add(self, event: Event) -> None:
        match event:
            case Measuring() if not self._measuring:
                self._measuring = True
                self._intervals.clear()
                self._emit(event)
            case Interval(phase=phase) if (phase == "window") == self._measuring:
                self._intervals.append(event)
                self._emit_intervals()
            case WindowEnd():
                self._window_ends.append(event)
                self._emit_window_end()
            case Result():
                self._results.append(event)
                if len(self._results) == self._processes:
                    self._emit(total_of(self._results))

    def _emit_intervals(self) -> None:
        if len(self._intervals) == self._processes:
            self._emit(
                Interval(
                    phase=self._intervals[0].phase,
                    elapsed_ns=max(event.elapsed_ns for event in self._intervals),
                    completed=sum(event.completed for event in self._intervals),
                    errors=sum(event.errors for event in self._intervals),
                )
            )
            self._intervals.clear()

    def _emit_window_end(self) -> None:
        if len(self._window_ends) == self._processes:
            self._emit(
                WindowEnd(
                    elapsed_ns=min(event.elapsed_ns for event in self._window_ends),
                    completed=sum(event.completed for event in self._window_ends),
                    errors=sum(event.errors for event in self._window_ends),
                )
            )


def _run_as_worker(
    parent: int,
    settings: Settings,
    choices: Choices,
    share: Share,
    tickets: Semaphore | None,
    connection: Connection,
) -> None:
    _die_with(parent)

    def take_ticket() -> int:
        assert tickets is not None
        return tickets.get_value() if tickets.acquire(block=False) else -1

    run_on(
        choices.loop,
        run_share(
            settings,
            choices,
            share,
            None if tickets is None else take_ticket,
            connection.send,
            # No request is in flight, so nothing is missed while this blocks the event loop.
            connection.recv,
        ),
    )


def _die_with(parent: int) -> None:
    """Lets the kernel end this process when its parent ends, even by SIGKILL."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    # The parent may have ended before the call above; then no signal will come.
    if os.getppid() != parent:
        sys.exit(1)
