"""What the grammar makes is valid, and means the same however it is written."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.grammar import changes
from tests.grammar.conftest import chances, mutants, specs
from tests.grammar.layout import FLOW, MIXED, write
from tests.grammar.outcome import outcome
from wtspec.document.from_python import to_yaml
from wtspec.spec import File

few = settings(max_examples=25, phases=(Phase.explicit, Phase.generate))
EITHER = st.one_of(specs(), mutants())


@few
@given(specs())
def test_a_spec_of_the_grammar_has_no_errors(path, tree):
    found = outcome(path, write(tree))
    assert found.source is not None, found.said


@pytest.mark.long
@few
@given(specs())
def test_formulas_printed_anew_mean_the_same(path, tree):
    other = outcome(path, write(changes.printed(tree)))
    assert other.meaning == outcome(path, write(tree)).meaning


@pytest.mark.long
@few
@given(specs())
def test_dims_under_other_names_mean_the_same(path, tree):
    other = outcome(path, write(changes.with_renamed_dims(tree)))
    back = {new: old for old, new in changes.DIMS.items()}
    assert changes.rename(other.source, back) == outcome(path, write(tree)).source


@few
@given(specs())
def test_a_spec_made_in_python_means_the_same_when_it_is_written(path, tree):
    made = File(**tree)
    assert outcome(path, made.to_yaml()).meaning == outcome(path, write(tree)).meaning


@few
@given(EITHER, chances())
def test_the_order_of_keys_changes_nothing(path, tree, chance):
    one, other = outcome(path, write(tree)), outcome(path, write(changes.reordered(tree, chance)))
    assert (other.source, other.said) == (one.source, one.said)


@pytest.mark.long
@few
@given(EITHER, chances())
def test_the_layout_changes_nothing(path, tree, chance):
    one = outcome(path, write(tree))
    for text in (write(tree, FLOW), write(tree, MIXED, chance)):
        other = outcome(path, text)
        assert (other.source, other.codes) == (one.source, one.codes)


@pytest.mark.long
@few
@given(EITHER, st.integers(1, 3))
def test_a_comment_moves_what_stands_below_it_and_nothing_else(path, tree, lines):
    text = write(tree)
    plain, moved = outcome(path, text), outcome(path, "# remark\n\n" * lines + text)
    assert moved.said == plain.said
    shifted = [(code, line + 2 * lines, column) for code, line, column in plain.places]
    assert moved.places == shifted


@pytest.mark.long
@few
@given(EITHER)
def test_a_child_that_adds_nothing_is_its_base(path, tree):
    path.with_name("base.yaml").write_text(write(tree), encoding="utf-8")
    assert outcome(path, "extends: base.yaml\n").meaning == outcome(path, write(tree)).meaning


@pytest.mark.long
@few
@given(specs())
def test_layers_and_functions_mean_the_same_in_a_library(path, tree):
    library, main = changes.split(tree)
    path.with_name("library.yaml").write_text(write(library), encoding="utf-8")
    main["imports"] = ["library.yaml"]
    assert outcome(path, write(main)).meaning == outcome(path, write(tree)).meaning


@pytest.mark.long
@few
@given(specs(), chances())
def test_a_value_set_to_itself_changes_nothing(path, tree, chance):
    steps, value = chance.choice(list(changes.leaves(tree)))
    text, same = write(tree), (".".join(steps), to_yaml(value))
    assert outcome(path, text, [same]).meaning == outcome(path, text).meaning
