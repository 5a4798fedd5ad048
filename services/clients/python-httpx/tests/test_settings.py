"""Flags, their defaults, and what is said of wrong ones."""

import json

import pytest
from run_client import run_process

from order_client.settings import Settings, parse_command_line


def settings_of(*flags: str) -> Settings:
    return parse_command_line(list(flags)).settings


def test_the_defaults_are_those_of_the_contract() -> None:
    assert settings_of() == Settings(
        "http://127.0.0.1:8000", 100, 1, 1000, None, 5000, None, 200, 30_000, True
    )


@pytest.mark.parametrize(
    ("text", "duration_ms"), [("250ms", 250), ("2s", 2000), ("1.5s", 1500), ("3m", 180_000)]
)
def test_a_duration_has_a_unit(text: str, duration_ms: int) -> None:
    settings = settings_of("--duration", text)
    assert (settings.duration_ms, settings.requests) == (duration_ms, None)


@pytest.mark.parametrize(
    "flags",
    [
        "--duration 2",
        "--duration 0s",
        "--duration 0.5ms",
        "--duration 1s --requests 5",
        "--connections 0",
        "--connections 1_0",
        "--connections 2 --threads 3",
        "--rate 0",
        "--rate nan",
        "--payload-bytes 99",
        "--payload-bytes 65537",
        "--url https://127.0.0.1",
        "--url 127.0.0.1:8000",
        "--format xml",
        "--conn 5",
        "--unknown",
    ],
)
def test_a_wrong_flag_is_one_sentence_on_stderr_and_code_2(
    flags: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_command_line(flags.split())
    assert caught.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1


def test_versions_are_one_json_object() -> None:
    finished = run_process("--versions")
    assert finished.returncode == 0
    assert {"httpx", "uvloop", "python"} <= set(json.loads(finished.stdout))
