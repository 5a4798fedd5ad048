"""The command line: flags to settings, with one sentence for whatever is wrong."""

import argparse
import re
import sys
from dataclasses import dataclass
from typing import Any, NoReturn

import httpx

from order_client.orders import LONGEST_BODY, SHORTEST_BODY

DEFAULT_REQUESTS = 5000
MS_PER_UNIT = {"ms": 1, "s": 1000, "m": 60_000}


@dataclass(frozen=True)
class Settings:
    url: str
    connections: int
    threads: int
    warmup_ms: int
    duration_ms: int | None
    requests: int | None
    rate_per_s: float | None
    payload_bytes: int
    timeout_ms: int
    keep_alive: bool


@dataclass(frozen=True)
class CommandLine:
    settings: Settings
    format: str
    versions: bool


def parse_command_line(arguments: list[str]) -> CommandLine:
    """Ends the process with code 2 and one sentence on stderr if a flag or a value is wrong."""
    parser = _build_parser()
    given = parser.parse_args(arguments)
    if given.threads > given.connections:
        parser.error("--threads must not be more than --connections")
    requests = given.requests
    if requests is None and given.duration is None:
        requests = DEFAULT_REQUESTS
    settings = Settings(
        url=given.url,
        connections=given.connections,
        threads=given.threads,
        warmup_ms=given.warmup,
        duration_ms=given.duration,
        requests=requests,
        rate_per_s=given.rate,
        payload_bytes=given.payload_bytes,
        timeout_ms=given.timeout,
        keep_alive=not given.no_keep_alive,
    )
    return CommandLine(settings, given.format, given.versions)


class _OneSentenceParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(message, file=sys.stderr)
        sys.exit(2)


def _build_parser() -> argparse.ArgumentParser:
    parser = _OneSentenceParser(
        prog="order_client", description="Loads an order server over HTTP.", allow_abbrev=False
    )

    def add(flag: str, **options: Any) -> None:
        parser.add_argument(flag, **options)

    add("--url", type=_base_url, default="http://127.0.0.1:8000", help="base URL of the server")
    add("--connections", type=_integer(1), default=100, help="each has one request in flight")
    add("--threads", type=_integer(1), default=1, help="event loops, each in its own process")
    add("--warmup", type=_duration(0), default="1s", help="250ms, 2s, 1.5s or 3m")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--duration", type=_duration(1), help="length of the window")
    length.add_argument(
        "--requests", type=_integer(1), help=f"length of the window (default {DEFAULT_REQUESTS})"
    )
    add("--rate", type=_rate, help="open loop at so many requests per second")
    add(
        "--payload-bytes",
        type=_integer(SHORTEST_BODY, LONGEST_BODY),
        default=200,
        help=f"exact length of the body, {SHORTEST_BODY} to {LONGEST_BODY}",
    )
    add("--timeout", type=_duration(1), default="30s", help="for a request or a connection")
    add("--no-keep-alive", action="store_true", help="a new connection for each request")
    add("--format", choices=["text", "json"], default="text", help="a block, or JSON lines")
    add("--versions", action="store_true", help="print the versions of the libraries and exit")
    return parser


def _integer(lowest: int, highest: int = 2**31 - 1) -> Any:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            raise argparse.ArgumentTypeError(f"must be an integer from {lowest} to {highest}")
        return int(text)

    return parse


def _duration(lowest_ms: int) -> Any:
    def parse(text: str) -> int:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m)", text, re.ASCII)
        duration_ms = float(match[1]) * MS_PER_UNIT[match[2]] if match else -1.0
        if not duration_ms.is_integer() or duration_ms < lowest_ms:
            raise argparse.ArgumentTypeError(
                f"must be whole milliseconds like 250ms, 2s or 3m, at least {lowest_ms}ms"
            )
        return int(duration_ms)

    return parse


def _rate(text: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) or not 0 < float(text) <= 10_000_000:
        raise argparse.ArgumentTypeError("must be a number above 0, at most 10000000")
    return float(text)


def _base_url(text: str) -> str:
    message = "must be like http://127.0.0.1:8000"
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise argparse.ArgumentTypeError(message) from error
    if url.scheme != "http" or not url.host or url.query or url.fragment:
        raise argparse.ArgumentTypeError(message)
    return text.rstrip("/")
