"""What a run tells while it goes on; one union for the reports and for the worker processes."""

from dataclasses import dataclass
from typing import Literal

from order_client.failures import Kind
from order_client.result import Result

PhaseName = Literal["warmup", "window"]


@dataclass(frozen=True)
class Connected:
    connections: int
    elapsed_ns: int


@dataclass(frozen=True)
class Interval:
    phase: PhaseName
    elapsed_ns: int
    completed: int
    errors: int


@dataclass(frozen=True)
class Measuring:
    """The window begins."""


@dataclass(frozen=True)
class WindowEnd:
    elapsed_ns: int
    completed: int
    errors: int


@dataclass(frozen=True)
class Failed:
    """The run cannot be carried out."""

    kind: Kind
    message: str


Event = Connected | Interval | Measuring | WindowEnd | Result | Failed
