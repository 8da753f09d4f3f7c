"""Blocks that run as one loop do what they do one by one, to round-off."""

import jax
import numpy as np
import pytest

from tests.long import mostly_long
from wtspec.errors import SpecError
from wtspec.model import apply_groups, load_weights, save_weights, state, weights
from wtspec.model.pretrained.header import read_header
from wtspec.runs.assemble import with_source
from wtspec.stages import check, load

DECLARED = """
layers:
  Inner:
    inputs: {x: [..., n]}
    weights: {a: {shape: [n], initializer: ones}}
    call: |
      add_metric("size", mean(abs(x)))
      return x * a
  Block:
    params: {start: 0.0, act: {type: activation, default: tanh}}
    inputs: {x: [batch, n], more: {shape: [batch, n], optional: true}}
    weights:
      w: {shape: [n, n], initializer: =start + random.normal(shape), regularizer: {L2: 1e-2}}
      b:
        shape: [n]
        initializer: {RandomUniform: {minval: 0.1}}
        constraint: =clip(b, 0, 0.05)
        regularizer: =sum(abs(b))
      seen: {shape: [n], initializer: zeros, trainable: false}
      calls: {shape: [], initializer: 0, dtype: int32}
      fixed: {shape: [n], initializer: ones}
    layers:
      inner: Inner
      stack: {layer: {Dense: {units: =n, kernel_constraint: {MaxNorm: 1.0}}}, repeat: 2}
      half: {layer: {Dense: =n}, trainable: false}
      drop: {Dropout: 0.3}
      norm: BatchNormalization
      active: {ActivityRegularization: {l2: 0.01}}
    call: |
      y = half(stack(inner(act(x @ w + b)))) * fixed
      y = active(drop(norm(y))) + 0.1 * random.normal(shape(y))
      if training:
        assign(seen, 0.9 * seen + 0.1 * mean(x, axis=0))
        assign(calls, calls + 1)
      add_loss(0.1 * mean(square(y)))
      add_metric("mean", mean(y))
      return x + y if more is none else x + y * more
    returns: [batch, n]
"""
BLOCKS = {
    "a declared block": ("Block", "blocks(x)"),
    "an index in initializers": ("{Block: {start: =index / 4}}", "blocks(x)"),
    "another input": ("Block", "blocks(x, x * x)"),
    "called twice": ("{Dense: {units: 4, kernel_regularizer: {L1: 0.1}}}", "blocks(blocks(x))"),
    "a layer of Keras": ("{Dense: {units: 4, activation: relu}}", "blocks(x)"),
    "states alone": ("{GaussianDropout: 0.2}", "blocks(x)"),
    "recurrent": (
        "{Bidirectional: {layer: {LSTM: {units: 2, return_sequences: true, dropout: 0.2}}}}",
        "blocks(expand_dims(x, 1))[:, 0]",
    ),
    "attention": (
        "{MultiHeadAttention: {num_heads: 2, key_dim: 2, dropout: 0.2}}",
        "blocks(expand_dims(x, -1) * ones((1, 1, 3)), ones((1, 5, 3)))[:, :, 0]",
    ),
    "a wrapper": ("{LoRA: {inner: {Dense: 4}, rank: 2}}", "blocks(x)"),
    "normalized": ("{SpectralNormalization: {layer: {Dense: 4}}}", "blocks(x)"),
}
LORA = """
  LoRA:
    params: {rank: 2}
    inputs: {x: [..., features]}
    wraps: {inner: [..., units]}
    weights:
      down: {shape: [features, rank], initializer: glorot_uniform}
      up: {shape: [rank, units], initializer: zeros}
    call: inner(x) + x @ down @ up
"""
MODEL = """
model:
  inputs: {x: [batch, 4]}
  layers:
    blocks: {layer: %s, repeat: 3, %s}
    out: {Dense: 2}
  call: out(%s)
"""


@pytest.fixture
def trained(built):
    """Gives the model of a spec after some steps, with what it was and what it told."""

    def train(text, name, optimizer="adam", **given):
        model = built(text, name=name, **given).model
        before = {path: one.numpy() for path, one in weights(model).items()}
        x = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")
        output = np.asarray(model(x))
        model.compile(optimizer, "mse")
        told = [model.train_on_batch(x, x[:, :2], return_dict=True) for _ in range(3)]
        after = {path: one.numpy() for path, one in weights(model).items()}
        seeds = {path: np.asarray(one.value) for path, one in state(model).items()}
        return before, output, told, after, seeds

    return train


