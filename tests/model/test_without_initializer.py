"""Weights without an initializer, which a file fills."""

import numpy as np
import pytest
from safetensors.numpy import save_file as save_arrays

from wtspec.errors import SpecError
from wtspec.model import load_pretrained, weights

TEXT = """
layers:
  Scale:
    inputs: {x: [batch, n]}
    weights:
      factor: {shape: [n]}
      offset: {shape: [n], initializer: ones}
    call: x * factor + offset
model:
  inputs: {x: [batch, 3]}
  weights: {end: {shape: [3], dtype: float32}}
  layers: {blocks: {layer: Scale, repeat: 2%s}}
  call: blocks(x) + end
  pretrained:
    file: old.safetensors
    partial: ["**/offset"%s]
"""
FILLED = {
    "end": np.full(3, 5, "float32"),
    "blocks/0/factor": np.full(3, 2, "float32"),
    "blocks/1/factor": np.full(3, 3, "float32"),
}


def load(found):
    return load_pretrained(found.code, found.model, found.root)


@pytest.mark.parametrize("scan", ["", ", scan: true"])
def test_the_file_fills_them(built, tmp_path, scan):
    save_arrays(FILLED, tmp_path / "old.safetensors")
    found = built(TEXT % (scan, ""))
    load(found)
    loaded = {path: np.asarray(one.value) for path, one in weights(found.model).items()}
    for path, value in FILLED.items():
        np.testing.assert_array_equal(loaded[path], value)
    np.testing.assert_array_equal(loaded["blocks/0/offset"], 1)


def test_one_without_a_source_is_an_error(built, tmp_path):
    save_arrays({"end": FILLED["end"]}, tmp_path / "old.safetensors")
    found = built(TEXT % ("", ""))
    with pytest.raises(SpecError, match="2 weights have no source"):
        load(found)


@pytest.mark.parametrize("scan", ["", ", scan: true"])
def test_one_that_may_keep_its_initializer_has_none_to_keep(built, tmp_path, scan):
    save_arrays({"end": FILLED["end"]}, tmp_path / "old.safetensors")
    found = built(TEXT % (scan, ', "blocks/*/factor"'))
    with pytest.raises(SpecError) as caught:
        load(found)
    (fault,) = caught.value.diagnostics
    assert fault.code == "missing-tensor"
    assert "and no initializer" in fault.message
    assert fault.span.text == "factor"
    assert fault.related[0].span.text.strip('"') == "blocks/*/factor"
