"""What becomes of Keras's mask in declared layers: it passes, ends, or becomes another."""

import keras
import numpy as np
import pytest

from tests.long import mostly_long

ROWS = np.array(
    [[[1, 2, 3], [4, 5, 6], [0, 0, 0], [0, 0, 0]], [[1, 1, 1], [2, 2, 2], [3, 3, 3], [0, 0, 0]]],
    dtype="float32",
)
KEPT = np.array([[1, 1, 0, 0], [1, 1, 1, 0]], dtype=bool)


class Probe(keras.layers.Layer):
    """Keeps the mask of what it is called on."""

    supports_masking = True

    def call(self, x, mask=None):
        self.seen = mask
        return x


def mask_of(tensor):
    probe = Probe()
    probe(tensor)
    return None if probe.seen is None else np.array(probe.seen)


@pytest.fixture
def masked():
    return keras.layers.Masking()(ROWS)


PASSING = {
    "element by element": "{x: [..., f]}\n  call: x * 2",
    "its last axis alone": "{x: [batch, time, f]}\n  call: mean(x, axis=-1)",
    "by a sublayer": "{x: [batch, time, f]}\n  sequential: [{Dense: 5}, relu]",
    "by an activation": "{x: [..., f]}\n  params: {act: {type: activation, default: relu}}"
    "\n  call: act(x) + 1",
    "sizes as numbers": "{x: [batch, 4, 3]}\n  call: x + 1",
    "all dims that are open": "{x: [batch, ...]}\n  call: x + 1",
    "open dims and a new one": "{x: [batch, ...]}\n  call: x[..., none] * 2",
    "rows to rows": "{x: [batch, time, f]}\n  call: transpose(transpose(x, [0, 2, 1]), [0, 2, 1])",
}
ENDING = {
    "a mean over steps": "{x: [batch, time, f]}\n  call: mean(x, axis=1)",
    "axes of equal sizes in turn": "{x: [batch, n, n]}\n  call: transpose(x, [0, 2, 1])",
    "an axis of an equal size left": "{x: [batch, 4, 4]}\n  call: mean(x, axis=1)",
    "every second step": "{x: [batch, time, f]}\n  call: x[:, ::2]",
    "what a GRU leaves": "{x: [batch, time, f]}\n  sequential: [{GRU: 4}]",
    "steps and features in one": "{x: [batch, time, f]}\n  call: reshape(x, [-1, time * f])",
    "all that is open in one": "{x: [batch, ...]}\n  call: reshape(x, [batch, -1])",
    "all but rows in one": "{x: [_, ...]}\n  call: reshape(x, [shape(x)[0], -1])",
    "steps that are open in one": "{x: [batch, ..., f]}\n  call: reshape(x, [batch, -1])",
    "open dims summed up": "{x: [batch, ...]}\n  call: sum(reshape(x, [batch, -1]), axis=-1)",
}


@pytest.mark.parametrize("body", PASSING.values(), ids=PASSING)
def test_a_mask_passes_where_the_output_has_its_dims(layer, masked, body):
    made = layer(f"Thing:\n  inputs: {body}")
    np.testing.assert_array_equal(mask_of(made(masked)), KEPT)


@pytest.mark.parametrize("body", ENDING.values(), ids=ENDING)
@pytest.mark.filterwarnings("ignore:Layer 'thing:UserWarning")
def test_a_mask_ends_where_the_output_may_have_other_dims(layer, body):
    made = layer(f"Thing:\n  inputs: {body}")
    rows = np.concatenate([ROWS, ROWS[..., :1]], axis=-1)
    assert mask_of(made(keras.layers.Masking()(rows))) is None


POOL = """
Pool:
  inputs:
    x: [batch, time, f]
    mask: {shape: [batch, time], dtype: bool, optional: true}
  call: |
    kept = ones([batch, time]) if mask is none else cast(mask, "float32")
    return sum(x * kept[..., none], axis=1) / sum(kept, axis=1, keepdims=true)
"""


def test_a_consumed_mask_ends_as_that_of_keras_pooling(layer, masked):
    pooled = layer(POOL)(masked)
    np.testing.assert_allclose(pooled, keras.layers.GlobalAveragePooling1D()(masked), rtol=1e-6)
    assert mask_of(pooled) is None


def test_each_of_several_outputs_bears_the_mask_that_fits_it(layer, masked):
    one, other = layer(
        "Thing:\n  inputs: {x: [batch, time, f]}\n  call: return x * 2, mean(x, axis=1)"
    )(masked)
    assert mask_of(one) is not None
    assert mask_of(other) is None


