"""What variants of service.yaml choose through the environment; the first is the default."""

from collections.abc import Mapping
from dataclasses import dataclass

LOOPS = ("uvloop", "asyncio")
JSON_LIBRARIES = ("msgspec", "orjson", "json")
APIS = ("connector", "session")


class ChoiceError(ValueError):
    """An environment variable has a value that is none of its choices."""


@dataclass(frozen=True)
class Choices:
    loop: str
    json: str
    api: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Choices":
        return cls(
            loop=_one_of(LOOPS, "ORDER_CLIENT_LOOP", environment),
            json=_one_of(JSON_LIBRARIES, "ORDER_CLIENT_JSON", environment),
            api=_one_of(APIS, "ORDER_CLIENT_API", environment),
        )


def _one_of(choices: tuple[str, ...], name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, choices[0])
    if value not in choices:
        raise ChoiceError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value
