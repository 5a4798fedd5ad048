"""Runs the real client in a process of its own and reads its events."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    url = f"http://127.0.0.1:{port}"
    finished = run_process(
        "--url", url, "--format", "json", *flags,
        prefix=prefix, environment=environment, folder=folder,
    )  # fmt: skip
    events = [json.loads(line) for line in finished.stdout.splitlines()]
    return Run(finished.returncode, events, finished.stderr)
