"""Arrays as Orbax writes and reads them."""

import ml_dtypes
import numpy as np
import pytest

from wtspec.runs.checkpoints import arrays as arrays_of_orbax
from wtspec.runs.checkpoints.arrays import describe, read_arrays, write_arrays

KINDS = ["float32", "float16", "int32", "uint32", "int8", "uint8", "bool"]


def test_every_kind_of_array_comes_back_as_it_was(tmp_path):
    rows = np.random.default_rng(0)
    arrays = {f"weights/{kind}": rows.normal(size=(3, 4)).astype(kind) for kind in KINDS}
    arrays["weights/bfloat16"] = rows.normal(size=(5,)).astype(ml_dtypes.bfloat16)
    arrays["optimizer/iterations"] = np.asarray(7, "int32")
    write_arrays(arrays, tmp_path / "state")
    found = read_arrays(tmp_path / "state", describe(arrays))
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype, name
        assert found[name].tobytes() == array.tobytes(), name


def test_an_array_larger_than_what_is_written_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(arrays_of_orbax, "_AT_ONCE_BYTES", 2**10)
    large = np.arange(2**20, dtype="float32")
    write_arrays({"weights/large": large}, tmp_path / "state")
    found = read_arrays(tmp_path / "state", {"weights/large": ("float32", large.shape)})
    np.testing.assert_array_equal(found["weights/large"], large)


def test_an_array_without_numbers_is_not_written(tmp_path):
    arrays = {"weights/none": np.zeros((0, 3), "float32"), "weights/one": np.ones(1, "float32")}
    write_arrays(arrays, tmp_path / "state")
    assert list(read_arrays(tmp_path / "state", describe(arrays))) == ["weights/one"]


@pytest.mark.parametrize("described", [("float32", (4,)), ("int32", (3,)), ("float32", (10**9,))])
def test_another_array_than_was_described_is_refused(tmp_path, described):
    write_arrays({"weights/w": np.ones(3, "float32")}, tmp_path / "state")
    with pytest.raises(ValueError, match=r"weights/w|bytes"):
        read_arrays(tmp_path / "state", {"weights/w": described})
