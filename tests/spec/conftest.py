"""Specs as text, since that is what people write."""

from pathlib import Path

import pytest

from wtspec.document import read_document
from wtspec.errors import SpecError
from wtspec.spec import validate

GOOD = """\
wtspec: 1
name: digits
params:
  width: 64
layers:
  Linear:
    params:
      units: {type: int, min: 1}
      use_bias: true
    inputs:
      x: [..., features]
    weights:
      kernel: {shape: [features, units], initializer: glorot_uniform}
      bias: {shape: [units], initializer: zeros, when: use_bias}
    call: |
      y = x @ kernel
      return y + bias if use_bias else y
    returns: [..., units]
model:
  inputs:
    pixels: [batch, 64]
  sequential:
    - Linear: {units: =width}
    - relu
    - Dense: 10
data:
  source: {sklearn: digits}
  inputs: {pixels: =data / 16}
  targets: =target
  split: {validation: 0.1, test: 0.1}
  batch_size: 32
train:
  epochs: 10
  optimizer: adam
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
runtime:
  seed: 0
"""


@pytest.fixture
def good() -> str:
    """A whole file without a fault."""
    return GOOD


@pytest.fixture
def spec(tmp_path: Path):
    """The validated spec of a text."""

    def read(text: str, name: str = "digits.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return validate(read_document(path))

    return read


@pytest.fixture
def faults(spec):
    """The diagnostics of a text."""

    def read(text: str):
        with pytest.raises(SpecError) as caught:
            spec(text)
        return list(caught.value.diagnostics)

    return read


@pytest.fixture
def mutated(faults):
    """The one fault of the good file with one text of it replaced, and what stands there."""

    def read(old: str, new: str):
        assert GOOD.count(old) >= 1
        (fault,) = faults(GOOD.replace(old, new, 1))
        line = fault.span.source.lines[fault.span.line - 1]
        end = fault.span.end_column - 1 if fault.span.end_line == fault.span.line else None
        return fault, line[fault.span.column - 1 : end]

    return read
