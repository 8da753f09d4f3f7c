"""What `layers.txt` says of the values of layers is what Keras computes."""

import jax
import jax.numpy as jnp
import keras
import pytest

from wtspec.catalog import component, component_names, facts, has

PLAIN = [
    name
    for name in component_names("layer")
    if facts(name).shape == "like" and facts(name).build == "nothing" and name != "Activation"
]
"""Layers without weights that give a tensor like theirs, but for what an argument decides."""


def called(name):
    """A layer in training, as a function of its input."""
    required = [one.name for one in component("layer", name).parameters if one.required]
    layer = getattr(keras.layers, name)(**dict.fromkeys(required, 0.5))
    takes = any(one.name == "training" for one in component("layer", name).call)
    return lambda x: layer(x, **({"training": True} if takes else {}))


@pytest.mark.parametrize("name", PLAIN)
def test_a_layer_that_keeps_zero_says_so(name):
    layer, zeros = called(name), jnp.zeros((2, *range(3, 2 + (facts(name).rank or 3))))
    slopes = jax.grad(lambda x: jnp.sum(layer(x)))(zeros)
    keeps = not layer(zeros).any() and bool(jnp.isfinite(slopes).all())
    assert has(name, "keeps_zero") == (keeps and not has(name, "adds_loss")), (
        f"wtspec/catalog/layers.txt: `{name}` {'lacks' if keeps else 'does not have'} `keeps_zero`"
    )
