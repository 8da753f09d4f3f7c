"""Faults seen through bases and overrides: told once, at their place, with the way there."""

from pathlib import Path

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check_file

DEEPEST = """\
wtspec: 1
params:
  width: 16
layers:
  Linear:
    params:
      units: {type: int, min: 1, max: 512}
    inputs: {x: [..., features]}
    weights:
      w: {shape: [features, units], initializer: random_normal}
    call: x @ w
model:
  inputs: {x: [batch, 4]}
  sequential: [{Linear: =width}, {Dense: 1}]
"""
MIDDLE = """\
wtspec: 1
extends: deepest.yaml
train:
  epochs: 3
  optimizer: {Adam: {learning_rate: 1e-3}}
  loss: mse
"""
OUTER = """\
wtspec: 1
extends: bases/middle.yaml
data:
  source: {synthetic: {rows: 10, columns: {x: {shape: [4]}, y: {shape: [1]}}}}
  inputs: {x: =x}
  targets: =y
"""
MAIN = """\
wtspec: 1
extends: outer.yaml
train:
  epochs: 5
"""
FILES = {
    "bases/deepest.yaml": DEEPEST,
    "bases/middle.yaml": MIDDLE,
    "outer.yaml": OUTER,
    "main.yaml": MAIN,
}


@pytest.fixture
def faults(tmp_path, monkeypatch):
    """What is said of `main.yaml`, after one of the files was changed."""

    def check(file, old, new, *overrides):
        monkeypatch.chdir(tmp_path)
        Path("bases").mkdir()
        for name, text in FILES.items():
            assert name != file or text.count(old) == 1
            Path(name).write_text(text.replace(old, new) if name == file else text)
        try:
            return check_file(Path("main.yaml"), overrides).warnings
        except SpecError as error:
            return error.diagnostics

    return check


def places(spans):
    return [str(span) for span in spans]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("random_normal", "random_normall", "unknown-initializer", "bases/deepest.yaml:10:50"),
        ("[features, units]", "[featuers, units]", "undefined-name", "bases/deepest.yaml:10:19"),
        ("    weights:", "    wieghts:", "unknown-key", "bases/deepest.yaml:9:5"),
        ("{Dense: 1}", "{Dense: one}", "wrong-type", "bases/deepest.yaml:14:42"),
        ("{x: [batch, 4]}", "{x: [batch, 4]", "yaml-syntax", "bases/deepest.yaml:13:11"),
    ],
)
def test_a_fault_of_a_base_is_told_in_the_base_with_the_chain_of_files(
    old, new, code, place, faults
):
    (fault,) = faults("bases/deepest.yaml", old, new, ("train.epochs", "7"))
    assert (fault.code, str(fault.span)) == (code, place)
    assert places(fault.span.source.via) == [
        "main.yaml:2:10",
        "outer.yaml:2:10",
        "bases/middle.yaml:2:10",
    ]


def test_a_fault_of_an_override_is_told_in_the_override(faults):
    (fault,) = faults("main.yaml", "epochs: 5", "epochs: 5", ("data.batch_size", "0"))
    assert fault.code == "out-of-range"
    assert str(fault.span) == "--set data.batch_size=0:1:17"


def test_an_override_that_breaks_the_use_of_a_param_is_shown_at_the_use(faults):
    (fault,) = faults("main.yaml", "epochs: 5", "epochs: 5", ("params.width", "0"))
    assert (fault.code, str(fault.span)) == ("out-of-range", "bases/deepest.yaml:14:26")
    assert places(one.span for one in fault.related) == [
        "bases/deepest.yaml:7:7",
        "--set params.width=0:1:14",
    ]


def test_a_clash_with_a_base_shows_both_ends(faults):
    weight = "layers: {Linear: {weights: {units: {shape: [], initializer: zeros}}}}"
    (fault,) = faults("main.yaml", "train:", f"{weight}\ntrain:", ("train.epochs", "7"))
    assert (fault.code, str(fault.span)) == ("duplicate-name", "main.yaml:3:29")
    assert places(one.span for one in fault.related) == ["bases/deepest.yaml:7:7"]


def test_a_bound_of_a_base_is_shown_to_the_override_that_breaks_it(faults):
    override = ("layers.Linear.params.units.min", "1000")
    (fault,) = faults("main.yaml", "epochs: 5", "epochs: 5", override)
    assert fault.code == "empty-range"
    assert str(fault.span) == "--set layers.Linear.params.units.min=1000:1:32"
    (related,) = fault.related
    assert str(related.span) == "bases/deepest.yaml:7:34"
    assert len(related.span.source.via) == 3


def test_faults_of_several_bases_and_of_the_file_are_told_together(faults):
    found = faults(
        "bases/deepest.yaml", "x @ w", "x @ v", ("train.los", "mse"), ("data.targets", "=z")
    )
    assert {(one.code, one.span.source.name) for one in found} == {
        ("undefined-name", "bases/deepest.yaml"),
        ("unknown-key", "--set train.los=mse"),
        ("undefined-name", "--set data.targets==z"),
    }
