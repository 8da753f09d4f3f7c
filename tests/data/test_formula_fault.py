import numpy as np
import pytest

from wtspec.data.columns import columns_from_arrays
from wtspec.data.formula_fault import formula_fault
from wtspec.data.learned import Learned

COLUMNS = columns_from_arrays({"x": np.zeros((2, 3)), "y": np.zeros((2, 4)), "t": ["a", "b"]})


def explained(compute, *used):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever NumPy raises
        compute(*(COLUMNS.arrays[name] for name in used))
    return formula_fault(raised.value, "input `x`", COLUMNS, used)


@pytest.mark.parametrize(
    "compute", [np.log, lambda t: t / 2, lambda t: Learned().standardize("s", t)]
)
def test_text_that_is_computed_with_is_named(compute):
    found = explained(compute, "t")
    assert (found.code, found.received) == ("not-numbers", "text in `t`")
    assert "lookup" in found.help


def test_other_fault_beside_text_is_not_blamed_on_it():
    found = explained(lambda x, y, t: Learned().lookup("c", t)[:, None] + x + y, "x", "y", "t")
    assert found.code == "formula-failed"


def test_shapes_that_do_not_fit_are_shown():
    found = explained(np.add, "x", "y")
    assert found.code == "formula-failed"
    assert found.received == "`x` [2, 3], `y` [2, 4]"
