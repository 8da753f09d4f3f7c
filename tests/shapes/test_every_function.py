"""What a rule says of a function of Keras is what that function does, for each that has a rule."""

from functools import cache

import pytest

from tests.judges.functions import NOT_WALKED, check_inferred, prepare
from wtspec.catalog import facts, function_names

RULED = [name for name in function_names() if facts(name).shape and name not in NOT_WALKED]

GIVES_SEVERAL = {"split", "unstack"}
SILENT = {"cumprod", "cumsum", "nancumprod", "nancumsum", "linspace"}
"""Of which the rule says nothing without an axis, or of tensors, as they are called here."""


@cache
def walked():
    """All functions, out of one file."""
    return {one.name: one for one in prepare(tuple(RULED))}


@pytest.mark.parametrize("name", RULED)
def test_what_is_inferred_of_it_is_what_keras_does(name):
    one = walked()[name]
    assert one.inferred is not None or name in GIVES_SEVERAL | SILENT, (
        f"the rule `{facts(name).shape}` says nothing of {one.formula}"
    )
    check_inferred(one)
