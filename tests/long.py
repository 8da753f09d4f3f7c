"""What `make test` leaves to `make test-all`."""

from collections.abc import Iterable

import pytest


def mostly_long(cases: Iterable, *, every: int) -> list:
    """The cases of a test, all long but each `every`-th: a share of them is tried each time."""
    return [
        case if number % every == 0 else pytest.param(case, marks=pytest.mark.long)
        for number, case in enumerate(cases)
    ]
