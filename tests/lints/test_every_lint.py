"""Each lint is known wherever it must be; each test says what to write where it is not."""

import re
from pathlib import Path

import pytest

from tests.errors.case import CASES, read_case
from tests.lints.conftest import trained
from wtspec.lints.every import ALWAYS, CODES, LINTS

ROOT = Path(__file__).parents[2]
SOURCE = "\n".join(file.read_text("utf-8") for file in (ROOT / "wtspec/lints").glob("*.py"))
LOOKS = sorted(re.findall(r"^def (lint_\w+)", SOURCE, re.MULTILINE))
EVERY = "wtspec/lints/every.py"
OF_TRAINING = {
    "no-gradient": trained(
        'layers: {dense: {Dense: 1}, other: {Dense: 1}}\ncall: \'{"a": dense(x), "b": other(x)}\'',
        "loss: {a: mse}",
        targets="{a: =y}",
    )
}
"""Where the case of a code is about a layer by itself, a file that is not."""


def layers_of(text):
    """A file's layers, without its model and training."""
    sections = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    return "".join(one for one in sections if one.startswith(("wtspec:", "layers:")))


@pytest.mark.parametrize("code", sorted(ALWAYS))
def test_it_speaks_of_a_layer_by_itself(code, codes):
    text = read_case(CASES / f"{code}.yaml").body
    assert code in codes(layers_of(text)), (
        f"the layers of tests/errors/cases/{code}.yaml have no such fault by themselves; give it "
        "to one of them, or, if that depends on the model or on `train`, write "
        f"`of_training=True` in {EVERY}"
    )


@pytest.mark.parametrize("code", sorted((CODES - ALWAYS) | OF_TRAINING.keys()))
def test_it_speaks_of_a_model_or_its_training(code, codes):
    assert code not in ALWAYS, f"{EVERY}: `{code}` lacks `of_training=True`"
    text = OF_TRAINING.get(code) or read_case(CASES / f"{code}.yaml").body
    assert code in codes(text)
    assert code not in codes(layers_of(text)), (
        f"the layers of tests/errors/cases/{code}.yaml have this fault by themselves; leave out "
        f"`of_training=True` in {EVERY}, or write a file into `OF_TRAINING` here that has not"
    )


@pytest.mark.parametrize("look", LOOKS)
def test_it_stands_among_the_lints(look):
    assert look in {one.look.__name__ for one in LINTS}, f"{EVERY}: `LINTS` lacks `{look}`"


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.look.__name__)
def test_its_docstring_names_the_codes_that_it_has(lint):
    said = {*re.findall(r"`([a-z]+(?:-[a-z]+)+)`", lint.look.__doc__ or "")}
    assert said == {*lint.codes}, (
        f"the docstring of `{lint.look.__name__}` names {said}, and {EVERY} {lint.codes}"
    )


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_language_reference_has_a_row_for_its_code(code):
    table = (ROOT / "docs/language.md").read_text("utf-8")
    assert f"| [`{code}`](errors.md#{code}) |" in table, (
        f"docs/language.md: the table of warnings has no row for `{code}`"
    )


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.look.__name__)
def test_it_has_tests_where_it_speaks_and_where_it_must_not(lint):
    file = Path(lint.look.__code__.co_filename).name
    tests = Path(__file__).parent / f"test_{file}"
    assert tests.is_file(), f"there is no tests/lints/{tests.name}"
    text = tests.read_text("utf-8")
    for code in lint.codes:
        assert code in text, f"tests/lints/{tests.name} never sees `{code}`"
    assert re.search(r"== (\[\]|\(\))", text), (
        f"tests/lints/{tests.name} has no file that `{lint.look.__name__}` is silent about"
    )
