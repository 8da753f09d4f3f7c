"""What `validate` accepts, the schema accepts: it knows less, and never more."""

import random
import shutil

import pytest

from tests.docs.test_specs import written
from tests.program.mutate import CONFIGS, mutate, read_specs, write
from tests.schema.files import (
    EXAMPLES,
    SPECS,
    as_json,
    cases,
    is_marked,
    is_valid,
    validator,
)

SEEDS = 300
SHARE = 100


@pytest.fixture(scope="module")
def schema():
    return validator()


@pytest.fixture(scope="module")
def specs():
    return read_specs()


def faults(schema, content):
    return [error.message[:200] for error in schema.iter_errors(content)]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_of_the_repository_is_accepted(schema, path):
    assert faults(schema, as_json(path)) == []


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_of_the_docs_is_accepted(schema, block, tmp_path):
    assert faults(schema, as_json(written(block, tmp_path))) == []


@pytest.mark.parametrize("first", range(0, SEEDS, SHARE))
def test_a_changed_spec_that_is_valid_is_accepted(schema, specs, first, tmp_path):
    shutil.copytree(CONFIGS / "layers", tmp_path / "layers")
    shutil.copy(CONFIGS / "trunk.yaml", tmp_path)
    refused = 0
    for seed in range(first, first + SHARE):
        path = tmp_path / f"{seed}.yaml"
        path.write_text(write(mutate(specs, random.Random(seed))), "utf-8")  # noqa: S311 - no secret
        content = as_json(path)
        found = faults(schema, content) if content is not None else []
        assert not (found and is_valid(path)), (seed, found)
        refused += bool(found)
    assert refused > SHARE / 2


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.code)
def test_a_case_is_marked_where_the_schema_alone_refuses_it(schema, case):
    content = as_json(case.path)
    assert is_marked(case) == (content is not None and not schema.is_valid(content))
