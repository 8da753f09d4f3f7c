"""What is told of all codes comes from the cases: a page, and what `--explain` prints."""

from textwrap import dedent

import pytest

from tests.errors.case import cases
from tests.errors.codes import PACKAGE
from tests.errors.page import as_json, as_page, entry_of
from wtspec.errors.explain import explain


@pytest.fixture(scope="module")
def made():
    return {case.code: entry_of(case) for case in cases()}


def test_the_page_of_errors_is_made_from_the_cases(made, golden):
    golden(PACKAGE.parent / "docs" / "errors.md", as_page(made))


def test_the_entries_that_the_package_brings_are_made_from_the_cases(made, golden):
    golden(PACKAGE / "errors" / "explain" / "entries.json", as_json(made))


def test_an_explanation_tells_reason_example_output_and_repair(made):
    told = explain("unknown-alias", made["unknown-alias"])
    assert told == dedent("""\
        unknown-alias

        `*name` repeats what was marked with `&name` further up. A text or a formula
        that begins with `*` looks the same.

        Example: An alias without an anchor.

        unknown-alias.yaml:

            wtspec: 1
            params:
              width: *size

            $ wtspec validate unknown-alias.yaml
            error[unknown-alias]: `*size` names no anchor above it
             --> unknown-alias.yaml:3:10
              |
            3 |   width: *size
              |          ^^^^^
              = expected: an anchor `&size` before this line
              = help: for text or a formula, write `width: "*size"`

        Repair: Put the anchor before the alias, or quotes round the text.""")


def test_an_explanation_shows_each_file_of_its_example(made):
    told = explain("cyclic-files", made["cyclic-files"])
    assert "\nmain.yaml:\n\n    wtspec: 1\n" in told
    assert "\nnorm.yaml:\n\n    wtspec: 1\n" in told


def test_an_explanation_tells_what_a_file_is_that_cannot_be_shown(made):
    told = explain("file-too-large", made["file-too-large"])
    assert "\nlarge.yaml: a spec with 70,000 lines of remarks\n" in told
