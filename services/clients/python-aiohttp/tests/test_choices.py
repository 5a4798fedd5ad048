"""What the variants of service.yaml choose."""

from itertools import cycle

import pytest
from fake_server import Answer, FakeServer, Hang, success
from run_client import run_client, run_process

from order_client.choices import APIS, JSON_LIBRARIES, LOOPS, ChoiceError, Choices

OTHERS = [
    *(("ORDER_CLIENT_LOOP", loop) for loop in LOOPS[1:]),
    *(("ORDER_CLIENT_JSON", library) for library in JSON_LIBRARIES[1:]),
    *(("ORDER_CLIENT_API", api) for api in APIS[1:]),
]


def test_without_a_choice_it_is_the_first_of_each() -> None:
    assert Choices.from_environment({}) == Choices("uvloop", "msgspec", "connector")


# A process more does the same with a choice, whichever it is.
@pytest.mark.parametrize(
    ("name", "value", "threads"),
    [(*other, threads) for other, threads in zip(OTHERS, cycle("21"), strict=False)],
)
def test_every_choice_keeps_the_contract(name: str, value: str, threads: str) -> None:
    def behave(number: int, order: dict[str, object]) -> Answer | Hang:
        if number == 5:
            return Hang()
        return Answer(b"{}", 503) if number % 2 else success(order)

    with FakeServer(behave) as server:
        run = run_client(
            server.port, "--connections", "4", "--threads", threads, "--timeout", "100ms",
            "--warmup", "0s", "--duration", "600ms", environment={name: value},
        )  # fmt: skip
        orders = len(server.bodies)
    assert (run.exit_code, run.errors) == (0, "")
    errors, late = run.result["errors"], run.result["errors_outside_window"]
    assert (set(errors), errors["request_timeout"]) == ({"http_status", "request_timeout"}, 1)
    failed = errors["http_status"]["503"] + late.get("http_status", {}).get("503", 0)
    assert sum(run.result["requests"].values()) + failed + 1 == orders
    # The connection that timed out is not used again.
    assert run.result["connections_opened"] == server.connections == 5


@pytest.mark.parametrize("name", sorted({name for name, _ in OTHERS}))
def test_a_wrong_choice_is_told_by_its_name(name: str) -> None:
    with pytest.raises(ChoiceError, match=rf"^{name} must be one of .*, not 'none'$"):
        Choices.from_environment({name: "none"})


def test_a_wrong_choice_is_one_sentence_and_code_2() -> None:
    finished = run_process(environment={"ORDER_CLIENT_API": "none"})
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == "ORDER_CLIENT_API must be one of connector, session, not 'none'\n"
