"""What functions over columns are given is checked before there are rows."""

import json

import pytest

from wtspec.errors import SpecError
from wtspec.stages import check, load

SPEC = """
wtspec: 1
params: {parts: month weekdey, many: 0, file: tok.json}
model:
  inputs: {x: [batch, ...]}
  sequential: [{Flatten: {}}, {Dense: 1}]
data:
  source: {csv: {path: rows.csv, types: {t: str, n: float}}}
  inputs:
    x: |-
      FORMULA
  targets: =n
"""


@pytest.fixture
def faults(tmp_path):
    def faults(formula, spec=SPEC):
        (tmp_path / "rows.csv").write_text("t,n,u\na,1,2\n")
        (tmp_path / "pyproject.toml").touch()
        (tmp_path / "spec.yaml").write_text(spec.replace("FORMULA", formula))
        try:
            check(load(tmp_path / "spec.yaml"))
        except SpecError as error:
            return error.diagnostics
        return ()

    return faults


@pytest.mark.parametrize(
    ("formula", "code", "place", "said"),
    [
        ('date(t, "year mont")', "invalid-choice", '"year mont"', "month"),
        ("date(t, parts)", "invalid-choice", "parts", "weekday"),
        ('date(t, "")', "wrong-type", '""', "year month weekday"),
        ("date(t, 3)", "wrong-type", "3", "words"),
        ('date(n, "year")', "wrong-type", "n", "text"),
        ('impute(n, "medain")', "invalid-choice", '"medain"', "median"),
        ('impute(t, "median")', "wrong-type", '"median"', "most_frequent"),
        ("impute(t, 3)", "wrong-type", "3", "fill"),
        ("impute(u, [1, 2])", "wrong-type", "[1, 2]", "fill"),
        ("bins(u, 0)", "out-of-range", "0", "from 1"),
        ("bins(u, 2.5)", "wrong-type", "2.5", "whole number"),
        ("bins(u, n)", "wrong-type", "n", "whole number"),
        ("bins(u, many)", "out-of-range", "many", "from 1"),
        ("bins(u, 10 ** 9)", "out-of-range", "10 ** 9", "from 1"),
        ("bins(t, 3)", "wrong-type", "t", "numbers"),
        ("standardize(t)", "wrong-type", "t", "numbers"),
        ("words(n)", "wrong-type", "n", "text"),
        ("words(t, size=2)", "out-of-range", "2", "from 3"),
        ("words(t, length=0)", "out-of-range", "0", "from 1"),
        ('words(t, "8")', "wrong-type", '"8"', "whole number"),
        ('many_hot(t, "")', "wrong-type", '""', "text"),
        ("many_hot(n)", "wrong-type", "n", "text"),
        ("tokens(t, 3)", "wrong-type", "3", "text"),
        ('tokens(t, "rows.csv")', "unreadable-file", '"rows.csv"', "tokenizer.json"),
        ('tokens(t, "tok.json", length=-1)', "out-of-range", "-1", "from 1"),
    ],
)
def test_argument_that_can_not_be_is_told_at_its_place(faults, formula, code, place, said):
    (fault,) = faults(formula)
    assert (fault.code, fault.span.text) == (code, place)
    assert said in f"{fault.message} {fault.expected} {fault.help}"


@pytest.mark.parametrize(
    "formula",
    [
        'date(t, "year month")', "impute(u, -1)", 'impute(t, "none")', 'impute(u, "mean")',
        "bins(u, 4)", "words(t, 10, 3)", 'tokens(t, "not_here.json")', "tokens(t, file)",
        'tokens(t, "../../tok.json")', "words(column('t'), length=len([1, 2]))", "bins(n + u, 3)",
    ],
)  # fmt: skip
def test_argument_that_can_be_is_taken(faults, formula):
    assert faults(formula) == ()


def test_tokenizer_at_hand_is_looked_at(faults, tmp_path):
    (tmp_path / "tok.json").write_text(json.dumps({"model": {"type": "BPE"}}))
    assert faults("tokens(t, file)") == ()
    (tmp_path / "tok.json").write_text("{}")
    (fault,) = faults("tokens(t, file)")
    assert (fault.code, fault.span.text) == ("unreadable-file", "file")


@pytest.mark.parametrize(
    ("formula", "shape", "received"),
    [
        ("words(t, length=8)", "[batch, 9]", "[batch, 8]"),
        ("words(t)", "[batch]", "[batch, 64]"),
        ('tokens(t, "tok.json")', "[batch, 64]", "[batch, 128]"),
        ('date(t, "year")', "[batch, 1]", "[batch]"),
        ('date(t, "year month")', "[batch, 3]", "[batch, 2]"),
        ("many_hot(t)", "[batch]", "[batch, _]"),
    ],
)
def test_shape_that_texts_get_is_compared_with_the_models(faults, formula, shape, received):
    (fault,) = faults(formula, SPEC.replace("[batch, ...]", shape))
    assert (fault.code, fault.received) == ("shape-mismatch", f"`{received}`")


COUNTED = """
wtspec: 1
model:
  inputs: {x: {shape: [batch, 8], dtype: int32}}
  sequential: [{Embedding: {input_dim: =classes(t), output_dim: 2}}, {Flatten: {}}, {Dense: 1}]
data:
  source: {csv: rows.csv}
  inputs: {x: "FORMULA"}
  targets: TARGETS
"""


@pytest.mark.parametrize(
    ("formula", "targets"),
    [
        ("=words(t, length=8)", "=n"),
        ("=words(t, length=8)", "=mean(words(t, length=3), axis=1)"),
        ("=one_hot(t)", "=lookup(t)"),
        ("=many_hot(t)", "=n"),
    ],
)
def test_indices_of_one_call_are_counted(faults, formula, targets):
    assert faults(formula, COUNTED.replace("TARGETS", targets)) == ()


@pytest.mark.parametrize(
    ("formula", "targets", "code"),
    [
        ("=words(t, length=8)", "=lookup(t)", "ambiguous-name"),
        ("=words(t, 100, length=8)", "=mean(words(t), axis=1)", "ambiguous-name"),
        ("=words(u, length=8)", "=n", "unknown-classes"),
        ("=one_hot(t, num_classes=8)", "=n", "unknown-classes"),
    ],
)
def test_indices_of_no_call_or_several_are_not(faults, formula, targets, code):
    (fault,) = faults(formula, COUNTED.replace("TARGETS", targets))
    assert fault.code == code
