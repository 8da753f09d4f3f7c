"""How each weight is updated, against a reference in NumPy."""

import runpy
import textwrap

import numpy as np
import pytest

from wtspec.codegen import generate_script
from wtspec.data.batches import epoch_order
from wtspec.model import weights
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
name: updates
layers:
  Linear:
    params: {units: {type: int}, slower: 2}
    inputs: {x: [..., features]}
    weights:
      kernel: {shape: [features, units], initializer: glorot_uniform, lr_scale: =1 / slower}
      bias: {shape: [units], initializer: ones, weight_decay: false}
    call: x @ kernel + bias
model:
  inputs: {x: [batch, 3]}
  layers: {hidden: {Linear: 4}, out: {Linear: {units: 1, slower: 4}}}
  call: out(tanh(hidden(x)))
data:
  source: {synthetic: {rows: 26, columns: {x: {shape: [3]}, y: {shape: [1]}}}}
  inputs: {x: x}
  targets: y
  batch_size: 4
train:
  epochs: 4
  accumulate: 2
  optimizer:
    AdamW:
      learning_rate:
        ExponentialDecay: {initial_learning_rate: 0.1, decay_steps: 4, decay_rate: 0.5}
      weight_decay: 0.2
      use_ema: true
      ema_momentum: 0.8
  clip_norm: 0.3
  loss: mean_squared_error
  groups:
    - {match: "out/*", lr_scale: 0.5, weight_decay: true}
    - {match: "hidden/bias", lr_scale: 3}
