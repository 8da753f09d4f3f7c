"""A few kills of known instants; `make kills` has many, at random ones."""

import signal
import time
from signal import SIGINT, SIGKILL, SIGTERM

import pytest

from scripts.kills.compare import differences
from scripts.kills.folder import aside, saved, status, strays
from scripts.kills.place import Place

SPEC = """
wtspec: 1
name: spec
model:
  inputs: {pixels: [batch, 64]}
  sequential:
    - Dense: {units: 768, activation: relu}
    - BatchNormalization
    - Dropout: 0.2
    - Dense: {units: 768, activation: relu}
    - Dense: 10
data:
  source: {sklearn: digits}
  inputs: {pixels: =data / 16}
  targets: =target
  split: {validation: 0.1}
  batch_size: 48
train:
  epochs: 8
  optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 1e-3, decay_steps: =total_steps}}}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
  checkpoint: {every: 20 steps, keep: 2}
"""  # noqa: E501


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with the spec, and with the programs that its first run compiles."""
    folder = tmp_path_factory.mktemp("kills")
    (folder / "spec.yaml").write_text(SPEC)
    return folder


@pytest.fixture(scope="module")
def reference(home):
    """A run that is never killed."""
    place = Place(home / "spec.yaml", home / "reference", home / "caches")
    assert place.start().end() == 0
    return place.run()


@pytest.fixture(autouse=True)
def heeded():
    """Processes heed Ctrl-C, also where `nohup` or a shell's `&` has it ignored."""
    before = signal.signal(SIGINT, signal.default_int_handler)
    yield
    signal.signal(SIGINT, before)


@pytest.fixture
def place(home, reference, tmp_path):
    """A place for runs that are killed; what goes on there ends with the test."""
    return Place(home / "spec.yaml", tmp_path, home / "caches")


def wait(process, holds):
    """Waits for what a process makes true."""
    while not holds():
        assert process.goes_on, process.text()
        time.sleep(0.0005)


def ended_when(holds, process, number):
    """Sends a signal as soon as something is true, and gives the exit status."""
    wait(process, holds)
    assert process.send(number)
    return process.end()


def resumed(place):
    """Goes on with a run to its end."""
    process = place.resume(place.run())
    assert process.end() == 0, process.text()
    return place.run()


@pytest.mark.long
def test_a_run_killed_after_its_first_checkpoint_ends_as_one_never_killed(place, reference):
    process = place.start()
    assert ended_when(lambda: saves(place), process, SIGKILL) == -SIGKILL

    assert differences(resumed(place), reference) == []


def test_a_run_killed_while_a_checkpoint_is_written_ends_as_one_never_killed(place, reference):
    process = place.start()
    is_writing = lambda: saves(place) and aside(place.run())  # noqa: E731
    assert ended_when(is_writing, process, SIGKILL) == -SIGKILL
    assert strays(place.run()) != []

    assert differences(resumed(place), reference) == []


@pytest.mark.parametrize(
    ("number", "expected"), [(SIGTERM, 143), pytest.param(SIGINT, 130, marks=pytest.mark.long)]
)
def test_a_run_asked_to_end_is_saved_and_says_how_to_go_on(place, reference, number, expected):
    process = place.start()
    assert ended_when(lambda: saves(place), process, number) == expected

    assert f"wtspec run --resume {place.run()}" in process.text()
    assert status(place.run()) == "interrupted"
    assert differences(resumed(place), reference) == []


@pytest.mark.long
def test_a_run_asked_twice_ends_at_once_and_goes_on_all_the_same(place, reference):
    process = place.start()
    wait(process, lambda: saves(place))
    assert process.send(SIGTERM)
    assert process.send(SIGINT)  # another one: two of a kind, so soon, may come as one

    assert process.end() in {130, 143}
    assert status(place.run()) == "training", "nothing more is written"
    assert differences(resumed(place), reference) == []


def saves(place):
    """The checkpoints of the place's run."""
    return saved(place.run()) if place.run() else []
