"""Runs the real client and reads its events: in a process of its own, or in that of the tests."""

import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from order_client.__main__ import main

SERVICE = Path(__file__).parent.parent


@dataclass
class Run:
    exit_code: int
    events: list[dict[str, Any]]
    errors: str

    @property
    def result(self) -> dict[str, Any]:
        assert self.events[-1]["event"] == "result", (self.events[-1], self.errors)
        return self.events[-1]

    def named(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == name]


def run_process(
    *flags: str,
    prefix: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path = SERVICE,
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*prefix, sys.executable, "-m", "order_client", *flags],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run_client(
    port: int,
    *flags: str,
    prefix: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    folder: Path = SERVICE,
) -> Run:
    finished = run_process(
        *flags_for(port), *flags, prefix=prefix, environment=environment, folder=folder
    )
    return Run(finished.returncode, events_in(finished.stdout), finished.stderr)


def run_client_here(port: int, *flags: str) -> Run:
    """Without a new process, which takes longer to start than most runs take."""
    output, errors = io.StringIO(), io.StringIO()
    on_interrupt = signal.getsignal(signal.SIGINT)
    try:
        with redirect_stdout(output), redirect_stderr(errors):
            exit_code = main([*flags_for(port), *flags])
    finally:
        # What a client changes in its process, because it is the only one there.
        signal.signal(signal.SIGINT, on_interrupt)
        gc.unfreeze()
    return Run(exit_code, events_in(output.getvalue()), errors.getvalue())


def flags_for(port: int) -> tuple[str, ...]:
    return ("--url", f"http://127.0.0.1:{port}", "--format", "json")


def events_in(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]
