"""Weights under meshes: saved, loaded and looked at."""

import tracemalloc

import jax
import keras
import numpy as np
import pytest
from safetensors.numpy import save_file

from tests.runs.meshes.eight_devices import check
from tests.runs.meshes.models import MESHES, make_model
from wtspec.model import build_model, generated, load_pretrained, load_weights, save_weights
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.paths import weights
from wtspec.model.stacks import WeightSlice, assign_all
from wtspec.runs.weights_table import weights_table
from wtspec.stages import check_file
from wtspec.train.gauge import see_weights

MEGABYTES = 2**20
EIGHT = {"data": 1, "model": 8}


@check
def a_file_of_weights_has_the_bytes_of_one_saved_by_one_device(folder):
    saved = []
    for at, sizes in enumerate(MESHES):
        save_weights(make_model(sizes, 1), folder / f"{at}.safetensors")
        saved.append((folder / f"{at}.safetensors").read_bytes())
    assert saved[1:] == saved[:-1]


@check
def a_file_of_weights_is_loaded_by_any_mesh(folder):
    model = make_model(None, 1)
    save_weights(model, folder / "w.safetensors")
    for sizes in MESHES:
        other = make_model(sizes, 2)
        laid = [one.value.sharding for one in other.weights]
        load_weights(other, folder / "w.safetensors")
        assert [one.value.sharding for one in other.weights] == laid
        for one, same in zip(model.weights, other.weights, strict=True):
            np.testing.assert_array_equal(one.value, same.value)


@check
def weights_look_alike_on_any_mesh(folder):
    del folder
    wanted, *others = [weights(make_model(sizes, 1, 64)) for sizes in (None, *MESHES[:-1])]
    seen = see_weights(wanted, 3)
    for other in others:
        found = see_weights(other, 3)
        assert list(found.norms) == list(seen.norms)
        assert found.norms == pytest.approx(seen.norms, rel=1e-12)
        for path, one in seen.histograms.items():
            assert found.histograms[path].counts == one.counts
            for name in ("low", "high", "mean", "std", "norm"):
                value = getattr(found.histograms[path], name)
                assert value == pytest.approx(getattr(one, name), rel=1e-9, abs=1e-12), (path, name)
        assert weights_table(other, {}) == weights_table(wanted, {})


@check
def values_are_drawn_from_a_cut_weight_as_from_a_whole_one(folder):
    del folder
    values = np.random.default_rng(0).normal(size=(600, 1000)).astype("float32")
    seen = [see_weights({"w": one}, 1).histograms["w"] for one in both(values, (None, "model"))]
    assert sum(seen[0].counts) < values.size
    assert seen[0].counts == seen[1].counts


@check
def a_stack_is_filled_and_read_part_by_part(folder):
    del folder
    values = np.arange(3 * 4 * 8, dtype="float32").reshape(3, 4, 8)
    for stack in both(np.zeros_like(values), (None, None, "model")):
        blocks = [WeightSlice(stack, (at,), stack) for at in range(3)]
        assign_all((blocks[at], values[at]) for at in (0, 2))
        np.testing.assert_array_equal(stack.value, values * [[[1]], [[0]], [[1]]])
        norms = see_weights({str(at): one for at, one in enumerate(blocks)}, 1).norms
        assert norms["2"] == pytest.approx(np.linalg.norm(values[2]))


@check
def no_host_buffer_is_as_large_as_a_cut_weight(folder):
    with Mesh(jax.make_mesh((1, 8), ("data", "model"))).placing(
        {"net/large/kernel": (None, "model")}
    ):
        layers = [keras.Input((1024,)), keras.layers.Dense(8192, use_bias=False, name="large")]
        model = keras.Sequential(layers, name="net")
    (kernel,) = model.weights
    assert kernel.value.nbytes == 32 * MEGABYTES
    path = folder / "w.safetensors"
    before = bits_of(kernel)
    assert most_bytes(lambda: save_weights(model, path)) < 16 * MEGABYTES
    kernel.assign(kernel.value * 0)
    assert most_bytes(lambda: load_weights(model, path)) < 16 * MEGABYTES
    assert bits_of(kernel) == before
    assert most_bytes(lambda: see_weights(weights(model), 1)) < 28 * MEGABYTES


@check
def what_a_map_computes_is_computed_in_parts(folder):
    rng = np.random.default_rng(0)
    old = {f"h.{at}.w": rng.normal(size=(16, 24)).astype("float32") for at in (0, 1)}
    save_file(old, folder / "old.safetensors")
    (folder / "spec.yaml").write_text(PRETRAINED)
    checked = check_file(folder / "spec.yaml")
    code = generated(checked.program, checked.spec.document.source)
    with Mesh(jax.make_mesh((4, 2), ("data", "model"))).placing(STACK):
        model = build_model(code)
    (stack,) = model.weights
    assert {one.data.shape for one in stack.value.addressable_shards} == {(2, 16, 8)}
    load_pretrained(code, model, folder)
    assert {one.data.shape for one in stack.value.addressable_shards} == {(2, 16, 8)}
    wanted = [old[f"h.{at}.w"][:, :16].T for at in (0, 1)]
    np.testing.assert_array_equal(stack.value, wanted)


PRETRAINED = """
wtspec: 1
name: net
layers:
  Block:
    inputs: {x: [batch, d]}
    weights: {kernel: {shape: [d, d], initializer: zeros}}
    call: x @ kernel
model:
  inputs: {x: [batch, 16]}
  layers:
    blocks: {layer: Block, repeat: 2, scan: true}
  call: blocks(x)
  pretrained:
    file: old.safetensors
    map: {"blocks/{i}/kernel": '=transpose(tensor("h.{i}.w")[:, :16])'}
"""
STACK = {"net/blocks.*/kernel": (None, None, "model")}


def most_bytes(work):
    """The most that NumPy had at one time, more than before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bits_of(variable):
    return np.asarray(variable.value).tobytes()


def both(values, axes):
    """The same variable, on one device and cut over eight."""
    with Mesh(jax.make_mesh((1, 8), ("data", "model"))).placing({"cut": axes}):
        cut = keras.Variable(values, name="cut")
    return keras.Variable(values, name="whole"), cut
