from fractions import Fraction
from pathlib import PurePosixPath

import pytest

from wtspec.document import plain, read_document
from wtspec.errors import SpecError

BASE = """\
params: {width: 64}
layers: {a: {sequential: [{Dense: 64}, relu]}}
train: {epochs: 3, optimizer: Adam}
"""


@pytest.fixture
def override(tmp_path):
    """Reads `BASE`, or another text, with overrides."""

    def read(*overrides, text=BASE):
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        return read_document(path, overrides=overrides)

    return read


@pytest.fixture
def faults(override):
    def find(*overrides):
        with pytest.raises(SpecError) as caught:
            override(*overrides)
        return caught.value.diagnostics

    return find


@pytest.mark.parametrize(
    ("path", "value", "steps", "expected"),
    [
        ("params.width", "128", ("params", "width"), 128),
        ("params.width", "1e-3", ("params", "width"), 1e-3),
        ("params.depth", "{a: [1, x]}", ("params", "depth"), {"a": [1, "x"]}),
        ("data.batch_size", "8", ("data",), {"batch_size": 8}),
        ("layers.a.sequential.0.Dense", "10", ("layers", "a", "sequential", 0), {"Dense": 10}),
        ("layers.a.sequential.1", "gelu", ("layers", "a", "sequential", 1), "gelu"),
        ("train.steps", "5", ("train",), {"optimizer": "Adam", "steps": 5}),
        ("params.width", "null", ("params",), {}),
        ("params.width", "", ("params",), {}),
        ("train.optimizer.Adam.beta_1", "0.5", ("train", "optimizer"), {"Adam": {"beta_1": 0.5}}),
        ('params."a.b"', "1", ("params", "a.b"), 1),
        ("params.'x y'", "1", ("params", "x y"), 1),
    ],
)
def test_text_is_read_as_yaml_and_merged(override, path, value, steps, expected):
    assert plain(override((path, value)).find(*steps)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (128, 128),
        (0.1 + 0.2, 0.1 + 0.2),
        (1e-5, 1e-5),
        (True, True),
        (float("-inf"), float("-inf")),
        ([1, "null", ("a", None)], [1, "null", ["a", None]]),
        ({"x": {"y": "1"}, 3: 'é\n\0\u2028\U0001f600"\\'}, None),
        (PurePosixPath("data/x.csv"), "data/x.csv"),
        (Fraction(1, 2), 0.5),
        ({}, {}),
        ([], []),
    ],
)
def test_python_values_are_taken_as_they_are(override, value, expected):
    found = plain(override(("params.new", value)).find("params", "new"))
    assert found == (value if expected is None else expected)
    assert not isinstance(expected, bool) or found is expected


def test_later_overrides_win(override):
    document = override(("params.width", "1"), ("params.width", 2))
    assert plain(document.find("params", "width")) == 2


def test_another_component_replaces(override):
    document = override(
        ("train.optimizer.Adam.beta_1", "0.5"), ("train.optimizer.SGD.momentum", "0.9")
    )
    assert plain(document.find("train", "optimizer")) == {"SGD": {"momentum": 0.9}}


def test_keys_and_values_point_into_the_override(override):
    document = override(("params.height", "{x: 1}"))
    key = document.key_span("params", "height")
    value = document.span("params", "height", "x")
    assert key.source.name == "--set params.height={x: 1}"
    assert key.source.lines == ("params.height={x: 1}",)
    assert (key.column, key.end_column) == (8, 14)
    assert (value.column, value.end_column) == (19, 20)


def test_a_value_of_several_lines_keeps_its_places(override):
    document = override(("params.x", "a: 1\nb: 2"))
    assert document.span("params", "x", "a").start == (1, 13)
    assert document.span("params", "x", "b").start == (2, 4)


@pytest.mark.parametrize(
    ("path", "value", "column", "message"),
    [
        ("", "1", 1, "empty"),
        ("a..b", "1", 3, "empty"),
        ("a.", "1", 3, "empty"),
        (".a", "1", 1, "empty"),
        ('a."b', "1", 3, "empty"),
        ('"a"b', "1", 4, "a dot is missing"),
        ("a\nb", "1", 2, "a dot is missing"),
        ("extends", "x.yaml", 1, "read before any override"),
        ("imports.0", "x.yaml", 1, "read before any override"),
        ("params.width.x", "1", 14, "holds no keys"),
        ("layers.a.sequential.2", "1", 21, "there is no item 2: the list has 2"),
        ("layers.a.sequential.-1", "1", 21, "where a list's item is meant"),
        ("layers.a.sequential.first", "1", 21, "where a list's item is meant"),
        ("layers.a.sequential.²", "1", 21, "where a list's item is meant"),
        (".".join("a" * 40), "1", 65, "at most 32 parts"),
        ("params.x", object(), 1, "a value of type `object`"),
        ("params.x", {"a": b"x"}, 1, "a value of type `bytes`"),
        ("params.x", {None: 1}, 1, "a key of type `NoneType`"),
        ("params.x", {"a": 10**5000}, 1, "more than 64 bits"),
    ],
)
def test_a_bad_override_is_located_in_its_own_text(faults, path, value, column, message):
    (fault,) = faults((path, value))
    assert fault.code == "invalid-override"
    assert message in fault.message
    assert fault.span.source.name.startswith("--set ")
    assert fault.span.start == (1, column)


def test_a_list_that_holds_itself_is_refused(faults):
    value = []
    value.append(value)
    assert [fault.code for fault in faults(("params.x", value))] == ["invalid-override"]


@pytest.mark.parametrize(
    ("value", "code", "column"),
    [
        ("[1", "yaml-syntax", 10),
        ("=f(a: b", "split-formula", 10),
        ("!t x", "tag", 10),
        ("{a: 1, a: 2}", "duplicate-key", 17),
        ("9" * 50, "number-too-large", 10),
        ("\x1b", "control-character", 10),
        ("a\udc80", "control-character", 11),
        ("[" * 70, "nesting-too-deep", 74),
        (2**70, "number-too-large", 10),
    ],
)
def test_yaml_faults_of_a_value_are_located_in_the_override(faults, value, code, column):
    (fault,) = faults(("params.x", value))
    assert fault.code == code
    assert fault.span.start == (1, column)


def test_all_bad_overrides_are_told_at_once(faults):
    assert len(faults(("a..b", "1"), ("params.width.x", "1"), ("params.x", "["))) == 3
