"""A spec is written in Python: dumped, it is the file that says the same."""

from pathlib import Path

import numpy as np
import pytest

import wtspec
from tests.grammar.outcome import PLACE
from wtspec.codegen import generate_all
from wtspec.document import Written, plain
from wtspec.spec import (
    Data,
    File,
    Input,
    Layer,
    Model,
    Param,
    Source,
    Sublayer,
    Synthetic,
    SyntheticColumn,
    Train,
    Weight,
)
from wtspec.spec.base import Section
from wtspec.stages import check, load

CONFIGS = Path(__file__).parents[2] / "configs"


def rebuilt(value):
    """The value with each section in it made anew from keyword arguments."""
    if isinstance(value, Section):
        return type(value)(**{key: rebuilt(getattr(value, key)) for key in value.model_fields_set})
    if isinstance(value, dict):
        return {key: rebuilt(inner) for key, inner in value.items()}
    return tuple(rebuilt(item) for item in value) if isinstance(value, list) else value


def source(spec):
    """The generated source, but for what tells where it came from."""
    text = generate_all(check(spec).program, spec.document.source, "0.0")
    return PLACE.sub("", text).partition("\n")[2]


@pytest.mark.parametrize("path", sorted(CONFIGS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_config_written_in_python_is_the_same_program(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    read = load(path)
    named = read.file.model_copy(update={"name": read.name})
    file = rebuilt(named)
    again = load(Written(read.name, file.to_yaml()))
    assert again.file == file == named
    assert File(**plain(again.document.tree)).to_yaml() == file.to_yaml()
    assert source(again) == source(read)


def kernel(**given):
    return Weight(**{"shape": ["features", "units"], "initializer": "ones"} | given)


def linear(**given):
    """A layer; what is given stands in place of what it has."""
    usual = {
        "params": {"units": Param(type="int", min=1)},
        "inputs": {"x": ["...", "features"]},
        "weights": {"kernel": kernel()},
        "call": "x @ kernel",
    }
    return Layer(**usual | given)


def whole(layer, **given):
    model = Model(inputs={"x": ["batch", 4]}, sequential=[{"Linear": 3}, "relu"])
    return File(wtspec=1, layers={"Linear": layer}, model=model, **given)


def faults(make):
    """What is told of something made, by code and key path."""
    with pytest.raises(wtspec.SpecError) as raised:
        make()
    return [(one.code, str(one.span)) for one in raised.value.diagnostics]


def test_a_spec_made_in_python_is_built_trained_and_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    columns = {"x": SyntheticColumn(shape=(4,)), "y": SyntheticColumn(shape=(3,))}
    data = Data(
        source=Source(synthetic=Synthetic(rows=np.int64(20), columns=columns)),
        inputs={"x": "=x"},
        targets="=y",
    )
    train = Train(steps=2, optimizer={"SGD": np.float32(0.5)}, loss="mse")
    file = whole(linear(), name="made", data=data, train=train)
    assert wtspec.build(file).name == "made"
    run = wtspec.run(file)
    assert run.folder == Path("runs/made/0001")
    assert (run.folder / "config.input.yaml").read_text() == file.to_yaml()
    assert wtspec.open(run).model.count_params() == 12
    assert wtspec.load(file, set={"train.steps": 3}).file.train.steps == 3


def test_long_forms_may_be_sections_or_mappings():
    sublayer = {"layer": {"Dense": 3}, "repeat": 2}
    made = linear(
        inputs={"x": Input(shape=["...", "features"])}, layers={"more": Sublayer(**sublayer)}
    )
    written = linear(inputs={"x": {"shape": ["...", "features"]}}, layers={"more": sublayer})
    assert made == written
    assert made.to_yaml() == written.to_yaml()
    assert eval(repr(made), vars(wtspec.spec)) == made  # noqa: S307 - as a reader would


def test_a_section_that_sets_no_more_is_written_in_its_short_form():
    made = linear(inputs={"x": Input(shape=["...", "features"])})
    assert made.inputs["x"].shape == ["...", "features"]
    assert made.to_yaml() == linear().to_yaml()


def test_a_short_form_is_a_section_and_is_written_as_it_was():
    params = {"units": 3, "twice": "=2 * units"}
    made = linear(params=params, layers={"more": {"Dense": "=twice"}})
    assert made.params["units"] == Param(type="int", default=3)
    assert made.layers["more"] == Sublayer(layer={"Dense": "=twice"})
    assert "units: 3\n" in made.to_yaml()
    assert "twice: =2 * units\n" in made.to_yaml()
    assert "more: {Dense: =twice}\n" in made.to_yaml()
    assert eval(repr(made), vars(wtspec.spec)) == made  # noqa: S307 - as a reader would


def test_bodies_and_docs_in_triple_quotes_lose_their_indentation():
    layer = linear(
        doc="""
        Two
          lines.
        """,
        call="""
        y = x @ kernel
        return y
        """,
    )
    assert layer.doc == "Two\n  lines.\n"
    assert "call: |\n  y = x @ kernel\n  return y\n" in layer.to_yaml()


MISTAKES = {
    "Weight.shpe": lambda: Weight(shpe=["a"]),
    "Weight": lambda: Weight(initializer="ones"),
    "Weight.shape": lambda: Weight(shape="features"),
    "Weight.shape[1]": lambda: Weight(shape=["a", -1]),
    "Weight.lr_scale": lambda: kernel(lr_scale=-1),
    "Weight.trainable": lambda: kernel(trainable="yes"),
    "Weight.initializer": lambda: kernel(initializer=np.zeros(3)),
    "Weight.shape[0]": lambda: Weight(shape=[len]),
    "Layer.weights.kernel.shpe": lambda: linear(weights={"kernel": {"shpe": ["a"]}}),
    "Layer.weights.a b": lambda: linear(weights={"a b": kernel()}),
    "Layer.params.units": lambda: linear(params={"units": {"min": 1}}),
    "Layer.layers.more": lambda: linear(layers={"more": {"Dense": 3, "relu": {}}}),
    "Layer.sequental": lambda: Layer(sequental=["relu"]),
    "Param.type": lambda: Param(type="integer"),
    "data.source": lambda: Data(source="digits", inputs={"x": "=data"}),
    "train.epochs": lambda: Train(optimizer="adam", epochs="10"),
    "budget": lambda: File(wtspec=1, budget={"parameters": 100}),
    'data.inputs."a.b"': lambda: Data(source={"sklearn": "digits"}, inputs={"a.b": []}),
    "layers.Linear.weights": lambda: File(wtspec=1, layers={"Linear": {"weights": 3}}),
}


@pytest.mark.parametrize("path", MISTAKES)
def test_a_mistake_is_one_error_by_its_key_path(path):
    assert [place for _, place in faults(MISTAKES[path])] == [path]


def test_a_mistake_tells_what_was_expected_and_the_nearest_key():
    with pytest.raises(wtspec.SpecError) as raised:
        Input(shpe=("batch", 3), dtype="int32")
    assert (
        str(raised.value)
        == """\
error[unknown-key]: unknown key `shpe` in `Input`
 --> Input.shpe
  |
  | Input: {shpe: [batch, 3], dtype: int32}
  |         ^^^^
  = expected: one of `doc`, `dtype`, `optional`, `shape`
  = help: did you mean `shape`?"""
    )


def test_what_no_file_can_hold_is_told_with_what_it_can_hold():
    with pytest.raises(wtspec.SpecError) as raised:
        linear().model_copy(update={"weights": {"kernel": np.zeros(3)}}).to_yaml()
    assert (
        str(raised.value)
        == """\
error[wrong-type]: a value of type `ndarray` is no part of a spec
 --> Layer.weights.kernel
  = expected: numbers, texts, `True`, `False`, `None`, lists and dicts of these
  = help: `tolist()` makes a list of it"""
    )


@pytest.mark.parametrize(
    ("layer", "code", "path"),
    [
        (
            linear(weights={"kernel": kernel(shape=["features", "untis"])}),
            "undefined-name",
            "layers.Linear.weights.kernel.shape[1]",
        ),
        (
            linear(weights={"kernel": kernel(initializer="=ones(shpe)")}),
            "undefined-name",
            "layers.Linear.weights.kernel.initializer",
        ),
        (linear(call="x @ kernel +"), "invalid-syntax", "layers.Linear.call"),
        (linear(call=None), "missing-key", "layers.Linear"),
        (
            linear(inputs={"x": ["batch"]}),
            "undefined-name",
            "layers.Linear.weights.kernel.shape[0]",
        ),
        (linear(params={}), "undefined-name", "layers.Linear.weights.kernel.shape[1]"),
        (linear().model_copy(update={"weights": 3}), "wrong-type", "layers.Linear.weights"),
        (linear(layers={"more": "Dens"}), "unknown-layer", "layers.Linear.layers.more"),
    ],
)
def test_what_only_the_whole_file_shows_is_told_by_key_path(layer, code, path):
    assert faults(lambda: wtspec.load(whole(layer)))[0] == (code, path)


def test_a_library_is_found_from_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("linear.yaml").write_text(File(wtspec=1, layers={"Linear": linear()}).to_yaml())
    model = Model(inputs={"x": ["batch", 4]}, sequential=[{"Linear": 3}])
    assert wtspec.build(File(wtspec=1, imports=["linear.yaml"], model=model)).count_params() == 12
    missing = File(wtspec=1, imports=["linaer.yaml"], model=model)
    assert faults(lambda: wtspec.build(missing)) == [("file-not-found", "imports[0]")]
