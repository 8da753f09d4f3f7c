"""What a plan says that a training keeps, beside what a training keeps."""

import math
import re

import keras
import pytest

import wtspec
from wtspec.runs.assemble import assemble, lengths
from wtspec.stages import check, load
from wtspec.train.length import Length

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 16]}
  weights:
    kernel: {shape: [16, 8], initializer: glorot_uniform, sharding: [null, model]}
    bias: {shape: [8], initializer: zeros, sharding: [model]}
    center: {shape: [8], initializer: zeros, trainable: false}
  layers: {head: {Dense: 4}}
  call: head(x @ kernel + bias - center)
data:
  source: {synthetic: {rows: 96, columns: {x: {shape: [16]}, label: {classes: 4}}}}
  inputs: {x: =x}
  targets: =label
  batch_size: 24
train:
  epochs: 2
  optimizer: adam
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
runtime: {mesh: {data: 4, model: 2}}
"""
SINGLE = re.sub(r", sharding: \[[^]]*\]", "", SPEC.partition("runtime:")[0])
CUT, WHOLE = 4 * (16 * 8 + 8), 4 * (8 * 4 + 4)
"""Bytes of the weights that train: of those that are cut, and of the others."""
STANDING = 4 * 8


@pytest.fixture
def plan(tmp_path):
    def plan_(text, **given):
        path = tmp_path / "spec.yaml"
        path.write_text(text)
        return wtspec.plan(path, **given)

    return plan_


def test_each_device_holds_its_part_of_what_is_cut_and_all_of_the_rest(plan):
    planned = plan(SPEC)
    assert planned.mesh == {"data": 4, "model": 2}
    rows = {row.path: (row.sharding, row.bytes, row.device_bytes) for row in planned.rows}
    assert rows["kernel"] == ((None, "model"), 512, 256)
    assert rows["bias"] == (("model",), 32, 16)
    assert rows["head/kernel"] == (None, 128, 128)
    held = planned.held
    assert held.weights == CUT // 2 + WHOLE + STANDING
    assert held.gradients == CUT // 2 + WHOLE
    assert held.optimizer == 2 * held.gradients + 2 * 4  # and its count of updates and its rate
    assert (held.rows, held.inputs) == (6, 6 * 16 * 4)
    assert held.sum == held.weights + held.gradients + held.optimizer + held.inputs


def test_groups_cut_weights_and_the_last_one_wins(plan):
    first, last = "{match: '*/bias', sharding: [model]}", "{match: head/bias, sharding: [data]}"
    kernel = "{match: head/kernel, sharding: [data, model]}"
    groups = f"epochs: 2\n  groups: [{first}, {last}, {kernel}]"
    rows = {row.path: row for row in plan(SPEC.replace("epochs: 2", groups)).rows}
    assert (rows["head/kernel"].sharding, rows["head/kernel"].parts) == (("data", "model"), 8)
    assert rows["head/kernel"].device_bytes == 16
    assert rows["head/bias"].sharding == ("data",)


def test_what_a_single_device_holds_is_told_too(plan):
    planned = plan(SINGLE)
    assert planned.mesh is None
    assert {row.sharding for row in planned.rows} == {None}
    assert planned.held.weights == planned.bytes == CUT + WHOLE + STANDING
    assert planned.held.gradients == CUT + WHOLE
    assert (planned.held.rows, planned.held.inputs) == (24, 24 * 16 * 4)


def test_sums_of_gradients_take_32_bits(plan):
    text = SINGLE.replace("epochs: 2", "epochs: 2\n  accumulate: 3")
    assert plan(text).held.gradients == 2 * (CUT + WHOLE)
    assert plan(f"{text}runtime: {{precision: bfloat16}}\n").held.gradients == 1.5 * (CUT + WHOLE)


def test_a_model_that_is_not_trained_is_planned_alone(plan):
    planned = plan(SINGLE.partition("data:")[0])
    assert planned.held.sum == planned.bytes
    assert planned.held.rows is None


def test_auto_takes_the_devices_that_the_user_names(plan):
    text = SPEC.replace("data: 4", "data: auto")
    assert plan(text, devices=64).mesh == {"data": 32, "model": 2}
    assert plan(text).mesh == {"data": 1, "model": 2}
    assert plan(SPEC, devices=8).mesh == {"data": 4, "model": 2}
    for one in (SPEC, text):
        with pytest.raises(wtspec.SpecError, match="mesh-misfit"):
            plan(one, devices=7)


def test_a_mesh_without_an_axis_of_rows_gives_each_device_all_of_them(plan):
    held = plan(SPEC.replace("data: 4, model: 2", "model: 2")).held
    assert held.rows == 24


DECAY = "{CosineDecay: {initial_learning_rate: 0.1, decay_steps: =total_steps}}"
OPTIMIZERS = [
    *("SGD", "RMSprop", "Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Adafactor", "Nadam"),
    *("Ftrl", "Lion", "Lamb", "Muon", "ScheduleFreeAdamW"),
    "{SGD: {momentum: 0.9, use_ema: true, learning_rate: " + DECAY + "}}",
]


@pytest.mark.parametrize("policy", ["float32", "mixed_float16"])
def test_every_optimizer_keeps_as_many_bytes_as_planned(plan, tmp_path, policy):
    for optimizer in OPTIMIZERS:
        text = SINGLE.replace("optimizer: adam", f"optimizer: {optimizer}")
        text = f"{text}runtime: {{precision: {policy}}}\n"
        planned = plan(text).held.optimizer
        assert planned == _kept(tmp_path / "spec.yaml"), optimizer


def _kept(path):
    """What the optimizer of a model with values keeps, in bytes."""
    assembly = assemble(check(load(path)))
    model = assembly.build()
    assembly.compile(model, lengths(Length(24, 96, 4, 8)))
    model.optimizer.build(model.trainable_variables)
    return sum(
        math.prod(one.shape) * keras.ops.convert_to_numpy(one.value).itemsize
        for one in model.optimizer.variables
    )


def test_a_weight_that_the_devices_can_not_share_is_told_where_it_is_cut(plan):
    groups = "epochs: 2\n  groups: [{match: head/kernel, sharding: [null, data]}]"
    text = SPEC.replace("epochs: 2", groups).replace("data: 4", "data: auto")
    assert plan(text, devices=8).mesh == {"data": 4, "model": 2}
    with pytest.raises(wtspec.SpecError, match="indivisible-size") as caught:
        plan(text, devices=6)
    assert caught.value.diagnostics[0].span is not None


def test_a_batch_that_the_mesh_can_not_divide_is_whole_on_each_device(plan):
    assert plan(SPEC.replace("batch_size: 24", "batch_size: 26")).held.rows == 26
