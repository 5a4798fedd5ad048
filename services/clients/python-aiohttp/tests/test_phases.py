"""Which phase a completion is counted in."""

from order_client.phases import Phases


def complete(phases: Phases, *times_ns: int) -> tuple[int, int, int]:
    for now_ns in times_ns:
        phases.succeeded(now_ns, 1, 1, 0)
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


def test_the_samples_of_a_completion_are_kept_side_by_side() -> None:
    phases = Phases(start_ns=0, warmup_ns=0, window_ns=1000, take_ticket=None)
    phases.succeeded(1, 10, -20, None)
    phases.window.pack()
    phases.succeeded(2, 11, 21, 5)
    window = phases.window
    assert window.rtt_ns.packed().tolist() == [10, 11]
    assert window.server_latency_ns.packed().tolist() == [-20, 21]
    assert window.send_delay_ns.packed().tolist() == [5]
