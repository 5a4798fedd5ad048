"""The client as compile.sh leaves it (variant `cython`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fake_server import FakeServer, success
from run_client import SERVICE, run_client


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it; not optimised, so that it is done sooner."""
    folder = tmp_path_factory.mktemp("compiled")
    package = folder / "order_client"
    shutil.copytree(SERVICE / "order_client", package, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        ["sh", "compile.sh", sys.prefix, package],
        cwd=SERVICE,
        env={"PAIRBENCH_CACHE": str(folder), **os.environ, "CFLAGS": "-O0"},
        check=True,
    )
    return folder


def test_all_but_the_main_module_is_compiled(compiled: Path) -> None:
    left = {file.name for file in compiled.rglob("*.py")}
    assert left == {"__init__.py", "__main__.py"}
    modules = {file.stem for file in (SERVICE / "order_client").glob("[a-z]*.py")}
    assert {file.name.partition(".")[0] for file in compiled.rglob("*.so")} == modules
    assert [folder.name for folder in compiled.iterdir() if "cython" in folder.name] == []


# Each API with one process and with several, and each kind of load.
@pytest.mark.parametrize(
    ("threads", "api", "flags"),
    [
        ("1", "connector", ()),
        ("2", "connector", ("--rate", "500")),
        ("1", "session", ("--no-keep-alive",)),
        ("2", "session", ()),
    ],
)
def test_it_keeps_the_contract(
    compiled: Path, threads: str, api: str, flags: tuple[str, ...]
) -> None:
    with FakeServer(lambda _, order: success(order)) as server:
        run = run_client(
            server.port, "--connections", "4", "--threads", threads, "--warmup", "0s",
            "--duration", "150ms", *flags, environment={"ORDER_CLIENT_API": api}, folder=compiled,
        )  # fmt: skip
        orders = len(server.bodies)
    assert (run.exit_code, run.errors) == (0, "")
    assert (run.result["errors"], run.result["errors_outside_window"]) == ({}, {})
    assert sum(run.result["requests"].values()) == orders > 0
