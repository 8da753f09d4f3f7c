"""Every fault that `validate` can tell, in a file that has it, with the text that a user reads."""

import re

import pytest

from tests.errors.case import CASES, cases
from tests.errors.codes import MADE_FROM, NO_CODES, PACKAGE, STAGES, every_code, made_codes
from tests.errors.run_case import faults_of
from wtspec.errors.render import render_text

EVERY = cases()
SYNONYMS = {
    **dict.fromkeys(("bad", "broken", "wrong", "illegal"), "invalid"),
    **dict.fromkeys(("undefined", "undeclared"), "unknown"),
    **dict.fromkeys(("lacking", "absent"), "missing"),
    **dict.fromkeys(("repeated", "double", "twice"), "duplicate"),
    **dict.fromkeys(("unexpected", "stray"), "misplaced"),
}
"""Words of codes that mean the same as another one."""


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.code)
def test_a_bad_file_gives_exactly_its_error(case, golden, tmp_path, monkeypatch):
    folder = tmp_path / case.code
    folder.mkdir()
    case.write(folder)
    monkeypatch.chdir(folder)
    found = faults_of(case, monkeypatch)[case.after :]
    assert [fault.code for fault in found] == [case.code]
    golden(case.golden, render_text(found) + "\n")


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.code)
def test_a_case_says_what_is_wrong_and_why_and_what_to_do(case):
    assert re.fullmatch(r"[A-Z`].*\.", case.fault)
    assert re.fullmatch(r"[A-Z`].*[.:`]", case.reason), "its header lacks `# Reason: …`"
    assert re.fullmatch(r"[A-Z`].*[.`]", case.repair), "its header lacks `# Repair: …`"


def test_every_code_has_a_case():
    lacking = every_code() - set(NO_CODES) - {case.code for case in EVERY}
    assert not lacking, (
        f"write a case for each of {sorted(lacking)}, as tests/errors/cases/CODE.yaml; "
        "`make golden` runs it"
    )


def test_the_index_knows_every_room():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms | {"."} == set(STAGES), "tests/errors/codes.py: `STAGES` names each room"


def test_no_case_is_left_of_a_code_that_is_gone():
    codes = {case.code for case in EVERY}
    files = codes | {path.stem for path in CASES.glob("*.txt")}
    gone = files - (every_code() & codes)
    assert not gone, f"remove what tests/errors/cases has of {sorted(gone)}: nothing gives it"


def test_codes_are_told_from_other_texts_in_the_sources():
    assert set(NO_CODES) <= every_code()


def test_forms_of_codes_are_still_those_of_the_sources():
    assert made_codes() == set(MADE_FROM)


def test_no_two_codes_are_named_by_words_of_one_meaning():
    named = {}
    for case in EVERY:
        words = tuple(SYNONYMS.get(word, word) for word in case.code.split("-"))
        named.setdefault(words, []).append(case.code)
    assert [codes for codes in named.values() if len(codes) > 1] == []
