"""Plain values are written as a person would write the file, and read as the same values."""

import numpy as np
import pytest
from hypothesis import given

from tests.runs.test_resolved import VALUES
from wtspec.document import plain, read_text
from wtspec.document.from_python import UnfitError, as_plain, to_yaml
from wtspec.document.layout import write

FILE = """\
wtspec: 1
doc: |
  Two lines,
  as a block.
imports: [blocks.yaml]

params:
  width: 64

layers:
  Linear:
    params:
      units: {type: int, min: 1}
    inputs:
      x: [..., features]
    weights:
      kernel: {shape: [features, units], initializer: "=random.normal(shape, stddev=0.1)"}
      scale:
        shape: [features, units]
        initializer: {RandomUniform: {minval: -1e-5, maxval: 1e-5}}
        constraint: =relu(scale) + 1e-5
    call: |
      y = x @ kernel
      return y * sum(scale)
    returns: [..., units]

model:
  inputs:
    x: [batch, 4]
  sequential:
    - Linear: {units: =width}
    - relu
    - {layer: {Dense: 10}, name: head}

train:
  steps: 10
  optimizer: {Adam: {learning_rate: 0.001}}
  loss: {head: '=f("a", y_true, y_pred)'}
  metrics: [accuracy]
  groups:
    - {match: "**/bias", trainable: false}
    - {match: head/*, lr_scale: 0.5}
"""


def test_a_file_is_laid_out_as_by_a_person():
    assert write(plain(read_text(FILE, "file"))) == FILE


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-5, "1e-5"),
        (-2.5e16, "-2.5e16"),
        (0.1, "0.1"),
        (1.0, "1.0"),
        (float("inf"), ".inf"),
        ("1e-5", '"1e-5"'),
        ("010", '"010"'),
        ("yes", '"yes"'),  # which other programs take for true
        ("true", '"true"'),
        (["...", "features"], "[..., features]"),
        ((1, (2,)), "[1, [2]]"),
        ("=clip(w, 0, 1)", "=clip(w, 0, 1)"),
        (["=clip(w, 0, 1)"], '["=clip(w, 0, 1)"]'),
        (np.float32(0.5), "0.5"),
        (np.int64(3), "3"),
        (np.bool_(1), "true"),
        (np.array(2), "2"),
        (np.str_("a"), "a"),
        ({"a": None, 0: 1.5}, "{a: null, 0: 1.5}"),
    ],
)
def test_a_value_of_python_is_the_same_value_in_yaml(value, text):
    assert to_yaml(value) == text
    assert plain(read_text(text, "text")) == as_plain(value)


@given(VALUES)
def test_what_is_written_is_read_as_the_same(value):
    assert repr(plain(read_text(write({"x": value}), "text"))) == repr({"x": value})


@pytest.mark.parametrize(
    ("value", "steps", "reason"),
    [
        ({"a": [0, np.zeros(3)]}, ("a", 1), "type `ndarray`"),
        ({"a": {"b"}}, ("a",), "type `set`"),
        ({"a": {1.5: 2}}, ("a",), "a key of type `float`"),
        ([1j], (0,), "type `complex`"),
        ([b"x"], (0,), "type `bytes`"),
        ([2**200], (0,), "64 bits"),
        (["\ud800"], (0,), "half of a character"),
    ],
)
def test_what_no_file_can_hold_is_told_with_its_place(value, steps, reason):
    with pytest.raises(UnfitError, match=reason) as raised:
        as_plain(value)
    assert raised.value.steps == steps


def test_a_key_that_looks_like_half_a_formula_is_quoted():
    assert write({"f(x": "x"}) == '"f(x": x\n'


def test_a_list_that_holds_itself_ends():
    endless = []
    endless.append(endless)
    with pytest.raises(UnfitError, match="deeper than 64"):
        as_plain(endless)
