"""Powers of params, in source that is used without `validate`."""

import numpy as np
import pytest

TOWER = """
Tower:
  params: {n: 2, e: 0.5}
  inputs: {x: [batch, dim]}
  call: x * n ** n ** n * n ** e
"""


def test_power_of_params_is_python_s(layer):
    assert float(layer(TOWER)(np.ones((1, 1), "float32"))[0, 0]) == pytest.approx(16 * 2**0.5)


@pytest.mark.parametrize("given", [{"n": 9}, {"n": -1}])
def test_endless_or_complex_power_is_refused(layer, given):
    with pytest.raises(ValueError, match="no such power"):
        layer(TOWER, **given)(np.ones((1, 1), "float32"))


def test_square_root_of_a_size_is_written_plainly(source):
    text = source("""
layers:
  Scaled:
    inputs: {x: [batch, dim]}
    call: x / sqrt(dim)
""")
    assert "x / dim**0.5" in text
    assert "def power" not in text
