"""States of trainings under meshes."""

from itertools import permutations

import keras
import numpy as np

from tests.runs.meshes.eight_devices import check
from tests.runs.meshes.models import MESHES, bits, kernel_of, make_model, take
from wtspec.model.mesh.parts import HeldParts
from wtspec.runs.checkpoints import parts as stored_parts
from wtspec.runs.checkpoints.checkpoint import read_checkpoint, write_checkpoint
from wtspec.runs.checkpoints.find_lost import find_lost_weight, is_finite
from wtspec.train.callback_state import CallbackState
from wtspec.train.held_weights import giving_parts
from wtspec.train.name_state import name_weights
from wtspec.train.take_snapshot import put_snapshot

WIDE = {"data": 4, "model": 2}


@check
def a_state_of_any_mesh_is_read_on_any_other_bit_for_bit(folder):
    for at, (one, other) in enumerate(permutations(MESHES, 2)):
        first, second = make_model(one, 1), make_model(other, 2)
        wanted = bits(first)
        assert bits(second) != wanted
        path = folder / str(at) / "epoch_1_step_2"
        write_checkpoint(take(first), path, 0.0)
        laid = [one.value.sharding for one in second.variables]
        snapshot, _ = read_checkpoint(path, lazily=other is not None)
        put_snapshot(second, snapshot)
        assert bits(second) == wanted, (one, other)
        assert [one.value.sharding for one in second.variables] == laid, (one, other)


@check
def a_snapshot_has_each_part_once_and_replicas_once(folder):
    del folder
    model = make_model(WIDE, 1)
    arrays = take(model).arrays
    kernel = arrays["weights/hidden/kernel"]
    assert isinstance(kernel, HeldParts)
    assert sorted(kernel.parts) == [((0, 4), (0, 4)), ((0, 4), (4, 8))]
    assert kernel.parts[(0, 4), (0, 4)].nbytes * 2 == kernel.nbytes
    assert len(arrays["weights/out/bias"].devices()) == 1


@check
def a_snapshot_stays_as_it_was_taken(folder):
    del folder
    model = make_model(WIDE, 1)
    wanted, snapshot = bits(model), take(model)
    for one in model.variables:
        one.assign(one.value + 1 if "float" in one.dtype else one.value)
    assert bits(model) != wanted
    put_snapshot(model, snapshot)
    assert bits(model) == wanted


@check
def each_part_is_read_once_by_the_devices_that_have_it(folder):
    path = folder / "epoch_1_step_2"
    write_checkpoint(take(make_model(WIDE, 1)), path, 0.0)
    read, opened = [], stored_parts.StoredArray._read

    def note(array, part, at):
        read.append((array.name, part, str(at)))
        return opened(array, part, at)

    stored_parts.StoredArray._read = note
    try:
        put_snapshot(make_model(WIDE, 2), read_checkpoint(path, lazily=True)[0])
    finally:
        stored_parts.StoredArray._read = opened
    assert len(read) == len(set(read))
    whole = str((slice(0, 4), slice(0, 8)))
    kernels = [one for one in read if one[0] == "weights/hidden/kernel"]
    assert len(kernels) == 2
    assert whole not in {at for _, _, at in kernels}


@check
def a_snapshot_goes_back_into_a_model_of_another_mesh(folder):
    del folder
    first, second = make_model(WIDE, 1), make_model({"data": 1, "model": 2}, 2)
    put_snapshot(second, take(first))
    assert bits(second) == bits(first)
    np.testing.assert_array_equal(kernel_of(second).value, kernel_of(first).value)


@check
def a_lost_number_is_found_in_the_part_that_has_it(folder):
    del folder
    model = make_model(WIDE, 1)
    assert find_lost_weight(take(model).arrays) is None
    kernel = kernel_of(model)
    kernel.assign(kernel.value.at[3, 7].set(np.nan))
    assert find_lost_weight(take(model).arrays) == "hidden/kernel"
    assert not is_finite(kernel.value)


@check
def weights_that_a_callback_keeps_stay_in_parts_and_are_restored(folder):
    model = make_model(WIDE, 1)
    stopping = keras.callbacks.EarlyStopping("loss", restore_best_weights=True)
    state = begun(stopping, model)
    with giving_parts(model):
        stopping.on_epoch_end(0, {"loss": 1.0})
        assert isinstance(stopping.best_weights[0], HeldParts)
        snapshot = take(model, state)
        path = folder / "epoch_1_step_2"
        write_checkpoint(snapshot, path, 0.0)
    other, again = (
        make_model(WIDE, 2),
        keras.callbacks.EarlyStopping("loss", restore_best_weights=True),
    )
    read, _ = read_checkpoint(path, lazily=True)
    begun(again, other).give(read.callbacks, read.arrays, other.weights)
    with giving_parts(other):
        assert isinstance(again.best_weights[0], HeldParts)
        other.set_weights(again.best_weights)
    for one, same in zip(model.weights, other.weights, strict=True):
        np.testing.assert_array_equal(one.value, same.value)
    assert isinstance(other.get_weights()[0], np.ndarray)


def begun(callback, model):
    """The state of a callback of a training that begins."""
    callback.set_model(model)
    callback.on_train_begin()
    return CallbackState([callback], name_weights(model))
