"""Every fault that `validate` can tell, in a file that has it, with the text that a user reads."""

import re
import shlex
from pathlib import Path

import pytest

from wtspec.errors import SpecError
from wtspec.errors.render import render_text
from wtspec.stages import check, load

HERE = Path(__file__).parent
CASES = HERE / "cases"
BUILT = HERE / "built"
ROOMS = ("document", "language", "spec", "program")
SOURCES = [
    path for room in ROOMS for path in sorted((HERE.parents[1] / "wtspec" / room).rglob("*.py"))
]
CODE = re.compile(r'(?<=")[a-z0-9]+(?:-[a-z0-9]+)+(?=")|(?<=(?:error|ostic)\(")[a-z]+(?=")')
MADE_FROM = {
    'f"unknown-{kind}"': (
        "layer initializer regularizer constraint optimizer schedule loss metric callback"
    ),
    'f"unknown-{what}"': "input output",
    'f"untrained-{key}"': "regularizer constraint",
}
NO_CODES = {
    "function-before": "an engine's word",
    "tagged-union": "an engine's word",
    "utf-8": "an encoding",
    "not-yet": "said by `run` of what is valid: tests/spec/test_later.py",
    "not-static": "behind the binder, for other callers of `evaluate`",
    "unknown-name": "behind the binder, for other callers of `evaluate`",
}
"""Texts that look like codes, and codes that `validate` never gives, each with its reason."""


def files():
    """The cases: a file, or the `main.yaml` of a folder."""
    return sorted([*CASES.glob("*.yaml"), *CASES.glob("*/main.yaml")])


def code_of(path):
    return path.parent.name if path.name == "main.yaml" else path.stem


def faults_of(path):
    """The diagnostics of a case, run in its folder with the arguments of its header."""
    header = re.search(r"^# args: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    arguments = shlex.split(header[1]) if header else []
    given = list(zip(arguments[::2], arguments[1::2], strict=True))
    overrides = [tuple(value.split("=", 1)) for option, value in given if option == "--set"]
    root = next((Path(value) for option, value in given if option == "--root"), None)
    try:
        return check(load(Path(path.name), overrides, root)).warnings
    except SpecError as error:
        return error.diagnostics


@pytest.mark.parametrize("path", files(), ids=code_of)
def test_a_bad_file_gives_exactly_its_error(path, golden, monkeypatch):
    monkeypatch.chdir(path.parent)
    found = faults_of(path)
    assert [fault.code for fault in found] == [code_of(path)]
    golden(CASES / f"{code_of(path)}.txt", render_text(found) + "\n")


@pytest.mark.parametrize("path", files(), ids=code_of)
def test_a_bad_file_says_first_what_is_wrong_with_it(path):
    assert re.match(r"# [A-Z`.].*\.\n", path.read_text(encoding="utf-8"))


def write_large(path):
    path.write_text("wtspec: 1\n" + "# a long remark\n" * 70_000)


def write_latin(path):
    path.write_bytes("wtspec: 1\nname: café\n".encode("latin-1"))


def write_bell(path):
    path.write_text('wtspec: 1\nname: "ding\x07"\n')


def write_nothing(path):
    """A name that the file system can't hold."""


@pytest.mark.parametrize(
    ("code", "name", "write"),
    [
        ("file-too-large", "large.yaml", write_large),
        ("not-utf8", "latin.yaml", write_latin),
        ("control-character", "bell.yaml", write_bell),
        ("unreadable-file", "x" * 300 + ".yaml", write_nothing),
    ],
)
def test_an_odd_file_gives_exactly_its_error(code, name, write, golden, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(Path(name))
    with pytest.raises(SpecError) as caught:
        load(Path(name))
    assert [fault.code for fault in caught.value.diagnostics] == [code]
    golden(BUILT / f"{code}.txt", render_text(caught.value.diagnostics) + "\n")


def codes_in_sources():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    made = {
        f"{form[2:-1].partition('{')[0]}{part}"
        for form, parts in MADE_FROM.items()
        if form in text
        for part in parts.split()
    }
    return set(CODE.findall(text)) | made


def test_every_code_that_validate_can_give_has_a_case():
    cases = {code_of(path) for path in files()} | {path.stem for path in BUILT.glob("*.txt")}
    assert codes_in_sources() - set(NO_CODES) - cases == set()


def test_no_case_is_left_of_a_code_that_is_gone():
    assert {code_of(path) for path in files()} - codes_in_sources() == set()


def test_codes_are_told_from_other_texts_in_the_sources():
    assert set(NO_CODES) <= codes_in_sources()


def test_forms_of_codes_are_still_those_of_the_sources():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    made = set(re.findall(r'f"[a-z]+(?:-[a-z]+)*-\{[a-z_]+\}"', text))
    assert made == set(MADE_FROM)