def test_outputs_with_names_bear_their_masks(layer, masked):
    found = layer(
        "Thing:\n  inputs: {x: [batch, time, f]}\n"
        '  call: |\n    return {"z": x * 2, "a": mean(x, axis=1)}'
    )(masked)
    assert mask_of(found["z"]) is not None
    assert mask_of(found["a"]) is None


def test_a_layer_can_be_told_to_pass_its_mask(layer, masked):
    made = layer("Thing:\n  inputs: {x: [batch, t, f]}\n  call: flip(x, 1)\n  mask: pass")
    np.testing.assert_array_equal(mask_of(made(masked)), KEPT)


def test_a_layer_can_be_told_to_end_the_mask_of_a_sublayer(layer, masked):
    made = layer(
        "Thing:\n  inputs: {x: [batch, t, f]}\n  layers: {norm: LayerNormalization}\n"
        "  call: norm(x)\n  mask: end"
    )
    assert mask_of(made(masked)) is None


def test_a_formula_gives_another_mask(layer, masked):
    made = layer("Thing:\n  inputs: {x: [batch, t, f]}\n  call: x[:, 1:]\n  mask: =mask[:, 1:]")
    np.testing.assert_array_equal(mask_of(made(masked)), KEPT[:, 1:])
    assert mask_of(made(ROWS)) is None


def test_a_formula_makes_a_mask_of_the_input(layer):
    made = layer(
        "Thing:\n  inputs: {ids: {shape: [batch, t], dtype: int32}}\n"
        "  layers: {embed: {Embedding: {input_dim: 5, output_dim: 2}}}\n"
        "  call: embed(ids)\n  mask: =ids != 0"
    )
    ids = np.array([[1, 2, 0], [3, 0, 0]])
    np.testing.assert_array_equal(mask_of(made(ids)), ids != 0)


JOIN = """
Join:
  inputs: {a: [batch, t, f], b: [batch, t, f]}
  call: a + b
  mask: =logical_and(a_mask, b_mask)
"""


def test_a_formula_reads_the_masks_of_several_inputs(layer, masked):
    made = layer(JOIN)
    rows = ROWS.copy()
    rows[:, 0] = 0
    found = made(masked, keras.layers.Masking()(rows))
    np.testing.assert_array_equal(mask_of(found), KEPT & (rows != 0).any(-1))
    assert mask_of(made(masked, rows)) is None


def test_the_mask_of_a_second_input_does_not_pass(layer, masked):
    made = layer("Join:\n  inputs: {a: [batch, t, f], b: [batch, t, f]}\n  call: a + b")
    assert mask_of(made(masked, ROWS)) is not None
    assert mask_of(made(ROWS, masked)) is None


LORA = """
LoRA:
  params: {rank: {type: int, min: 1}}
  wraps: {inner: [..., units]}
  inputs: {x: [..., f]}
  weights:
    down: {shape: [f, rank], initializer: ones}
    up: {shape: [rank, units], initializer: zeros}
  call: inner(x) + x @ down @ up
"""


def test_a_wrapper_does_with_a_mask_what_the_wrapped_layer_does(layer, masked):
    assert mask_of(layer(LORA, inner=keras.layers.Dense(3), rank=2)(masked)) is not None
    twice = "Twice:\n  wraps: {inner: [..., n]}\n  inputs: {x: [..., f]}\n  call: inner(x) * 2"
    assert mask_of(layer(twice, inner=keras.layers.GRU(4))(masked)) is None


def test_layers_that_pass_masks_are_copied_with_them(layer, masked):
    made = layer("Thing:\n  inputs: {x: [batch, t, f]}\n  call: x[:, 1:]\n  mask: =mask[:, 1:]")
    copy = type(made).from_config(made.get_config())
    np.testing.assert_array_equal(mask_of(copy(masked)), KEPT[:, 1:])


REQUIRED = """
Pool:
  inputs:
    x: [batch, time, f]
    mask: [batch, time]
  layers: {dense: {Dense: 2}}
  weights: {scale: {shape: [f], initializer: ones}}
  call: |
    kept = cast(mask, "float32")
    counts = minimum(sum(kept, axis=1, keepdims=true), time)
    return sum(dense(x * scale) * kept[..., none], axis=1) / counts
"""


@pytest.mark.parametrize("how", ["by position", "by name"])
def test_a_mask_may_be_required(layer, masked, how):
    made = layer(REQUIRED)
    given = KEPT.astype("float32")
    found = made(masked, given) if how == "by position" else made(masked, mask=given)
    kernel = np.asarray(made.dense.kernel)
    expected = [(rows[kept] @ kernel).mean(0) for rows, kept in zip(ROWS, KEPT, strict=True)]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert mask_of(found) is None
    assert tuple(made.compute_output_shape((2, 4, 3))) == (2, 2)


