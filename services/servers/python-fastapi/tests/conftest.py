"""Starts the real server in a process of its own, on a port that the kernel chooses."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from order_server.accepts import LIBRARY

SERVICE = Path(__file__).parent.parent
GRANIAN = {"ORDER_SERVER_HTTP": "granian"}


class RunningServer:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.announcement: dict[str, Any] = json.loads(process.stdout.readline())
        self.port: int = self.announcement["port"]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def stats(self) -> dict[str, Any]:
        connection = self.connect()
        connection.request("GET", "/stats")
        stats = json.loads(connection.getresponse().read())
        connection.close()
        return stats


@contextmanager
def running_server(**environment: str) -> Iterator[RunningServer]:
    process = subprocess.Popen(
        [sys.executable, "-m", "order_server"],
        cwd=SERVICE,
        env={**os.environ, "PORT": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield RunningServer(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=10)


@pytest.fixture(scope="session", autouse=True)
def _accepts() -> None:
    """What build.sh makes for granian, in the virtual environment of the tests."""
    compiler = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    LIBRARY.parent.mkdir(exist_ok=True)
    subprocess.run([*compiler, "-o", LIBRARY, "accepts.c"], cwd=SERVICE, check=True)


@pytest.fixture(scope="module", params=[{}, GRANIAN], ids=["uvicorn", "granian"])
def served_by(request: pytest.FixtureRequest) -> dict[str, str]:
    """Variables by which the application is served by each of the two."""
    return request.param


@pytest.fixture(scope="module")
def server(served_by: dict[str, str]) -> Iterator[RunningServer]:
    with running_server(
        PAIRBENCH_TOKEN="a token", PAIRBENCH_BUILD_ID="a build", **served_by
    ) as running:
        yield running
