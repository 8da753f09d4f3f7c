"""What is known of Keras's names has a line for each, in words that are explained."""

import re
from pathlib import Path
from typing import get_args

import pytest

from wtspec.catalog import component_names, facts, function_names
from wtspec.catalog.facts import (
    FUNCTIONS,
    LAYERS,
    MEASURES,
    Build,
    Compares,
    FunctionTrait,
    Labels,
    LayerTrait,
    Mask,
)
from wtspec.catalog.table import FactTable
from wtspec.shapes.keras_layers import rule_of as rule_of_layer
from wtspec.shapes.operations import rule_of

ROOT = Path(__file__).parents[2]
EXPLAINED = (ROOT / "wtspec/catalog/facts.py").read_text("utf-8")
READERS = re.findall(r'^    "(\w+)",  # .* · ([\w/]+)$', EXPLAINED, re.MULTILINE)
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
        for key, value in table.row(name).values.items():
            assert key not in WORDS or value in get_args(WORDS[key]), f"{name}: {key}={value}"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (FUNCTIONS, "exp shape=like:x spatial"),
        (FUNCTIONS, "exp mask=passes"),
        (LAYERS, "Dense may_alias"),
        (LAYERS, "Dense ge=0"),
        (MEASURES, "AUC no_gradient"),
        (FUNCTIONS, "exp keep_zero"),
        (FUNCTIONS, "exp shape"),
        (FUNCTIONS, "exp keeps_zero=1"),
    ],
)
def test_a_line_says_only_what_is_known_of_its_kind(table, said, tmp_path):
    path = tmp_path / "facts.txt"
    path.write_text(f"# Facts\n{said}\n", encoding="utf-8")
    name, word = said.split()[0], re.match("[^=]*=?", said.split()[-1])[0]
    with pytest.raises(ValueError, match=f"facts.txt: `{name}` can't be `{word}`"):
        FactTable(path, table.words).row(name)


@pytest.mark.parametrize(("trait", "reader"), READERS)
def test_a_trait_is_read_by_whom_it_names(trait, reader):
    path = ROOT / f"wtspec/{reader}.py"
    assert f'"{trait}"' in path.read_text("utf-8"), f"wtspec/{reader}.py does not ask for `{trait}`"


def test_every_trait_names_who_reads_it():
    said = [*get_args(FunctionTrait), *get_args(LayerTrait)]
    assert [trait for trait, _ in READERS] == said


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
