"""The names in the lints' tables are names of Keras."""

import pytest

from wtspec.catalog import activations, component, function
from wtspec.lints import (
    backwards,
    entropies,
    final_dropout,
    forms,
    gradients,
    metrics,
    untrained,
    zero_product,
)

OWN = {"*", "+", "[]", "matmul"}
"""Names of steps that stand for arithmetic."""


def known(name):
    return (
        name in OWN
        or name in activations()
        or function(name) is not None
        or any(component(kind, name) is not None for kind in ("layer", "loss", "metric"))
    )


@pytest.mark.parametrize(
    "names",
    [
        backwards.PRODUCTS | backwards.TURNED,
        entropies.CLASSES.keys() | entropies.FUNCTIONS.keys(),
        final_dropout.DROPOUTS,
        forms.SQUASHING | forms.LINEAR | forms.CENTERING | forms.KEEPING | forms.SAME_SIZE,
        gradients.STOPS,
        metrics.DISTANCES | metrics.OF_NUMBERS | metrics.OF_CLASSES,
        untrained.WEIGHTS_INSIDE | untrained.NEVER_TRAINED,
        zero_product.PRODUCTS | zero_product.KEEP_ZERO,
        zero_product.LAYERS_KEEP_ZERO | zero_product.LAYERS_OF_PRODUCTS,
    ],
    ids=min,
)
def test_every_name_is_one_of_keras(names):
    assert {name for name in names if not known(name)} == set()
