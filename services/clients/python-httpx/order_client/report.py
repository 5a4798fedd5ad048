"""Writes the events of a run to stdout: JSON lines for the tool, or a block for people."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Protocol

from order_client.events import Connected, Event, Failed, Interval, Measuring, WindowEnd
from order_client.failures import errors_as_json
from order_client.result import Result
from order_client.settings import Settings

SCHEMA = "pairbench.client/1"
NAME = "python-httpx"
LARGEST_EXACT_IN_A_DOUBLE = 2**53
NS_PER_MS = 1e6
NS_PER_S = 1e9


class Report(Protocol):
    def hello(self, settings: Settings, versions: dict[str, str]) -> None: ...

    def emit(self, event: Event) -> None: ...


class JsonReport:
    def hello(self, settings: Settings, versions: dict[str, str]) -> None:
        self._write(
            "hello",
            schema=SCHEMA,
            name=NAME,
            pid=os.getpid(),
            versions=versions,
            settings=asdict(settings),
        )

    def emit(self, event: Event) -> None:
        match event:
            case Connected():
                self._write("connected", **vars(event))
            case Interval():
                self._write("interval", **vars(event))
            case Measuring():
                self._write("measuring")
            case WindowEnd():
                self._write("window_end", **vars(event))
            case Failed(kind, message):
                [name] = errors_as_json({kind: 1})
                self._write("failed", kind=name, message=message)
            case Result():
                self._write("result", **event.as_json())

    @staticmethod
    def _write(event: str, /, **fields: Any) -> None:
        line = json.dumps(exact({"event": event, **fields}), separators=(",", ":"), allow_nan=False)
        print(line, flush=True)


def exact(value: Any) -> Any:
    """Integers that a double cannot hold become decimal strings."""
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner) for inner in value]
    if isinstance(value, int) and abs(value) > LARGEST_EXACT_IN_A_DOUBLE:
        return str(value)
    return value


class TextReport:
    def hello(self, settings: Settings, versions: dict[str, str]) -> None:
        """People know what they asked for."""

    def emit(self, event: Event) -> None:
        match event:
            case Failed(_, message):
                print(f"the run could not be carried out: {message}", file=sys.stderr)
            case Result():
                print(text_of(event), flush=True)
            case Connected() | Interval() | Measuring() | WindowEnd():
                pass


def text_of(result: Result) -> str:
    window_s = result.window_ns / NS_PER_S
    rtt = result.rtt_ns
    rows = [
        ("Total time", f"{window_s:.3f} s"),
        ("Requests", str(result.succeeded + result.failed)),
        ("Successful", str(result.succeeded)),
        ("Failed", str(result.failed)),
        ("Throughput", f"{result.succeeded / window_s:.1f} req/s"),
        ("RTT average", _ms(rtt.mean)),
        ("RTT P50", _ms(rtt.percentile(50))),
        ("RTT P95", _ms(rtt.percentile(95))),
        ("RTT P99", _ms(rtt.percentile(99))),
        ("Server latency average", _ms(result.server_latency_ns.mean)),
    ]
    if result.failed:
        rows.append(("Failures", ", ".join(_failures(result))))
    return "\n".join(f"{name + ':':<24}{value}" for name, value in rows)


def _failures(result: Result) -> Iterator[str]:
    for kind, number in result.errors.most_common():
        yield f"http_status {kind} {number}" if isinstance(kind, int) else f"{kind} {number}"


def _ms(value_ns: float | None) -> str:
    return "-" if value_ns is None else f"{value_ns / NS_PER_MS:.3f} ms"


def report_in(format_name: str) -> Report:
    return JsonReport() if format_name == "json" else TextReport()
