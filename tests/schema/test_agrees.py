"""What `validate` accepts, the schema accepts: it knows less, and never more."""

import random
import shutil

import pytest
from hypothesis import Phase, given, settings

from tests.docs.test_specs import written
from tests.grammar.conftest import specs
from tests.long import mostly_long
from tests.resolve.mutate import CONFIGS, mutate, read_specs, write
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
def starts():
    return read_specs()


def faults(schema, content):
    return [error.message[:200] for error in schema.iter_errors(content)]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_of_the_repository_is_accepted(schema, path):
    assert faults(schema, as_json(path)) == []


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_of_the_docs_is_accepted(schema, block, tmp_path):
    assert faults(schema, as_json(written(block, tmp_path))) == []


OVER_A_BASE = {
    "one value": "train: {epochs: 3}",
    "one argument": "train: {optimizer: {Adam: {beta_1: 0.8}}}",
    "an argument removed": "train: {optimizer: {Adam: {learning_rate: null}}}",
    "another class": "train: {optimizer: {SGD: {momentum: 0.9}}}",
    "a class removed for another": "train: {optimizer: {Adam: null, SGD: {}}}",
    "another length": "train: {steps: 30}",
    "a section removed": "runtime: null",
    "a bound of a param": "layers: {Linear: {params: {units: {max: 100}}}}",
    "a doc removed": "layers: {Linear: {params: {use_bias: false}, doc: null}}",
    "an initializer": "layers: {Linear: {weights: {kernel: {initializer: he_normal}}}}",
    "a regularizer removed": "layers: {Linear: {weights: {kernel: {regularizer: null}}}}",
    "another source": "data: {source: {sklearn: null, npz: digits.npz}}",
    "half a split": "data: {split: {test: null}}",
    "another stack": "model: {sequential: [Flatten, {Dense: 10}]}",
    "nothing": "train: {optimizer: {}}",
}


@pytest.mark.parametrize("text", OVER_A_BASE.values(), ids=OVER_A_BASE)
def test_a_part_of_a_file_over_a_base_is_accepted(schema, text, tmp_path):
    shutil.copy(CONFIGS / "quickstart.yaml", tmp_path)
    path = tmp_path / "over.yaml"
    path.write_text(f"wtspec: 1\nextends: quickstart.yaml\n{text}\n", "utf-8")
    assert is_valid(path)
    assert faults(schema, as_json(path)) == []


@settings(max_examples=50, phases=(Phase.explicit, Phase.generate))
@given(made=specs())
def test_a_spec_of_the_grammar_is_accepted(schema, made):
    assert faults(schema, made) == []


@pytest.mark.parametrize("first", mostly_long(range(0, SEEDS, SHARE), every=3))
def test_a_changed_spec_that_is_valid_is_accepted(schema, starts, first, tmp_path):
    shutil.copytree(CONFIGS / "layers", tmp_path / "layers")
    shutil.copy(CONFIGS / "trunk.yaml", tmp_path)
    refused = 0
    for seed in range(first, first + SHARE):
        path = tmp_path / f"{seed}.yaml"
        path.write_text(write(mutate(starts, random.Random(seed))), "utf-8")  # noqa: S311 - no secret
        content = as_json(path)
        found = faults(schema, content) if content is not None else []
        assert not (found and is_valid(path)), (seed, found)
        refused += bool(found)
    assert refused > SHARE / 2


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.code)
def test_a_case_is_marked_where_the_schema_alone_refuses_it(schema, case):
    content = as_json(case.path)
    assert is_marked(case) == (content is not None and not schema.is_valid(content))