"""
SCALES = {"hidden/kernel": 1 / 2, "hidden/bias": 3, "out/kernel": 1 / 8, "out/bias": 1 / 2}
DECAYS = {"hidden/kernel": 0.2, "hidden/bias": 0, "out/kernel": 0.2, "out/bias": 0.2}


@pytest.fixture
def checked(tmp_path):
    path = tmp_path / "updates.yaml"
    path.write_text(SPEC)
    return check(load(path))


def gradients(value, x, y):
    """Of the mean square error of a network of two layers."""
    hidden = np.tanh(x @ value["hidden/kernel"] + value["hidden/bias"])
    slope = 2 * (hidden @ value["out/kernel"] + value["out/bias"] - y) / len(x)
    inner = slope @ value["out/kernel"].T * (1 - hidden**2)
    return {
        "hidden/kernel": x.T @ inner,
        "hidden/bias": inner.sum(0),
        "out/kernel": hidden.T @ slope,
        "out/bias": slope.sum(0),
    }


def reference(value, x, y):
    """The average weights that AdamW leaves, an update for each eight rows or what is left."""
    first, second = ({path: 0 * one for path, one in value.items()} for _ in range(2))
    average, step = {path: one.copy() for path, one in value.items()}, 0
    for epoch in range(4):
        order = epoch_order(len(x), 0, epoch)
        for start in range(0, len(x), 8):
            rows = order[start : start + 8]
            found = gradients(value, x[rows], y[rows])
            norm = np.sqrt(sum((one**2).sum() for one in found.values()))
            rate, step = 0.1 * 0.5 ** (step / 4), step + 1
            for path, gradient in found.items():
                clipped = gradient * min(1, 0.3 / norm)
                scaled = rate * SCALES[path]
                first[path] = 0.9 * first[path] + 0.1 * clipped
                second[path] = 0.999 * second[path] + 0.001 * clipped**2
                size = np.sqrt(second[path] / (1 - 0.999**step)) + 1e-7 / np.sqrt(1 - 0.999**step)
                moved = first[path] / (1 - 0.9**step) / size
                value[path] = value[path] * (1 - scaled * DECAYS[path]) - scaled * moved
                kept = 0.8 if step > 1 else 0  # Keras begins with the weights after an update
                average[path] = kept * average[path] + (1 - kept) * value[path]
    return average


def test_weights_follow_their_own_rates_and_decay_in_updates_of_several_batches(checked, tmp_path):
    generator = np.random.default_rng(3)
    data = {"x": generator.normal(size=(26, 3)), "y": generator.normal(size=(26, 1))}
    begun = run_of(checked, tmp_path, data, epochs=None)
    expected = reference(begun, data["x"], data["y"])
    found = run_of(checked, tmp_path, data)
    for path, one in expected.items():
        np.testing.assert_allclose(found[path], one, rtol=1e-4, atol=1e-6, err_msg=path)


def run_of(checked, folder, data, epochs=4):
    """The weights of a run; without epochs, those that it begins with."""
    if epochs is None:
        from wtspec.runs.assemble import assemble

        model = assemble(checked).build()
    else:
        model = run(checked, runs_dir=folder, data=data).model
    return {path: np.asarray(one.value, "float64") for path, one in weights(model).items()}


def test_script_updates_its_weights_likewise(checked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = generate_script(checked.program, checked.spec.document.source, "test")
    (tmp_path / "updates.py").write_text(text)
    runpy.run_path("updates.py", run_name="__main__")
    model = run(checked, runs_dir=tmp_path).model
    stored = np.load("updates.npz")
    for path, one in weights(model).items():
        name = f"updates/{path}"
        np.testing.assert_allclose(stored[name], one.value, rtol=1e-4, atol=1e-6, err_msg=path)


@pytest.mark.parametrize("optimizer", ["SGD", "Adam", "Lion", "Muon", "Nadam", "Adafactor", "Ftrl"])
def test_a_scale_is_a_learning_rate_of_its_own(tmp_path, optimizer):
    text = textwrap.dedent("""
        wtspec: 1
        name: scaled
        model:
          inputs: {x: [batch, 3]}
          sequential: [{Dense: 4}, {Dense: 1}]
        data:
          source: {synthetic: {rows: 8, columns: {x: {shape: [3]}, y: {shape: [1]}}}}
          inputs: {x: x}
          targets: y
        train:
          steps: 5
          optimizer: {OPTIMIZER: {learning_rate: RATE, weight_decay: 0.1}}
          loss: mean_squared_error
          groups: [{match: "**", lr_scale: SCALE}]
        """)
    found = []
    for rate, scale in ((0.02, 1), (0.2, 0.1)):
        path = tmp_path / "scaled.yaml"
        filled = text.replace("OPTIMIZER", optimizer).replace("RATE", str(rate))
        path.write_text(filled.replace("SCALE", str(scale)))
        model = run(check(load(path)), runs_dir=tmp_path).model
        found.append([np.asarray(one.value) for one in model.weights])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_weights_begin_where_their_constraints_allow(tmp_path):
    path = tmp_path / "held.yaml"
    path.write_text(
        textwrap.dedent("""
            wtspec: 1
            name: held
            model:
              inputs: {x: [batch, 3]}
              weights: {w: {shape: [3], initializer: 5, constraint: "=clip(w, 0, 1)"}}
              call: sum(x * w, axis=-1, keepdims=True)
            data:
              source: {synthetic: {rows: 4, columns: {x: {shape: [3]}, y: {shape: [1]}}}}
              inputs: {x: x}
              targets: y
            train: {steps: 1, optimizer: {SGD: 0.0}, loss: mean_squared_error}
            """)
    )
    rows = {"x": np.ones((4, 3)), "y": np.full((4, 1), 3.0)}
    done = run(check(load(path)), runs_dir=tmp_path, data=rows)
    assert done.history[0]["loss"] == pytest.approx(0)


def test_a_norm_clips_within_a_loss_scale_too(tmp_path):
    path = tmp_path / "clipped.yaml"
    path.write_text(
        textwrap.dedent("""
            wtspec: 1
            name: clipped
            model:
              inputs: {x: [batch, 3]}
              weights: {w: {shape: [3, 1], initializer: zeros}}
              call: x @ w
            data:
              source: {synthetic: {rows: 4, columns: {x: {shape: [3]}, y: {shape: [1]}}}}
              inputs: {x: x}
              targets: y
            train:
              steps: 1
              optimizer: {LossScaleOptimizer: {inner_optimizer: {SGD: 1.0}}}
              clip_norm: 0.01
              loss: mean_squared_error
              groups: [{match: w, lr_scale: 2}]
            """)
    )
    rows = {"x": np.ones((4, 3)), "y": np.full((4, 1), 3.0)}
    done = run(check(load(path)), runs_dir=tmp_path, data=rows)
    moved = np.asarray(done.model.weights[0].value)
    assert np.linalg.norm(moved) == pytest.approx(2 * 0.01, rel=1e-4)
