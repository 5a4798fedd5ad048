"""Reading the environment."""

import socket

import pytest

from order_server.__main__ import listen
from order_server.choices import Choices
from order_server.settings import Settings, SettingsError


def test_the_defaults_are_those_of_the_contract() -> None:
    assert Settings.from_environment({}) == Settings("127.0.0.1", 8000, 1, "", "")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "65536"), ("PORT", "-1"), ("PORT", ""), ("WORKERS", "0")]
)
def test_a_wrong_number_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} must be an integer"):
        Settings.from_environment({name: value})


def test_without_a_choice_it_is_the_fastest_that_is_fastapi_s_own() -> None:
    assert Choices.from_environment({}) == Choices("uvloop", "orjson", "pydantic", "uvicorn")


@pytest.mark.parametrize(
    "name", ["ORDER_SERVER_LOOP", "ORDER_SERVER_JSON", "ORDER_SERVER_MODEL", "ORDER_SERVER_HTTP"]
)
def test_a_wrong_choice_is_refused_by_name(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} must be one of .*, not 'none'$"):
        Choices.from_environment({name: "none"})


def test_the_listener_names_tcp_without_which_asyncio_lets_small_answers_wait() -> None:
    with listen(Settings("127.0.0.1", 0, workers=1, token="", build_id="")) as listener:
        assert listener.proto == socket.IPPROTO_TCP
