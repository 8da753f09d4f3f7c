"""What users of Keras, PyTorch and NumPy write by habit: one error each, with what to write."""

from textwrap import indent

import pytest

FILE = """\
layers:
  Thing:
    params: {units: 4, mode: {type: str, default: a}, start: {type: initializer, default: ones}}
    inputs: {x: [batch, time, dim], mask: {shape: [batch, time], optional: true}}
    weights:
      w: {shape: [dim], initializer: ones}
      seen: {shape: [dim], initializer: zeros, trainable: false}
    layers:
      dense: {Dense: 4}
      blocks: {layer: {Dense: 4}, repeat: 2}
    call: |
"""

HABITS = [
    ("x.shape[-1]", "shape(x)"),
    ("x.T", "transpose(x)"),
    ("x.mean(axis=-1)", "mean(x, axis=-1)"),
    ("x.reshape(2, -1)", "reshape(x, (2, -1))"),
    ("x.reshape((2, -1))", "reshape(x, (2, -1))"),
    ("x.view(-1)", "reshape(x, (-1,))"),
    ("x.permute(0, 2, 1)", "transpose(x, (0, 2, 1))"),
    ("x.astype(np.float32)", 'cast(x, "float32")'),
    ("x.float()", 'cast(x, "float32")'),
    ("x.cuda()", "leave it out"),
    ("x * np.float32(3)", 'cast(3, "float32")'),
    ("x * np.pi", "`pi`"),
    ("x[:, np.newaxis]", "`none`"),
    ("x[:, newaxis]", "`none`"),
    ("seen.assign(x[0, 0])", "assign(seen, x[0, 0])"),
    ("seen.assign_add(x[0, 0])", "assign(seen, seen + x[0, 0])"),
    ("self.dense(x)", "dense(…)"),
    ("dense.call(x)", "dense(x)"),
    ("super().call(x)", "extends no other"),
    ("keras.layers.Dense(4)(x)", "layers: {dense: {Dense: …}}"),
    ("tf.nn.relu(x)", "relu(…)"),
    ("x if mask else w", "mask is not none"),
    ("x if not mask else w", "mask is not none"),
    ('x if dtype(x) == "float32" else w', "dtypes are not compared"),
    ("x if isinstance(units, int) else w", "one `type`"),
    ('x if mode in ("a", "b") else w', 'mode == "a" or mode == "b"'),
    ('x if mode not in ["a", "b"] else w', 'mode != "a" and mode != "b"'),
    ("[one for one in x]", "`for i in range(n):`"),
    ("init(shape)", "params: {init: {type: initializer}}"),
    ("start([4])", "initializer: =start"),
    ("glorot_uniform(shape)", "initializer: glorot_uniform"),
    ("normal(shape(x))", "random.normal"),
    ("zip(blocks, blocks)", "range(len(blocks))"),
    ("enumerate(blocks)", "range(len(blocks))"),
    ("reversed(blocks)", "-1, -1"),
    ("getattr(dense, mode)", "dense.kernel"),
    ("dense(x, kernel=w)", 'weights={"kernel": …}'),
    ("dense(x, weights=w)", 'weights={"kernel": …}'),
    ("self + x", "leave `self` out"),
    ("print(x)", "add_metric"),
    ("len(x)", "shape(x)[0]"),
]


@pytest.mark.parametrize(("formula", "repair"), HABITS)
def test_a_habit_gives_one_error_with_its_repair(fault, formula, repair):
    assert repair in (fault(FILE + indent(f"return {formula}", "      ")).help or "")
