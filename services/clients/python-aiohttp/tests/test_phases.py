"""Which phase a completion is counted in."""

import pytest

from order_client.phases import Phases


def complete(phases: Phases, *times_ns: int) -> tuple[int, int, int]:
    for now_ns in times_ns:
        phases.succeeded(now_ns, now_ns - 1, None, 1)
    return phases.warmup.completed, phases.window.completed, phases.drain.completed


def test_the_time_of_the_completion_decides_even_if_no_timer_has_fired() -> None:
    phases = Phases(start_ns=100, warmup_ns=10, window_ns=20, take_ticket=None)
    assert complete(phases, 105, 109, 110, 129, 130, 500) == (2, 2, 2)


def test_a_warm_up_without_length_is_over_at_once() -> None:
    phases = Phases(start_ns=100, warmup_ns=0, window_ns=20, take_ticket=None)
    assert complete(phases, 100) == (0, 1, 0)


def test_the_nth_completion_ends_the_window_and_failures_count_too() -> None:
    tickets = iter([1, 0])
    phases = Phases(start_ns=0, warmup_ns=10, window_ns=None, take_ticket=lambda: next(tickets))
    phases.failed(5, 1, "eof")
    phases.failed(12, 1, "eof")
    assert complete(phases, 15, 16) == (0, 1, 1)
    assert (phases.window.ends_ns, phases.window.errors, phases.ended) == (15, {"eof": 1}, True)


def test_a_completion_for_which_no_ticket_is_left_belongs_to_the_drain() -> None:
    phases = Phases(start_ns=0, warmup_ns=0, window_ns=None, take_ticket=lambda: -1)
    assert complete(phases, 7) == (0, 0, 1)
    assert phases.ended


def test_each_completion_in_the_window_takes_a_ticket_and_no_other_does() -> None:
    left = 3

    def take() -> int:
        nonlocal left
        left -= 1
        return left

    phases = Phases(start_ns=0, warmup_ns=10, window_ns=None, take_ticket=take)
    assert (complete(phases, 5, 9), left) == ((2, 0, 0), 3)
    assert (complete(phases, 10, 11), left) == ((2, 2, 0), 1)
    assert (complete(phases, 12), left) == ((2, 3, 0), 0)
    assert (complete(phases, 12, 99), left) == ((2, 3, 2), 0)


def test_a_load_that_is_ended_early_records_no_more_in_the_window() -> None:
    phases = Phases(start_ns=0, warmup_ns=10, window_ns=1000, take_ticket=None)
    assert complete(phases, 9, 10) == (1, 1, 0)
    phases.end_load(20)
    assert complete(phases, 20, 999) == (1, 1, 2)


@pytest.mark.parametrize("packed", [False, True])
def test_a_round_trip_begins_when_it_is_due_and_else_when_it_is_sent(packed: bool) -> None:
    phases = Phases(start_ns=0, warmup_ns=0, window_ns=1000, take_ticket=None)
    window = phases.window
    phases.succeeded(30, 20, None, -7)
    if packed:
        window.pack()
    phases.succeeded(31, 20, 15, 8)
    assert window.rtt_ns.packed().tolist() == [10, 16]
    assert window.send_delay_ns.packed().tolist() == [5]
    assert window.server_latency_ns.packed().tolist() == [-7, 8]
