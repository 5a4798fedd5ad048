"""Samples are the same, packed or not."""

import pytest

from order_client.samples import Samples

VALUES_NS = [3, 0, -7, 2**63 - 1, -(2**63)]


@pytest.mark.parametrize("packed_after", [0, 2, 5])
def test_they_are_kept_in_their_order_and_counted(packed_after: int) -> None:
    samples = Samples()
    for number, value_ns in enumerate(VALUES_NS):
        if number == packed_after:
            samples.pack()
        samples.recent.append(value_ns)
        assert len(samples) == number + 1
    assert samples.packed().tolist() == VALUES_NS
    assert samples.packed().tolist() == VALUES_NS


def test_what_is_packed_no_longer_is_an_integer_object() -> None:
    samples = Samples()
    samples.recent.extend(VALUES_NS)
    samples.pack()
    assert samples.recent == []
    assert len(samples) == len(VALUES_NS)
