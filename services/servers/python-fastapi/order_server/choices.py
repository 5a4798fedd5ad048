"""What variants of service.yaml choose through the environment; the first is the default."""

from collections.abc import Mapping
from dataclasses import dataclass

from order_server.settings import SettingsError

LOOPS = ("uvloop", "asyncio")
JSON_LIBRARIES = ("orjson", "json")
MODELS = ("pydantic", "msgspec")
HTTP_SERVERS = ("uvicorn", "granian")


@dataclass(frozen=True)
class Choices:
    loop: str
    # Which library writes the answers; orders are always read strictly, by orjson.
    json: str
    # Which library checks the fields of an order.
    model: str
    # What serves the application.
    http: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Choices":
        return cls(
            loop=_one_of(LOOPS, "ORDER_SERVER_LOOP", environment),
            json=_one_of(JSON_LIBRARIES, "ORDER_SERVER_JSON", environment),
            model=_one_of(MODELS, "ORDER_SERVER_MODEL", environment),
            http=_one_of(HTTP_SERVERS, "ORDER_SERVER_HTTP", environment),
        )


def _one_of(choices: tuple[str, ...], name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, choices[0])
    if value not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value
