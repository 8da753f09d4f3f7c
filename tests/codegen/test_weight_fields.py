"""A field of a weight goes the whole way; each test says what to write where it does not."""

import json
import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from wtspec import SpecError
from wtspec.program.declared import Weight
from wtspec.program.weight_fields import WEIGHT_FIELDS, fields_going
from wtspec.spec import WeightSpec
from wtspec.spec.prose import prose_keys

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/language.md").read_text("utf-8")
FIELDS = list(WeightSpec.model_fields)
FORMULAS = {name: field.takes for name, field in WEIGHT_FIELDS.items() if field.takes != "value"}
VALUES = {
    name: field.goes
    for name, field in WEIGHT_FIELDS.items()
    if field.takes == "value" and field.goes != "mesh"
}
SAID = {
    "static": "=size",
    "formula": "size == 1",
    "entries": ["=size"],
    "draws": "=size * random.normal(shape)",
    "itself": "=size * w",
}
SPEC = """
layers:
  Add:
    params: {size: 1}
    inputs: {x: [batch, n]}
    weights:
      w:
"""


def source_of_weight(source, **fields):
    """What a module says from the weight's first line to the end of `build`."""
    fields = {"shape": [], "initializer": "ones"} | fields
    lines = [f"        {name}: {json.dumps(value)}" for name, value in fields.items()]
    text = source(SPEC + "\n".join([*lines, "    call: x if w is none else x + w", ""]))
    return text.split("def build", 1)[1].split("def call", 1)[0]


def other_value(name):
    """Something that the field may be and is not by default."""
    info = WeightSpec.model_fields[name]
    choices = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    return next(
        value
        for value in (*choices, True, False, 2, "text")
        if value != info.default and is_allowed(name, value)
    )


def is_allowed(name, value):
    try:
        WeightSpec(shape=[], **{name: value})
    except SpecError:
        return False
    return True


@pytest.mark.parametrize("name", FIELDS)
def test_its_annotation_says_what_becomes_of_it(name):
    assert name in WEIGHT_FIELDS, (
        f"wtspec/spec/layers.py: annotate `WeightSpec.{name}` with a `WeightField(…)`"
    )


@pytest.mark.parametrize("name", WEIGHT_FIELDS)
def test_the_program_keeps_it(name):
    assert name in Weight.__struct_fields__, (
        f"wtspec/program/declared.py: `Weight` has no `{name}`; write its type there, with "
        "`| Expression` where it may be a formula"
    )


@pytest.mark.parametrize("name", FIELDS)
def test_the_language_reference_has_a_row_for_it(name):
    table = REFERENCE.split("### Weights", 1)[1].split("```", 1)[0]
    assert f"| `{name}` |" in table, (
        f"docs/language.md: the table of weights has no row for `{name}`"
    )


@pytest.mark.parametrize("name", FORMULAS)
def test_what_a_formula_in_it_reads_reaches_the_source(name, source):
    shown = source_of_weight(source, **{name: SAID[FORMULAS[name]]})
    assert "self.size" in shown, (
        f"wtspec/codegen/layers/weights.py: it prints nothing of a formula in `{name}`"
    )


@pytest.mark.parametrize("name", FORMULAS)
def test_messages_have_words_for_a_formula_in_it(name):
    assert re.fullmatch("the .* of", WEIGHT_FIELDS[name].called), (
        f"wtspec/spec/layers.py: say in `WeightField` what messages call a formula in `{name}`: "
        '`"the … of"`, before the weight\'s name'
    )


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_is_no_default_reaches_the_source(name, source):
    value = other_value(name)
    shown = source_of_weight(source, **{name: value})
    by_name = re.search(rf"\b{name} ?=", shown)
    assert by_name or (VALUES[name] == "statement" and shown != source_of_weight(source)), (
        f"wtspec/codegen/layers/weights.py: it prints nothing of `{name}: {value}`"
        + "; `print_weight` must, where a field goes as a statement" * (VALUES[name] == "statement")
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\f", "\v", "\x85", "\u2028"])
@pytest.mark.parametrize("name", sorted(prose_keys(WeightSpec)))
def test_no_line_of_prose_becomes_code(name, end, source):
    shown = source_of_weight(source, **{name: f"Said.{end}raise SystemExit"})
    assert "Said." in shown
    assert all(re.match(r" *#.*raise", line) for line in shown.splitlines() if "raise" in line), (
        f"wtspec/codegen/layers/weights.py: print `{name}` through `visible`"
    )


def test_a_scan_hands_on_what_optimizers_ask_of_a_variable():
    wrappers = (ROOT / "wtspec/codegen/runtime/wrappers.py").read_text("utf-8")
    lacking = [name for name in fields_going("attribute") if f'"{name}"' not in wrappers]
    assert not lacking, (
        f"wtspec/codegen/runtime/wrappers.py: the stacks of `ScannedLayers` lack {lacking}, "
        "which a weight of a block may have"
    )
