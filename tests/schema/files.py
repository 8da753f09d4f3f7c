"""Files as tools see them that know JSON Schema and nothing of wtspec."""

import json
from pathlib import Path

import jsonschema

from tests.docs.blocks import every_block
from tests.errors import case as errors
from wtspec.document import plain
from wtspec.document.files.link import Link
from wtspec.document.files.load import load_file
from wtspec.errors import Report, SpecError
from wtspec.schema import json_schema
from wtspec.stages import check, load

ROOT = Path(__file__).parents[2]
SPECS = sorted(
    [
        *ROOT.glob("configs/**/*.yaml"),
        *ROOT.glob("tests/resolve/specs/*.yaml"),
        *ROOT.glob("tests/docs/frames/*.yaml"),
        *ROOT.glob("tests/mistakes/good/*.yaml"),
    ]
)
EXAMPLES = [
    block for block in every_block() if block.language == "yaml" and "refused" not in block.marks
]


def validator():
    """A validator of the schema."""
    return jsonschema.Draft202012Validator(json.loads(json_schema("2020-12")))


def as_json(path):
    """A file's own content as JSON has it, without what it extends; None where it is no YAML."""
    report = Report()
    try:
        _, tree = load_file((Link(path, path.name),), report)
        report.check()
    except SpecError:
        return None
    return json.loads(json.dumps(plain(tree)))


def is_valid(path):
    """Whether wtspec finds no error in a file."""
    try:
        check(load(path))
    except SpecError:
        return False
    return True


def cases():
    """The cases of errors that `validate` finds in a file."""
    return [one for one in errors.cases() if "command" not in one.fields and one.body]


def is_marked(case):
    """Whether a case says that the schema alone refuses it."""
    return "schema" in case.fields