def assert_same(one, other):
    before, output, told, after, seeds = one
    for path, value in other[0].items():
        np.testing.assert_array_equal(before[path], value, err_msg=path)
    np.testing.assert_allclose(output, other[1], rtol=2e-5, atol=2e-5)
    for step, expected in zip(told, other[2], strict=True):
        assert step == pytest.approx(expected, rel=1e-4, abs=1e-5)
    for found, expected in ((after, other[3]), (seeds, other[4])):
        assert list(found) == list(expected)
        for path, value in expected.items():
            np.testing.assert_allclose(found[path], value, rtol=1e-4, atol=1e-4, err_msg=path)


@pytest.mark.parametrize("block", mostly_long(BLOCKS, every=10))
def test_scanned_blocks_train_as_separate_ones(trained, block):
    layer, call = BLOCKS[block]
    text = DECLARED + LORA + MODEL
    plain = trained(text % (layer, "remat: false", call), "plain", "sgd")
    assert_same(trained(text % (layer, "scan: true", call), "scanned", "sgd"), plain)


@pytest.mark.long
@pytest.mark.parametrize("block", ["a declared block", "recurrent", "a wrapper"])
def test_what_is_computed_again_trains_as_what_is_kept(trained, block):
    layer, call = BLOCKS[block]
    text = DECLARED + LORA + MODEL
    plain = trained(text % (layer, "remat: false", call), "plain", "sgd")
    assert_same(trained(text % (layer, "remat: true", call), "remat", "sgd"), plain)
    assert_same(trained(text % (layer, "scan: true, remat: true", call), "both", "sgd"), plain)


NESTED = """
layers:
  Mix:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n, n], initializer: glorot_uniform, regularizer: {L2: 0.1}}}
    layers: {drop: {Dropout: 0.3}}
    call: |
      add_loss(mean(square(x)))
      add_metric("size", mean(x))
      return x + drop(tanh(x @ w))
  Outer:
    inputs: {x: [batch, n]}
    layers:
      mixes: {layer: Mix, repeat: 2, %s}
      norm: BatchNormalization
    call: norm(mixes(x))
model:
  inputs: {x: [batch, 4]}
  sequential:
    - {layer: Outer, name: outers, repeat: 3, %s}
    - {Dense: 2}
"""


@pytest.mark.long
def test_scans_within_scans(trained):
    plain = trained(NESTED % ("remat: false", "remat: false"), "plain")
    assert_same(trained(NESTED % ("scan: true", "scan: true"), "other"), plain)
    assert_same(trained(NESTED % ("remat: true", "scan: true"), "another"), plain)


WIDE = """
layers:
  Deep:
    params: {depth: 3}
    inputs: {x: [batch, 4]}
    layers:
      first: {layer: {Dense: 4}, repeat: depth, %s}
      more: {layer: {Dense: 4}, repeat: depth, when: depth > 3, %s}
      second: {layer: {Dense: 4}, repeat: depth, trainable: false, %s}
    call: |
      y = second(first(x))
      y = y if more is none else more(y)
      return y * len(first)
model:
  inputs: {x: [batch, 4]}
  layers: {deep: Deep}
  call: deep(x)[:, :2]
"""


def test_scans_that_are_absent_frozen_and_counted(trained):
    plain = trained(WIDE % (("remat: false",) * 3), "plain")
    assert_same(trained(WIDE % (("scan: true",) * 3), "other"), plain)


@pytest.mark.parametrize("key", ["scan: true", "remat: true"])
@pytest.mark.parametrize("precision", ["mixed_bfloat16", "bfloat16"])
def test_precision_is_that_of_separate_blocks(built, key, precision):
    text = """
        model:
          inputs: {x: [batch, 4]}
          layers:
            blocks: {layer: {Dense: 4}, repeat: 3, %s}
            exact: {layer: {Dense: {units: 4, dtype: float32}}, repeat: 3, %s}
          call: concatenate([cast(blocks(x), "float32"), exact(x)])
        runtime: {precision: %s}
        """
    x = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")
    outputs = []
    for name, one in (("plain", "remat: false"), ("other", key)):
        model = built(text % (one, one, precision), name).model
        assert all(str(weight.dtype)[-2:] in ("16", "32") for weight in weights(model).values())
        outputs.append(np.asarray(model(x)))
    np.testing.assert_array_equal(*outputs)


