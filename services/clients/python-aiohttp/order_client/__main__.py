"""Starts the client: reads the flags, carries the run out, and reports it."""

import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from order_client.choices import ChoiceError, Choices
from order_client.events import Event, Failed
from order_client.loops import run_on
from order_client.phases import TakeTicket
from order_client.processes import run_in_processes
from order_client.report import report_in
from order_client.settings import Settings, parse_command_line
from order_client.share import Share, run_share

REPORTED_PACKAGES = ("aiohttp", "yarl", "msgspec", "orjson", "uvloop")


def versions() -> dict[str, str]:
    found = {package: version(package) for package in REPORTED_PACKAGES}
    return {**found, "python": platform.python_version()}


def run_here(settings: Settings, choices: Choices, emit: Callable[[Event], None]) -> None:
    tickets = None if settings.requests is None else count_down(settings.requests)
    share = run_share(settings, choices, Share(0, 1), tickets, emit, time.monotonic_ns)
    run_on(choices.loop, share)


def count_down(left: int) -> TakeTicket:
    def take() -> int:
        nonlocal left
        left -= 1
        return left

    return take


def main(arguments: list[str]) -> int:
    # Ctrl-C ends the run at once, like SIGTERM, and not as an exception somewhere in it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    command_line = parse_command_line(arguments)
    if command_line.versions:
        print(json.dumps(versions()))
        return 0
    settings = command_line.settings
    try:
        choices = Choices.from_environment(os.environ)
    except ChoiceError as error:
        print(error, file=sys.stderr)
        return 2
    report = report_in(command_line.format)
    failed = False

    def emit(event: Event) -> None:
        nonlocal failed
        failed = failed or isinstance(event, Failed)
        report.emit(event)

    report.hello(settings, versions())
    if settings.threads == 1:
        run_here(settings, choices, emit)
    else:
        run_in_processes(settings, choices, emit)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
