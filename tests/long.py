"""What `make test` leaves to `make test-all`."""

from collections.abc import Iterable

import pytest


def mostly_long(cases: Iterable, *, every: int) -> list:
    """The cases of a test, all long but each `every`-th: a share of them is tried each time."""
    return [case if number % every == 0 else _long(case) for number, case in enumerate(cases)]


def _long(case):
    values = case if type(case) is tuple else (case,)  # a tuple stands for several arguments
    return pytest.param(*values, marks=pytest.mark.long)
