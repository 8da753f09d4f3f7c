"""What is known of Keras's names has a line for each, in words that are explained."""

from typing import get_args

import pytest

from wtspec.catalog import component_names, facts, function_names
from wtspec.catalog.facts import FUNCTIONS, LAYERS, MEASURES, TRAITS, Build, Compares, Labels, Mask
from wtspec.shapes.keras_layers import rule_of as rule_of_layer
from wtspec.shapes.operations import rule_of

WORDS = {"build": Build, "mask": Mask, "labels": Labels, "compares": Compares}
TABLES = {
    "functions.txt": (FUNCTIONS, function_names()),
    "layers.txt": (LAYERS, component_names("layer")),
    "measures.txt": (MEASURES, {*component_names("loss"), *component_names("metric")}),
}


@pytest.mark.parametrize("file", TABLES)
def test_every_name_of_the_vocabulary_has_a_line(file):
    table, names = TABLES[file]
    lacking, unknown = {*names} - {*table.names}, {*table.names} - {*names}
    assert not lacking, f"wtspec/catalog/{file} says nothing of {lacking}: give each a line"
    assert not unknown, f"wtspec/catalog/{file} has lines for {unknown}, which Keras has not"


@pytest.mark.parametrize("file", TABLES)
def test_names_stand_in_order_and_once(file):
    table, _ = TABLES[file]
    assert list(table.names) == sorted(set(table.names))


@pytest.mark.parametrize("file", TABLES)
def test_every_word_of_a_line_is_explained(file):
    table, _ = TABLES[file]
    for name in table.names:
        row = table.row(name)
        assert {*row.traits} <= {*TRAITS}, f"wtspec/catalog/facts.py explains no such trait: {name}"
        for key, value in row.values.items():
            assert key in {"shape", "rank", "ge", "gt", "le", "lt", *WORDS}, (
                f"{name}: `{key}=` says nothing"
            )
            assert key not in WORDS or value in get_args(WORDS[key]), f"{name}: {key}={value}"


@pytest.mark.parametrize(
    ("table", "rule"), [(FUNCTIONS, rule_of), (LAYERS, rule_of_layer)], ids=["functions", "layers"]
)
def test_every_rule_for_shapes_that_a_line_names_is_written(table, rule):
    for shape in {shape for name in table.names if (shape := facts(name).shape) is not None}:
        try:
            rule(shape)
        except KeyError:
            pytest.fail(f"no file of the package {rule.__module__} has a rule named `{shape}`")


def test_a_name_that_has_no_line_has_no_facts():
    assert facts("my_layer") == facts("# What") == facts("two words") == facts("")
    assert facts("my_layer").shape is None
