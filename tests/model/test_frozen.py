"""Frozen layers run as Keras's do: their statistics stand still."""

import sys
import textwrap
import types

import keras
import numpy as np
import pytest

from wtspec.codegen.script import generate_script
from wtspec.model import apply_groups, weights
from wtspec.stages import check, load

SPEC = """
layers:
  Norm:
    inputs: {{x: [batch, f]}}
    weights:
      gamma: {{shape: [f], initializer: ones}}
      moving: {{shape: [f], initializer: zeros, trainable: false}}
    call: |
      if training:
        m = mean(x, axis=0)
        assign(moving, 0.9 * moving + 0.1 * m)
      else:
        m = moving
      return (x - m) * gamma
  Block:
    inputs: {{x: [batch, f]}}
    layers: {{keras: BatchNormalization, own: Norm, dense: {{Dense: =f}}}}
    call: dense(own(keras(x)))
model:
  inputs: {{x: [batch, 4]}}
  layers: {{block: {block}, head: {{Dense: 1}}}}
  call: head(block(x))
data:
  source: {{synthetic: {{rows: 8, columns: {{x: {{shape: [4]}}, y: {{shape: [1]}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
train: {{epochs: 1, optimizer: sgd, loss: mse, groups: {groups}}}
"""

FORMS = {
    "one": "{layer: Block, trainable: %s}",
    "several": "{layer: Block, repeat: 2, trainable: %s}",
    "scanned": "{layer: Block, repeat: 2, scan: true, trainable: %s}",
    "computed again": "{layer: Block, remat: true, trainable: %s}",
}
ALL = "[{match: 'block/**', trainable: false}]"


def drifting(model):
    """The weights that one call in training changes."""
    before = [np.array(one.value) for one in model.weights]
    x = np.random.default_rng(0).normal(3, 2, (8, 4)).astype("float32")
    values = [one.value for one in model.trainable_variables]
    others = [one.value for one in model.non_trainable_variables]
    _, after = model.stateless_call(values, others, x, training=True)
    for one, value in zip(model.non_trainable_variables, after, strict=True):
        one.assign(value)
    return [
        one.path
        for one, old in zip(model.weights, before, strict=True)
        if not np.array_equal(old, one.value)
    ]


def test_statistics_move_where_nothing_is_frozen(built):
    found = built(SPEC.format(block=FORMS["one"] % "true", groups="[]"))
    assert len(drifting(found.model)) == 3


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_statistics_of_a_frozen_sublayer_stand_still(built, form):
    found = built(SPEC.format(block=form % "false", groups="[]"))
    assert not drifting(found.model)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_statistics_of_layers_that_a_group_freezes_stand_still(built, form):
    found = built(SPEC.format(block=form % "true", groups=ALL))
    apply_groups(found.program, found.model)
    assert not drifting(found.model)


def test_a_group_freezes_the_layers_of_which_it_matches_all_weights(built):
    groups = "[{match: 'block/own/*', trainable: false}, {match: '**/gamma', trainable: false}]"
    found = built(SPEC.format(block="Block", groups=groups))
    apply_groups(found.program, found.model)
    assert [path.rsplit("/", 2)[-2] for path in drifting(found.model)] == ["keras", "keras"]
    assert weights(found.model)["block/dense/kernel"].trainable


def test_a_group_thaws_a_sublayer_that_is_frozen(built):
    groups = "[{match: 'block/keras/*', trainable: true}]".replace("*", "beta")
    found = built(SPEC.format(block=FORMS["one"] % "false", groups=groups))
    apply_groups(found.program, found.model)
    assert [path.rsplit("/", 2)[-2] for path in drifting(found.model)] == ["keras", "keras"]


def test_a_frozen_layer_gives_what_keras_gives(built):
    found = built(SPEC.format(block="BatchNormalization", groups=ALL))
    apply_groups(found.program, found.model)
    hand = keras.Sequential([keras.layers.BatchNormalization(), keras.layers.Dense(1)])
    hand.build((None, 4))
    hand.layers[0].trainable = False
    values = np.random.default_rng(0).uniform(1, 2, (6, 4)).astype("float32")
    for model in (found.model, hand):
        for one, value in zip(
            model.weights, [*values[:4], values[:1].T, values[0, :1]], strict=True
        ):
            one.assign(value)
    x = np.random.default_rng(1).normal(3, 2, (8, 4)).astype("float32")
    given = [
        model.stateless_call(
            [one.value for one in model.trainable_variables],
            [one.value for one in model.non_trainable_variables],
            x,
            training=True,
        )[0]
        for model in (found.model, hand)
    ]
    np.testing.assert_allclose(*given, rtol=1e-6)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_script_freezes_the_same_layers(tmp_path, form, request):
    path = tmp_path / "spec.yaml"
    text = SPEC.format(block=form % "true", groups=ALL)
    path.write_text("wtspec: 1\n" + textwrap.dedent(text))
    checked = check(load(path))
    source = generate_script(checked.program, checked.spec.document.source, "0")
    module = types.ModuleType(request.node.name)
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    model = module.Spec()
    model.build((None, 4))
    module.apply_groups(model)
    assert not drifting(model)


def test_every_model_takes_training(built):
    found = built("model: {inputs: {x: [batch, 4]}, sequential: [{Dense: 1}]}")
    values = [one.value for one in found.model.trainable_variables]
    outputs, _ = found.model.stateless_call(values, [], np.ones((2, 4)), training=True)
    assert outputs.shape == (2, 1)


def test_a_declared_layer_stands_still_however_it_asks_whether_it_trains(built):
    text = SPEC.format(block="Norm", groups=ALL)
    start = text.index("      if training:")
    stop = text.index("      return (x - m)")
    asked = "      m = mean(x, axis=0) if training else moving\n      assign(moving, m)\n"
    found = built(text[:start] + asked + text[stop:])
    assert len(drifting(found.model)) == 1
    apply_groups(found.program, found.model)
    assert not drifting(found.model)