CROSS = """
Cross:
  inputs:
    query: [batch, t, f]
    value: [batch, s, f]
    query_mask: {shape: [batch, t], dtype: bool, optional: true}
    value_mask: {shape: [batch, s], dtype: bool, optional: true}
  call: |
    scores = query @ transpose(value, [0, 2, 1])
    if value_mask is not none:
      scores = where(value_mask[:, none], scores, -1e9)
    return softmax(scores) @ value
"""


def test_masks_of_several_inputs_come_by_their_names(layer, masked):
    query = np.ones((2, 5, 3), "float32")
    ours, keras_own = layer(CROSS), keras.layers.Attention()
    np.testing.assert_allclose(ours(query, masked), keras_own([query, masked]), rtol=1e-5)
    found, expected = ours(masked, query), keras_own([masked, query])  # which sets the others to 0
    np.testing.assert_allclose(np.array(found)[KEPT], np.array(expected)[KEPT], rtol=1e-5)
    np.testing.assert_array_equal(mask_of(ours(masked, query)), KEPT)


MODEL = """
model:
  inputs: {ids: {shape: [batch, 4], dtype: int32}}
  layers: {embed: {Embedding: {input_dim: 5, output_dim: 2, mask_zero: true}}, head: {Dense: 1}}
  call: %s
  mask: %s
train: {epochs: 1, optimizer: {SGD: 0.0}, loss: mse}
data:
  source: {synthetic: {rows: 8, columns: {ids: {shape: [4], dtype: int32}}}}
  inputs: {ids: =ids}
  targets: =ids[..., none]
"""


@pytest.mark.parametrize(
    ("call", "mask", "counts"),
    mostly_long(
        [
            ("head(embed(ids))", "null", [1, 1, 0, 0]),
            ("head(embed(ids))", "end", [1, 1, 1, 1]),
            ("head(embed(ids)) * 1", "null", [1, 1, 1, 1]),
            ("head(embed(ids)) * 1", "=ids > 0", [1, 1, 0, 0]),
            ("head(embed(ids))", "=ids > 1", [0, 1, 0, 0]),
        ],
        every=5,
    ),
)
def test_the_loss_heeds_what_a_model_says_of_its_mask(model, call, mask, counts):
    built = model(MODEL % (call, mask))
    ids = np.array([[1, 2, 0, 0]] * 3)
    errors = np.square(np.array(built(ids))[0, :, 0] - [0, 1, 10, 20])
    expected = np.average(errors, weights=counts)
    targets = np.array([[[0], [1], [10], [20]]] * 3, "float32")
    fitted = built.fit(ids, targets, verbose=0).history["loss"][0]
    np.testing.assert_allclose(fitted, expected, rtol=1e-5)
    np.testing.assert_allclose(built.evaluate(ids, targets, verbose=0), expected, rtol=1e-5)


REMAT = """
layers:
  Join:
    inputs: {a: [batch, t, f], b: [batch, t, f]}
    call: a + b
    mask: =logical_and(a_mask, b_mask)
model:
  inputs: {ids: {shape: [batch, 4], dtype: int32}}
  layers:
    embed: {Embedding: {input_dim: 5, output_dim: 3, mask_zero: true}}
    join: {layer: Join, remat: %s}
    gru: {layer: {GRU: {units: 3, return_sequences: true}}, remat: %s}
    last: {layer: {LSTM: 2}, remat: %s}
  call: last(gru(join(embed(ids), embed(ids))))
"""


def test_what_is_computed_again_gives_the_same_masks(model):
    ids = np.array([[1, 2, 0, 0], [3, 4, 1, 0]])
    plain, again = (np.array(model(REMAT % ((one,) * 3))(ids)) for one in ("false", "true"))
    np.testing.assert_allclose(again, plain, rtol=1e-5)
    ids[:, -1] = 4
    assert not np.allclose(model(REMAT % (("true",) * 3))(ids), again)


def test_source_of_layers_within_layers_looks_at_each_once(source):
    lines = ["layers:", "  L30: {inputs: {x: [batch, dim]}, call: x + 1}"]
    for level in range(29, 0, -1):
        pair = f"{{a: L{level + 1}, b: L{level + 1}}}"
        lines.append(f"  L{level}: {{inputs: {{x: [batch, dim]}}, layers: {pair}, call: a(b(x))}}")
    lines.append("model: {inputs: {x: [batch, 4]}, sequential: [L1]}")
    assert "class L30(" in source("\n".join(lines))
