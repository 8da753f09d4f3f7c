"""Other tools that check files against the schema."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.schema.files import SPECS, cases, is_marked

MARKED = [str(case.path) for case in cases() if is_marked(case)]
AJV = Path(__file__).with_name("ajv.mjs")


def printed(command, stdin=None):
    """The JSON that a command prints, which may fail."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def refused_by_ajv(node, schemas):
    """For each draft, the files that Ajv refuses."""
    files = [str(path) for path in (*SPECS, *MARKED)]
    given = {"schemas": {draft: str(path) for draft, path in schemas.items()}, "files": files}
    return printed([node, str(AJV)], json.dumps(given))


@pytest.mark.parametrize("draft", ["2020-12", "7"])
def test_ajv_refuses_the_marked_cases_and_nothing_else(refused_by_ajv, draft):
    assert set(refused_by_ajv[draft]) == set(MARKED)


@pytest.fixture(params=["2020-12", "7"])
def check(request, schemas):
    """What check-jsonschema says of files."""
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
    return lambda files: printed(
        [*command, "--schemafile", str(schemas[request.param]), *map(str, files)]
    )


def test_check_jsonschema_accepts_every_spec(check):
    assert check(SPECS)["errors"] == []


@pytest.mark.long
def test_check_jsonschema_refuses_every_marked_case(check):
    said = check(MARKED)
    assert {error["filename"] for error in said["errors"]} == set(MARKED)
    assert said["parse_errors"] == []
