"""What a validated spec holds."""

import pytest
from pydantic import ValidationError

from wtspec.document import read_document
from wtspec.errors import SpecError
from wtspec.spec import InputSpec, LayerSpec, ParamSpec, SublayerSpec, validate
from wtspec.spec.names import FILE_NAME, as_file_name


def test_a_good_file_becomes_its_sections(spec, good):
    file = spec(good).file
    assert file.layers["Linear"].weights["kernel"].shape == ["features", "units"]
    assert file.layers["Linear"].weights["kernel"].lr_scale == 1
    assert file.model is not None
    layers = [one.layer for one in file.model.sequential]
    assert layers == [{"Linear": {"units": "=width"}}, "relu", {"Dense": 10}]
    assert file.train is not None
    assert file.train.epochs == 10


def test_sections_are_frozen(spec, good):
    with pytest.raises(ValidationError, match="frozen"):
        spec(good).file.name = "other"


def test_bare_numbers_and_truths_are_formulas_where_only_formulas_stand(spec, good):
    text = good.replace("when: use_bias", "when: true").replace("=data / 16", "3")
    file = spec(text).file
    assert file.layers["Linear"].weights["bias"].when == "true"
    assert file.data.inputs == {"pixels": "3"}


def test_an_input_may_be_short_or_long(spec, good):
    inputs = spec(good.replace("[..., features]", "{shape: [n], optional: true}")).file
    assert inputs.layers["Linear"].inputs["x"] == InputSpec(shape=["n"], optional=True)


def test_a_file_without_a_name_is_named_after_its_stem(spec, good):
    assert spec(good.replace("name: digits\n", ""), "01-my.model.yaml").name == "my.model"


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("a", "a"),
        ("9", "spec"),
        ("class", "class"),
        ("_x-é", "x"),
        ("vit-tiny", "vit-tiny"),
        ("2024-v1.5", "v1.5"),
        ("a..b--c", "a.b-c"),
        ("..", "spec"),
        ("x" * 300, "x" * 100),
        ("a/b c", "a_b_c"),
    ],
)
def test_any_stem_gives_a_name(stem, name):
    assert as_file_name(stem) == name
    assert FILE_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["vit-tiny", "v1.5", "a_b-c.d", "x"])
def test_a_file_may_be_named_as_files_are(spec, good, name):
    assert spec(good.replace("name: digits", f"name: {name}")).name == name


@pytest.mark.parametrize(
    "name",
    ["..", "a..b", ".a", "-a", "a-", "a.", "a/b", "a\\b", "3d", "a b", "x" * 101, "é", "1.5"],
)
def test_a_name_that_is_no_safe_folder_is_refused(spec, good, name):
    with pytest.raises(SpecError) as caught:
        spec(good.replace("name: digits", f'name: "{name}"'))
    assert [one.code for one in caught.value.diagnostics] == ["invalid-name"]


def test_imported_files_are_validated_with_the_file(tmp_path):
    (tmp_path / "main.yaml").write_text("wtspec: 1\nimports: [lib.yaml]\nsed: 0\n")
    (tmp_path / "lib.yaml").write_text("wtspec: 1\nlayer: {}\n")
    with pytest.raises(SpecError) as caught:
        validate(read_document(tmp_path / "main.yaml"))
    names = [fault.span.source.name.rpartition("/")[2] for fault in caught.value.diagnostics]
    assert names == ["main.yaml", "lib.yaml"]


def test_libraries_of_libraries_are_flat(tmp_path):
    (tmp_path / "main.yaml").write_text("wtspec: 1\nimports: [a.yaml]\n")
    (tmp_path / "a.yaml").write_text("wtspec: 1\nimports: [b.yaml]\n")
    (tmp_path / "b.yaml").write_text("wtspec: 1\nfunctions: {f(x): x}\n")
    libraries = validate(read_document(tmp_path / "main.yaml")).libraries
    assert [library.name for library in libraries] == ["b", "a"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, ParamSpec(type="int", default=1)),
        (1.0, ParamSpec(type="float", default=1.0)),
        (True, ParamSpec(type="bool", default=True)),
        ("relu", ParamSpec(type="str", default="relu")),
        ([1, 2], ParamSpec(type="list", default=[1, 2])),
        ("=2 * n", ParamSpec(type=None, default="=2 * n")),
        ({"type": "int", "min": 1}, ParamSpec(type="int", min=1)),
        ({"type": "float", "default": None}, ParamSpec(type="float", default=None)),
    ],
)
def test_a_param_in_either_form_is_a_long_one(value, expected):
    param = LayerSpec(params={"p": value}).params["p"]
    assert param == expected
    assert param.required == expected.required


def test_a_sublayer_in_either_form_is_a_long_one():
    forms = ["relu", {"Dense": 10}, {"layer": "relu", "when": True}, SublayerSpec(layer="relu")]
    assert LayerSpec(sequential=forms).sequential == [
        SublayerSpec(layer="relu"),
        SublayerSpec(layer={"Dense": 10}),
        SublayerSpec(layer="relu", when="true"),
        SublayerSpec(layer="relu"),
    ]


def test_an_input_in_either_form_is_a_long_one():
    inputs = {"x": ["batch", 3], "y": {"shape": ["batch"], "optional": True}}
    assert LayerSpec(inputs=inputs).inputs == {
        "x": InputSpec(shape=["batch", 3]),
        "y": InputSpec(shape=["batch"], optional=True),
    }
