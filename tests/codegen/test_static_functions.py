"""What a function of static values gives is the same before and within the generated source."""

from pathlib import Path

import numpy as np
import pytest

from wtspec.errors import Source, Span
from wtspec.language import STATIC_FUNCTIONS, evaluate, parse_expression

REFERENCE = (Path(__file__).parents[2] / "docs/language.md").read_text("utf-8")
PARAMS = {"count": 3, "rate": 0.5, "sizes": [2, 5]}
CALLS = {
    "all": "1 if all([size > 2 for size in sizes]) else 4",
    "any": "1 if any([size > 2 for size in sizes]) else 4",
    "float": "float(count) / 2",
    "int": "int(rate * 5)",
    "len": "len(sizes)",
    "max": "max(count, 2) + max(sizes)",
    "min": "min(count, 2) + min(sizes)",
    "range": "sum([i for i in range(1, 9, count)])",
    "sqrt": "sqrt(count)",
    "sum": "sum(sizes)",
}
"""A call of each, that gives a number."""


def evaluated(text):
    source = Source("formula", text)
    return evaluate(
        parse_expression(text, lambda start, end: Span(source, 1, start + 1, 1, end + 1)), PARAMS
    )


@pytest.mark.parametrize("name", STATIC_FUNCTIONS)
def test_there_is_a_call_to_try_it_with(name):
    assert name in CALLS, f"tests/codegen/test_static_functions.py: `CALLS` lacks `{name}`"


@pytest.mark.parametrize("name", STATIC_FUNCTIONS)
def test_the_language_reference_names_it(name):
    functions = REFERENCE.split("**Functions**", 1)[1].split("**", 1)[0]
    assert name in functions.replace("`", " ").split(), (
        f"docs/language.md: the paragraph on functions names no `{name}` among those on static "
        "values"
    )


@pytest.mark.parametrize("name", CALLS)
def test_the_source_computes_what_the_spec_means(name, layer):
    made = layer(
        f"""
Part:
  params: {PARAMS}
  inputs: {{x: [batch, n]}}
  call: x * ({CALLS[name]})
"""
    )
    try:
        found = made(np.ones((1, 1), "float32"))
    except NameError:
        pytest.fail(
            f"wtspec/codegen/formulas/expressions.py: `_static_call` prints `{name}(…)`, which "
            "Python has not"
        )
    np.testing.assert_allclose(found, [[evaluated(CALLS[name])]], rtol=1e-6)


@pytest.mark.parametrize("name", CALLS)
def test_a_weight_may_be_of_the_size_that_it_gives(name, layer):
    made = layer(
        f"""
Part:
  params: {PARAMS}
  inputs: {{x: [batch, n]}}
  weights: {{w: {{shape: ["int({CALLS[name]})"], initializer: ones}}}}
  call: x * sum(w)
"""
    )
    made.build((None, 1))
    assert made.w.shape == (int(evaluated(CALLS[name])),)
