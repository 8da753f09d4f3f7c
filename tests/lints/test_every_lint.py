"""Each lint is known wherever it must be; each test says what to write where it is not."""

import re
from pathlib import Path

import pytest

from wtspec.lints.every import CODES, LINTS

ROOT = Path(__file__).parents[2]
SOURCE = "\n".join(file.read_text("utf-8") for file in (ROOT / "wtspec/lints").glob("*.py"))
LOOKS = sorted(re.findall(r"^def (lint_\w+)", SOURCE, re.MULTILINE))
EVERY = "wtspec/lints/every.py"


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
