"""What is said of a difference comes, merged over the base, to what was wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.document import read_text
from wtspec.document.difference import difference, is_same
from wtspec.document.from_python import to_tree
from wtspec.document.merge import merge_mappings
from wtspec.document.override import apply_override, parse_override
from wtspec.document.print_tree import print_tree

BASE = read_text(
    """\
params: {width: 32, rates: [0.1, 0.2]}
model:
  sequential:
    - Dense: {units: =width}
    - Dropout: 0.5
train:
  epochs: 3
  optimizer: {Adam: {learning_rate: 0.001, beta_1: 0.8}}
  metrics: [accuracy]
sweep: {trials: 3}
""",
    "base",
)
CASES = {
    "a param": ([("params.width", 64)], "params: {width: 64}"),
    "an argument": (
        [("train.optimizer.Adam.learning_rate", 0.5)],
        "train: {optimizer: {Adam: {learning_rate: 0.5}}}",
    ),
    "another class": (
        [("train.optimizer.AdamW.learning_rate", 0.5)],
        "train: {optimizer: {AdamW: {learning_rate: 0.5}}}",
    ),
    "a bare class": ([("train.optimizer", "SGD")], "train: {optimizer: SGD}"),
    "an item of a list, by the whole list": (
        [("model.sequential.1.Dropout", 0.25)],
        "model: {sequential: [{Dense: {units: =width}}, {Dropout: 0.25}]}",
    ),
    "nothing for what is so already": ([("params.width", 32)], "{}"),
    "nothing for a rival key": ([("train.steps", 10)], "train: {steps: 10}"),
    "null for what goes": ([("sweep", "null")], "{sweep: null}"),
    "what is new": ([("runtime.seed", 3)], "runtime: {seed: 3}"),
    "several": (
        [("train.epochs", 5), ("params.width", 64), ("params.width", 16)],
        "{params: {width: 16}, train: {epochs: 5}}",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_says_no_more_than_what_changed(name):
    overrides, said = CASES[name]
    wanted = BASE
    for path, value in overrides:
        wanted = apply_override(wanted, parse_override(path, value))
    found = difference(BASE, wanted)
    assert is_same(found, read_text(said, "said")), print_tree(found, flow=True)
    assert is_same(merge_mappings(BASE, found), wanted)


NAMES = st.sampled_from(
    ["params", "train", "optimizer", "layers", "Adam", "SGD", "loss", "sequential", "call", "steps"]
)
TREES = st.recursive(
    st.one_of(st.integers(0, 2), st.booleans(), st.just("x")),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(NAMES, TREES, max_size=4).map(to_tree)


@given(MAPPINGS, MAPPINGS)
def test_merged_over_the_base_it_comes_to_any_tree_that_a_merge_can_come_to(base, over):
    wanted = merge_mappings(base, over)
    assert is_same(merge_mappings(base, difference(base, wanted)), wanted)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1", "1.0", False),
        ("1", "true", False),
        ("1", '"1"', False),
        ("[1, 2]", "[1]", False),
        ("{a: 1}", "{b: 1}", False),
        ("{a: .nan}", "{a: .nan}", True),
        ("{a: 1, b: 0.10}", "b: 0.1\na: 1", True),
    ],
)
def test_trees_are_the_same_where_they_mean_the_same(one, other, same):
    assert is_same(read_text(one, "one"), read_text(other, "other")) is same