@pytest.mark.long
@pytest.mark.parametrize("key", ["scan: true", "remat: true"])
def test_masks_reach_every_block(built, key):
    text = """
        layers:
          Masked:
            inputs: {x: [batch, time, n], mask: {shape: [batch, time], optional: true}}
            call: x if mask is none else x + expand_dims(cast(mask, "float32"), -1)
          Within:
            inputs: {x: [batch, time, n]}
            layers: {norm: LayerNormalization, gru: {GRU: {units: =n, return_sequences: true}}}
            call: x + gru(norm(x))
        model:
          inputs: {t: {shape: [batch, 3], dtype: int32}}
          layers:
            embed: {Embedding: {input_dim: 5, output_dim: 2, mask_zero: true}}
            blocks: {layer: Masked, repeat: 3, %s}
            lstm: {layer: {LSTM: {units: 2, return_sequences: true}}, repeat: 2, %s}
            within: {layer: Within, repeat: 2, %s}
            last: {LSTM: 2}
          call: last(within(lstm(blocks(embed(t)))))
        """
    tokens = np.array([[1, 2, 0], [3, 0, 0]])
    plain = built(text % (("remat: false",) * 3), "plain").model
    other = built(text % (key, key, key), "other").model
    np.testing.assert_allclose(other(tokens), plain(tokens), rtol=1e-5)


@pytest.mark.parametrize("mask", ["end", "=mask[:, ::1]"])
def test_blocks_of_a_scan_pass_their_mask_on(built, mask):
    text = """
        layers:
          Block: {inputs: {x: [batch, time, n]}, call: x * 2, mask: "%s"}
        model:
          inputs: {x: [batch, 3, 4]}
          layers: {blocks: {layer: Block, repeat: 3, scan: true}}
          call: blocks(x)
        """
    with pytest.raises(SpecError, match="scan-carry"):
        built(text % mask)


FROZEN = """
model:
  inputs: {x: [batch, 4]}
  layers: {blocks: {layer: {Dense: 4}, repeat: 2, scan: true}}
  call: blocks(x)
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [4]}}}}
  inputs: {x: =x}
  targets: =x
train:
  {epochs: 1, optimizer: SGD, loss: MeanSquaredError, groups: [%s]}
"""


def test_a_group_freezes_all_blocks(built):
    found = built(FROZEN % '{match: "blocks/*/kernel", trainable: false}')
    apply_groups(found.program, found.model)
    assert [one.path for one in found.model.trainable_variables] == ["spec/blocks.*/bias"]


def test_groups_may_freeze_all_blocks_one_by_one(built):
    one, other = (f'{{match: "blocks/{index}/bias", trainable: false}}' for index in (0, 1))
    found = built(FROZEN % f"{one}, {other}")
    apply_groups(found.program, found.model)
    assert [one.path for one in found.model.trainable_variables] == ["spec/blocks.*/kernel"]


def test_weights_are_saved_and_loaded_by_the_paths_of_separate_blocks(built, tmp_path):
    plain = built(MODEL % ("{Dense: 4}", "remat: false", "blocks(x)"), "plain").model
    scanned = built(MODEL % ("{Dense: 4}", "scan: true", "blocks(x)"), "other").model
    for one in weights(plain).values():
        one.assign(np.random.default_rng(1).normal(size=one.shape))
    save_weights(plain, tmp_path / "plain.safetensors")
    load_weights(scanned, tmp_path / "plain.safetensors")
    save_weights(scanned, tmp_path / "scanned.safetensors")
    assert read_header(tmp_path / "scanned.safetensors") == read_header(
        tmp_path / "plain.safetensors"
    )
    x = np.ones((2, 4), "float32")
    np.testing.assert_allclose(scanned(x), plain(x), rtol=1e-5)


def test_one_weight_of_a_block_is_read_and_set_alone(built):
    model = built(MODEL % ("{Dense: 4}", "scan: true", "blocks(x)")).model
    found = weights(model)["blocks/1/bias"]
    found.assign([1, 2, 3, 4])
    assert (found.shape, found.dtype, found.name, found.path) == (
        (4,),
        "float32",
        "bias",
        "spec/blocks.1/bias",
    )
    np.testing.assert_array_equal(found.value, [1, 2, 3, 4])
    np.testing.assert_array_equal(weights(model)["blocks/2/bias"].value, np.zeros(4))


