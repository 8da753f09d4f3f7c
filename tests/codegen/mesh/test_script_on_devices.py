"""A script of a spec with a mesh trains on it: weights are cut, losses are those of one device."""

import json
import os
import re
import socket
import subprocess
import sys

import pytest

from wtspec.runs.scripts.stand_alone import stand_alone
from wtspec.stages import check_file

SPEC = """\
wtspec: 1
name: shared
layers:
  Mix:
    params: {units: {type: int, min: 1}}
    inputs: {x: [batch, dim]}
    weights:
      kernel: {shape: [dim, units], initializer: glorot_uniform, sharding: [null, model]}
      bias: {shape: [units], initializer: zeros}
    call: tanh(x @ kernel + bias)
model:
  inputs: {x: [batch, 6]}
  layers:
    first: {Mix: 8}
    blocks: {layer: {Mix: 8}, repeat: 2, scan: true}
    head: {Dense: 2}
  call: head(blocks(first(x)))
data:
  source: {synthetic: {rows: 44, columns: {x: {shape: [6]}, y: {shape: [2]}}}}
  inputs: {x: =x}
  targets: =y
  batch_size: 16
train:
  epochs: 2
  optimizer: Adam
  loss: MeanSquaredError
  groups:
    - {match: "blocks/*/bias", sharding: [model]}
    - {match: "head/kernel", sharding: [data, null]}
runtime:
  mesh: {data: auto, model: 2}
"""
DRIVER = """\
import importlib, json, keras

def train(name):
    models = []
    script = importlib.import_module(name)
    script.save_weights = lambda model, file: models.append(model)
    script.main()
    (model,) = models
    return {
        "losses": model.history.history["loss"],
        "parts": {
            one.path: list(one.value.sharding.shard_shape(one.value.shape))
            for one in [*model.variables, *model.optimizer.variables]
        },
        "rows": keras.distribution.distribution().batch_dim_name,
    }

many, one = train("many"), train("one")
import many as script
script.lay_out_devices({"train": {"x": range(45)}})
print(json.dumps([many, one, keras.distribution.distribution().batch_dim_name]))
"""


def write_script(folder, name, **runtime):
    (folder / "spec.yaml").write_text(SPEC, "utf-8")
    overrides = [(f"runtime.{key}", value) for key, value in runtime.items()]
    checked = check_file(folder / "spec.yaml", overrides)
    (folder / f"{name}.py").write_text(stand_alone(checked), "utf-8")


def start(folder, devices, *arguments):
    """Starts Python with so many devices."""
    flags = f"--xla_force_host_platform_device_count={devices}"
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "XLA_FLAGS": flags, "JAX_PLATFORMS": "cpu"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(process):
    """What a process has written, once it ends well."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err[-3000:]
    return out


def tried_again(folder, devices, *arguments):
    """The same, tried again where XLA gave up.

    Under Keras's `fit`, one in some hundred steps of eight devices on two cores waits for ever: XLA
    has fewer threads than sums that wait for each other. It ends the process after a minute.
    """
    for _ in range(2):
        process = start(folder, devices, *arguments)
        out, err = process.communicate(timeout=300)
        if process.returncode == 0 or "rendezvous" not in err:
            assert process.returncode == 0, err[-3000:]
            return out
    return output(start(folder, devices, *arguments))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """What training by the script came to on eight devices and on one, and where rows lie."""
    folder = tmp_path_factory.mktemp("scripts")
    write_script(folder, "many", mesh="{data: auto, model: 2}")
    write_script(folder, "one", mesh="{data: 1, model: 1}")
    return json.loads(tried_again(folder, 8, "-c", DRIVER).splitlines()[-1])


def test_the_losses_are_those_of_one_device(trained):
    many, one, _ = trained
    assert many["losses"] == pytest.approx(one["losses"], rel=1e-5)


def test_weights_and_what_the_optimizer_keeps_of_them_are_cut_as_the_file_says(trained):
    parts = trained[0]["parts"]
    assert parts["shared/first/kernel"] == [6, 4]
    assert parts["shared/first/bias"] == [8]
    assert parts["shared/blocks.*/kernel"] == [2, 8, 4]
    assert parts["shared/blocks.*/bias"] == [2, 4]
    assert parts["shared/head/kernel"] == [2, 2]
    assert parts["adam/shared_first_kernel_momentum"] == [6, 4]
    assert trained[1]["parts"]["shared/first/kernel"] == [6, 8]


def test_rows_are_divided_where_all_batches_can_be(trained):
    many, _, with_a_row_more = trained
    assert many["rows"] == "data"
    assert with_a_row_more == "whole"


@pytest.mark.long
def test_two_processes_train_together_each_on_rows_of_its_own(trained, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for index in range(2):
        given = f"{{coordinator: '127.0.0.1:{port}', count: 2, index: {index}}}"
        write_script(tmp_path, f"process{index}", processes=given)
    processes = [start(tmp_path, 4, f"process{index}.py") for index in range(2)]
    for said in [output(process) for process in processes]:
        losses = [float(found) for found in re.findall(r"- loss: ([0-9.]+)", said)]
        assert losses == pytest.approx(trained[1]["losses"], abs=1e-4)
    assert (tmp_path / "shared.npz").is_file()
