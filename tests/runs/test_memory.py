"""Memory that is asked for and not there: each fault names what it was for, and its place."""

import subprocess
import sys

import numpy as np
import pytest

from tests.runs.conftest import FLOWERS
from wtspec.runs.evaluate import evaluate
from wtspec.runs.predict import predict

HUGE = "cumsum(reshape(size, [-1, 1, 1]) * ones([1, 3000000, 1000000]), axis=1)[:, 0, :3]"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much there is")


@pytest.fixture
def blind(monkeypatch):
    """Nobody tells how much room there is: the fault comes from who is asked for it."""
    for room in ("wtspec.model.weight_room", "wtspec.train.program_room"):
        monkeypatch.setattr(f"{room}.room_bytes", lambda _=1: None)
    monkeypatch.setattr("shutil.disk_usage", _unknown)


def _unknown(path):
    raise OSError(f"nobody tells how large the disk of {path} is")


def with_layers(text=FLOWERS, **layers):
    """The flowers' model, which these go through first."""
    inputs, hidden = "concatenate([size, embed(color)], axis=-1)", "    hidden:"
    declared = "".join(f"    {name}: {layer}\n" for name, layer in layers.items())
    called = inputs
    for name in layers:
        called = f"{name}({called})"
    return text.replace(inputs, called).replace(hidden, f"{declared}{hidden}")


def in_training(value, otherwise):
    """The flowers' model, to whose output that is added."""
    choice = f"({value} if training else {otherwise})"
    return FLOWERS.replace("call: out(relu(", f"call: {choice} + out(relu(")


def line_of(diagnostic):
    return diagnostic.span.source.lines[diagnostic.span.line - 1].strip()


def nothing_left(project):
    return not list((project / "runs").rglob("*/*"))


@pytest.mark.parametrize("initializer", ["glorot_uniform", "zeros"])
def test_a_weight_is_named_with_its_shape_and_bytes(initializer, train, fault, project):
    text = FLOWERS.replace("glorot_uniform", initializer)
    text = with_layers(text, large="{Linear: 3000000}", larger="{Linear: 4000000}")
    found = fault(train, text)
    assert (found.code, found.received) == ("out-of-memory", "float32 [3000000, 4000000]")
    assert "for the weight `larger/kernel`: 48,000,000,000,000 bytes were asked" in found.message
    assert line_of(found).startswith("kernel: {shape: [features, units]")
    assert nothing_left(project)


def test_a_weight_of_a_layer_of_keras_is_placed_at_its_layer(train, fault):
    found = fault(train, with_layers(wide="{Dense: 2000000000000}"))
    assert "the weight `wide/kernel`: 40,000,000,000,000 bytes" in found.message
    assert line_of(found) == "wide: {Dense: 2000000000000}"


@pytest.mark.usefixtures("blind")
def test_a_weight_is_named_that_is_made_later_than_it_is_asked_for(train, fault, project):
    """JAX says nothing until a step takes it, and not of which weight it is."""
    found = fault(train, with_layers(large="{Linear: 3000000}", larger="{Linear: 4000000}"))
    assert (found.code, found.received) == ("out-of-memory", "float32 [3000000, 4000000]")
    assert "for the weight `larger/kernel`: 48,000,000,000,000 bytes were asked" in found.message
    assert line_of(found).startswith("kernel: {shape: [features, units]")
    assert nothing_left(project)


@pytest.mark.usefixtures("blind")
def test_a_step_is_named_with_what_it_takes(train, fault, project):
    found = fault(train, in_training(HUGE, 0))
    assert found.code == "out-of-memory"
    assert found.message.startswith("there is not enough memory for step 1 of epoch 1: ")
    assert line_of(found) == "batch_size: 16"
    assert found.received.startswith("batches of 16 rows, 192 bytes; weights of ")
    assert "`batch_size`" in found.help
    assert nothing_left(project)


def test_a_step_is_not_begun_that_takes_more_than_there_is(train, fault, monkeypatch):
    monkeypatch.setattr("wtspec.train.program_room.room_bytes", lambda _=1: 100)
    found = fault(train)
    assert (found.code, line_of(found)) == ("out-of-memory", "batch_size: 16")


