"""The settings of one server process, read from the environment that the contract names."""

from collections.abc import Mapping
from dataclasses import dataclass


class SettingsError(ValueError):
    """An environment variable has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    workers: int
    token: str
    build_id: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        return cls(
            host=environment.get("HOST", "127.0.0.1"),
            port=_integer(environment, "PORT", default=8000, lowest=0, highest=65535),
            workers=_integer(environment, "WORKERS", default=1, lowest=1, highest=1024),
            token=environment.get("PAIRBENCH_TOKEN", ""),
            build_id=environment.get("PAIRBENCH_BUILD_ID", ""),
        )


def _integer(
    environment: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int
) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise SettingsError(f"{name} must be an integer from {lowest} to {highest}, not {text!r}")
    return int(text)
