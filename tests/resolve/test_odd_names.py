"""Names that mean something in Python, Keras or generated source are names like any other."""

import itertools
import sys
import types

import keras
import numpy as np
import pytest

from tests.long import mostly_long
from wtspec.codegen import generate, generate_all, module
from wtspec.stages import check, load

NAMES = [
    "self", "kwargs", "keras", "ops", "dtype", "shape", "layer", "max", "input_shape",
    "initialize_w", "path", "super",
]  # fmt: skip
LAYERS = {
    "a param": """
layers:
  Plain:
    params: {NAME: 3, other: =NAME * 2}
    inputs: {x: [batch, dim]}
    weights: {w: {shape: [dim, NAME], initializer: ones}}
    call: x @ w * NAME + other
""",
    "a param settled by dims": """
layers:
  Plain:
    params: {NAME: =dim * 2}
    inputs: {x: [batch, dim]}
    weights: {w: {shape: [NAME], initializer: ones, when: NAME > 1}}
    call: x * sum(w) * NAME
""",
    "an input": """
layers:
  Plain:
    inputs: {NAME: [batch, dim]}
    weights: {w: {shape: [dim], initializer: ones}}
    call: NAME * w
""",
    "a dim": """
layers:
  Plain:
    inputs: {x: [batch, NAME]}
    weights: {w: {shape: [NAME, 3], initializer: ones, regularizer: "=sum(w) * NAME"}}
    call: x @ w * NAME
    returns: [batch, NAME]
""",
    "a weight": """
layers:
  Plain:
    inputs: {x: [batch, dim]}
    weights:
      NAME:
        shape: [dim]
        initializer: "=ones(shape) * 0.5"
        regularizer: "=sum(NAME ** 2)"
        constraint: "=clip(NAME, 0, 1)"
    call: x * NAME
""",
    "a sublayer": """
layers:
  Plain:
    inputs: {x: [batch, dim]}
    layers: {NAME: {layer: {Dense: {units: =dim, kernel_initializer: ones}}, repeat: 2}}
    call: NAME(x) + NAME[0](x)
""",
    "a local": """
layers:
  Plain:
    inputs: {x: [batch, dim]}
    call: |
      NAME = x * 2
      for one in range(3):
        NAME = NAME + one
      return NAME if training else NAME + 1
""",
    "a variable of a loop": """
layers:
  Plain:
    inputs: {x: [batch, dim]}
    call: |
      for NAME in range(3):
        x = x + NAME
      return concatenate([x * NAME for NAME in [1, 2]], axis=-1)
""",
    "a function and a local": """
functions:
  NAME(x, b=2): x * b
layers:
  Plain:
    inputs: {x: [batch, dim]}
    call: |
      NAME = NAME(x, b=3)
      return NAME + NAME(x)
""",
    "a function's parameter": """
functions:
  double(x, NAME=2): x * NAME
layers:
  Plain:
    inputs: {x: [batch, dim]}
    call: double(x, NAME=3) + double(x)
""",
    "a wrapped layer": """
layers:
  Wrapper:
    inputs: {x: [batch, dim]}
    wraps: {NAME: [batch, units]}
    weights: {w: {shape: [dim, units], initializer: ones}}
    call: NAME(x) + x @ w
  Plain:
    inputs: {x: [batch, dim]}
    sequential: [{Wrapper: {NAME: {Dense: {units: 4, kernel_initializer: ones}}}}]
""",
}
X = np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3)
_numbers = itertools.count()


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """The output and losses of the layer `Plain` of a text, copied once."""
    monkeypatch.setattr(module, "format_source", lambda text: text)

    def run(text, name):
        path = tmp_path / f"{name}.yaml"
        path.write_text("wtspec: 1\n" + text.replace("NAME", name), encoding="utf-8")
        checked = check(load(path))
        made = types.ModuleType(f"odd_names_{next(_numbers)}")
        sys.modules[made.__name__] = made
        exec(generate(checked.program, checked.spec.document.source, "0.0"), made.__dict__)  # noqa: S102 - our own source
        layer = made.Plain.from_config(made.Plain().get_config())
        return [np.asarray(layer(X)), *map(float, layer.losses)]

    yield run
    keras.utils.clear_session()


@pytest.mark.parametrize("role", mostly_long(LAYERS, every=4))
def test_a_layer_computes_the_same_under_any_name(role, outcome):
    expected = outcome(LAYERS[role], "ordinary")
    for name in NAMES:
        if role.startswith("a param") and name == "dtype":
            continue  # every Keras layer has an argument of that name
        for got, wanted in zip(outcome(LAYERS[role], name), expected, strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-6, err_msg=name)


MODEL = """
model:
  inputs: {inputs: [batch, 3], other: [batch, 3]}
  call: inputs * 2 + other
data: {source: {npz: a.npz}, inputs: {inputs: =x, other: =x}, targets: =y}
train:
  epochs: 1
  optimizer: adam
  loss: mse
  metrics: [{model: =mean(y_pred)}, {Dice: =max(y_pred)}]
"""


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    """The model of the text above, compiled."""
    monkeypatch.setattr(module, "format_source", lambda text: text)
    path = tmp_path / "odd.yaml"
    path.write_text("wtspec: 1\n" + MODEL, encoding="utf-8")
    checked = check(load(path))
    made = types.ModuleType(f"odd_names_{next(_numbers)}")
    sys.modules[made.__name__] = made
    exec(generate_all(checked.program, checked.spec.document.source, "0.0"), made.__dict__)  # noqa: S102 - our own source
    model = made.Odd()
    made.compile_model(model)
    yield model
    keras.utils.clear_session()


def test_a_model_may_name_one_of_its_inputs_as_keras_names_them_all(compiled):
    output = compiled({"inputs": X, "other": X * 3})
    np.testing.assert_allclose(np.asarray(output), X * 5, rtol=1e-6)


def test_a_metric_is_logged_under_the_name_that_the_file_gives_it(compiled):
    logs = compiled.evaluate({"inputs": X, "other": X}, X, verbose=0, return_dict=True)
    assert set(logs) == {"loss", "model", "Dice"}