STEP = """
model:
  inputs: {x: [batch, 64]}
  layers: {blocks: {layer: Block, repeat: %s, %s}}
  call: blocks(x)
layers:
  Block:
    inputs: {x: [batch, n]}
    weights:
      w: {shape: [n, n], initializer: glorot_uniform}
      v: {shape: [n], initializer: zeros}
    layers: {norm: BatchNormalization, drop: {Dropout: 0.1}}
    call: |
      y = norm(tanh(sin(cos(sin(cos(x @ w + v))))))
      return x + drop(y * y * y)
"""

X = np.ones((512, 64), "float32")


@pytest.fixture
def stepping(built):
    """Gives a model of blocks, ready to be trained."""

    def make(blocks, key):
        model = built(STEP % (blocks, key), name=f"b{blocks}").model
        model.compile("adam", "mse")
        model.optimizer.build(model.trainable_variables)
        model._symbolic_build(data_batch=(X, X))
        return model

    return make


def lines(model):
    """How long the program of a training step is before XLA has seen it."""
    kept = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    state = tuple([one.value for one in several] for several in kept)
    return len(jax.jit(model.train_step).lower(state, (X, X)).as_text().split("\n"))


def test_the_step_of_more_blocks_is_no_longer_program(stepping):
    assert lines(stepping(30, "scan: true")) == lines(stepping(3, "scan: true"))


def kept_bytes(model):
    """What the forward pass keeps for the backward pass, without the weights themselves."""
    trained, others = (
        [one.value for one in several]
        for several in (model.trainable_variables, model.non_trainable_variables)
    )

    def loss(trained):
        return model.stateless_call(trained, others, X, training=True)[0].sum()

    _, backward = jax.vjp(loss, trained)
    return sum(one.nbytes for one in jax.tree.leaves(backward))


@pytest.mark.parametrize("key", mostly_long(["scan: true", "trainable: true"], every=2))
def test_remat_keeps_less_for_the_backward_pass(stepping, key):
    plain, less = stepping(8, key), stepping(8, f"{key}, remat: true")
    assert kept_bytes(less) < kept_bytes(plain) / 3


RATES = """
layers:
  Block:
    inputs: {x: [batch, n]}
    weights:
      w: {shape: [n, n], initializer: glorot_uniform, lr_scale: 0.5}
      v: {shape: [n], initializer: ones, weight_decay: false}
    call: x + tanh(x @ w) * v
model:
  inputs: {x: [batch, 4]}
  layers: {blocks: {layer: Block, repeat: 3, %s}}
  call: blocks(x)
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [4]}}}}
  inputs: {x: =x}
  targets: =x
train:
  epochs: 1
  optimizer: {AdamW: {learning_rate: 0.1, weight_decay: 0.1}}
  clip_norm: 1.0
  loss: MeanSquaredError
  groups:
    - {match: "blocks/*/*", lr_scale: 0.5}
    - {match: "blocks/2/*", lr_scale: 2.0}
    - {match: "blocks/0/w", lr_scale: 0.0}
"""


@pytest.fixture
def prepared(tmp_path):
    """Gives the compiled model of a spec."""

    def make(text, name):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"wtspec: 1\n{text}")
        assembly = with_source(check(load(path, root=tmp_path)))
        model = assembly.build()
        assembly.compile(model, {})
        return model

    return make


def test_each_block_has_its_own_learning_rate(prepared):
    plain = prepared(RATES % "remat: false", "plain")
    scanned = prepared(RATES % "scan: true", "scanned")
    first = weights(scanned)["blocks/0/w"].value
    x = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
    for model in (plain, scanned):
        for _ in range(3):
            model.train_on_batch(x, 2 * x)
    for path, weight in weights(plain).items():
        found = weights(scanned)[path].value
        np.testing.assert_allclose(found, weight.value, rtol=1e-5, atol=1e-6, err_msg=path)
    np.testing.assert_array_equal(weights(scanned)["blocks/0/w"].value, first)


def test_blocks_that_nothing_calls_have_no_weights(built):
    found = built("""
        model:
          inputs: {x: [batch, 4]}
          layers: {blocks: {layer: {Dense: 4}, repeat: 2, scan: true}, out: {Dense: 2}}
          call: out(x)
        """)
    assert set(weights(found.model)) == {"out/kernel", "out/bias"}
