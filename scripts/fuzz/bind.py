"""Formulas in a file: whatever stands where one may stand is bound, or gives diagnostics."""

from scripts.fuzz.folder import folder, validate
from wtspec.document.from_python import to_yaml

LAYER = """\
wtspec: 1
functions:
  step(a, b): {function}
layers:
  Thing:
    params: {{units: 4, flag: true, act: {{type: activation, default: relu}}}}
    inputs: {{x: [batch, time, dim], mask: {{shape: [batch, time], dtype: bool, optional: true}}}}
    weights:
      w: {{shape: [dim, {size}], initializer: {initializer}}}
      mean: {{shape: [dim], initializer: zeros, trainable: false, when: {when}}}
    layers: {{dense: {{Dense: =dim}}, blocks: {{layer: {{Dense: =dim}}, repeat: {repeat}}}}}
    call: {call}
"""
FILE = """\
wtspec: 1
model: {{inputs: {{x: [batch, 4]}}, layers: {{head: {{Dense: {units}}}}}, call: head(x)}}
data:
  source: {{synthetic: {{rows: 8, columns: {{a: {{shape: [4]}}, b: {{classes: 3}}}}}}}}
  inputs: {{x: {inputs}}}
  targets: {targets}
train: {{epochs: 1, optimizer: sgd, loss: {loss}, metrics: [{{name: {loss}}}]}}
"""
PLACES: tuple[tuple[str, str], ...] = (
    *((LAYER, name) for name in ("call", "function", "size", "initializer", "when", "repeat")),
    *((FILE, name) for name in ("units", "inputs", "targets", "loss")),
)
"""Where a formula may stand, each in a file that has it and what it may speak of."""

USUAL = {
    "call": "x", "function": "a", "size": "dim", "initializer": "ones", "when": "flag",
    "repeat": "2", "units": "3", "inputs": "a", "targets": "b", "loss": "mse",
}  # fmt: skip


def bind(data: bytes) -> str:
    """Checks a file that has a text as one of its formulas; the first byte says as which."""
    text = data[1:].decode("utf-8", "replace")
    file, name = PLACES[data[0] % len(PLACES) if data else 0]
    equals = "" if name in ("call", "function") else "="
    path = folder() / "formula.yaml"
    path.write_text(file.format(**{**USUAL, name: to_yaml(equals + text)}), encoding="utf-8")
    return validate(path)[1]
