"""Processes that train together have read the same rows, or say so before they train."""

import numpy as np
import pytest

from tests.runs.conftest import FLOWERS

HERE = "wtspec.runs.checks.check_same_rows.agree"


@pytest.fixture
def beside(project, train, monkeypatch):
    """Trains beside a process that says something else the nth time that it is asked."""

    def begin(nth):
        asked = []

        def agree(*numbers):
            asked.append(numbers)
            others = [*numbers[:-1], numbers[-1] - 1] if len(asked) == nth else numbers
            return np.array([numbers, numbers, others], float)

        monkeypatch.setattr(HERE, agree)
        return train(FLOWERS)

    return begin


@pytest.mark.parametrize(
    ("nth", "words"),
    [
        (1, "process 2 has 13 rows of `test`, and process 0 14"),
        (2, "the rows of `test` are others in process 2 than in process 0"),
    ],
)
def test_other_rows_in_another_process_are_told_before_training(beside, fault, nth, words):
    found = fault(beside, nth)
    assert (found.code, found.message) == ("processes-differ", words)


def test_processes_that_have_read_the_same_train(beside):
    assert len(beside(None).history) == 2
