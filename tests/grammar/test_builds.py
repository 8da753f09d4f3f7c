"""What `validate` accepts, Keras builds."""

import pytest
from hypothesis import given, settings

from tests.grammar.conftest import specs
from tests.grammar.layout import write
from wtspec.model import plan, prepare_backend
from wtspec.runs.assemble import with_source
from wtspec.runs.learn_sizes import learn_sizes
from wtspec.stages import check, load


@pytest.fixture(scope="module", autouse=True)
def backend():
    prepare_backend("cpu", compile_cache=False)


@settings(max_examples=20)
@given(specs())
def test_a_spec_of_the_grammar_can_be_planned(path, tree):
    path.write_text(write(tree), encoding="utf-8")
    checked = check(load(path))
    assembly = with_source(checked)
    sizes = learn_sizes(assembly, checked.spec.document.root)
    assert plan(assembly.code, sizes).tree