def test_a_tensor_of_more_bytes_than_can_be_counted_does_not_end_the_process(train, fault):
    found = fault(train, in_training(HUGE.replace("[1, 3", "[1, 3000000"), 0))
    assert "12,000,000,000,000,000,000 bytes were asked for" in found.message


@pytest.mark.usefixtures("blind")
def test_measuring_is_told_from_training(train, fault):
    found = fault(train, in_training(0, HUGE))
    assert "memory for measuring 14 rows: " in found.message
    assert "accumulate" not in found.help


@pytest.mark.usefixtures("blind")
def test_weights_that_can_not_be_measured_are_kept(train, fault, project):
    """The training itself is over by then."""
    text = in_training(0, HUGE).replace("{validation: 0.2, test: 0.2}", "{test: 0.2}")
    found = fault(train, text)
    assert "memory for measuring 14 rows: " in found.message
    assert (project / "runs/flowers/0001/weights.safetensors").exists()


@pytest.mark.usefixtures("blind")
def test_what_a_finished_run_is_asked_for_is_named(train, fault, project):
    text = in_training(0, HUGE).replace("  split: {validation: 0.2, test: 0.2}\n", "")
    folder = train(text).folder
    found = fault(predict, folder, project / "flowers.csv", project / "out.csv")
    assert "for what the model gives for 70 rows: " in found.message
    assert not (project / "out.csv").exists()
    found = fault(evaluate, folder, data=project / "flowers.csv")
    assert "for measuring 70 rows: " in found.message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "expand_dims(standardize(length), -1)",
            "expand_dims(length, -1) + sum(zeros([1, 40000000, 40000]), axis=1)[:, :1]",
            "input `size`: 11.6 TiB were asked for",
        ),
        (
            "{csv: flowers.csv}",
            "{synthetic: {rows: 70000000000000, columns: {kind: {classes: 3}}}}",
            "the synthetic column `kind`: 509 TiB were asked for",
        ),
    ],
)
def test_data_that_no_memory_holds_are_named(old, new, said, train, fault):
    text = FLOWERS.replace(old, new)
    if "synthetic" in new:
        text = text.replace("lookup(color)", "kind").replace("=classes(color)", "3")
        text = text.replace("standardize(length)", "kind")
    found = fault(train, text)
    assert (found.code, found.message) == (
        "out-of-memory",
        f"there is not enough memory for {said}",
    )


LIMITED = """
import os, re, resource, sys
from pathlib import Path
import jax
from wtspec.errors import SpecError
from wtspec.runs import run
from wtspec.runs.training import job
from wtspec.stages import check, load

os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # each thread takes addresses
first = job.first_model
def limited(*arguments, **more):
    model = first(*arguments, **more)
    jax.block_until_ready([weight.value for weight in model.weights])
    taken = re.search(r"VmSize:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    resource.setrlimit(resource.RLIMIT_AS, (int(taken) * 1024 + 300 * 2**20,) * 2)
    return model
job.first_model = limited
try:
    run.run(check(load(Path("spec.yaml"))))
except SpecError as error:
    print(error)
"""


@pytest.mark.long
def test_a_limit_of_the_system_is_told_by_what_passes_it(project):
    text = with_layers(deep="{Linear: 5000}", wide="{Linear: 10000}")
    (project / "spec.yaml").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "error[out-of-memory]: there is not enough memory for what the optimizer" in done.stdout
    assert "the largest weight is `wide/kernel`" in done.stdout
    assert "Adam: {learning_rate" in done.stdout
    assert nothing_left(project)


def test_a_limit_on_arrow_is_told_as_any_other(spec, fault, train, monkeypatch):
    import pyarrow as pa

    def read(*_, **__):
        raise pa.lib.ArrowMemoryError("malloc of size 4096 failed")

    monkeypatch.setattr("wtspec.data.readers.read_csv.read_csv", read)
    found = fault(train)
    assert found.message == (
        "there is not enough memory for the columns of `flowers.csv`: 4,096 bytes were asked for"
    )
    assert line_of(found) == "source: {csv: flowers.csv}"


def test_keeps_the_words_of_numpy():
    from wtspec.errors.memory import no_memory, ran_out

    with pytest.raises(MemoryError) as raised:
        np.ones((10**7, 10**7))
    assert ran_out(raised.value)
    assert no_memory(raised.value, "it").said.endswith("for it: 728 TiB were asked for")
