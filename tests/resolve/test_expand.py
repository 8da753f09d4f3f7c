"""The file's functions in formulas over columns."""

from textwrap import indent

import pytest

FILE = """\
functions:
%s
params: {width: 2}
model:
  inputs: {x: [batch, 4]}
  sequential: [{Dense: 1}]
data:
  source: {sklearn: iris}
  inputs: {x: "=%s"}
  targets: =target
"""

LOCAL = "f(x): |\n  y = x + 1\n  return y * y"
LOOP = "f(x, n): |\n  for i in range(n):\n    x = x + i\n  return x"
BRANCH = "f(x, flip): |\n  if flip:\n    x = -x\n  return x"
BRANCHES = "f(x, flip): |\n  if flip:\n    return -x\n  else:\n    return x"
BY_RANK = "f(x): |\n  if ndim(x) > 1:\n    x = x + 1\n  return x"
BY_SHAPE = "f(x): |\n  for i in shape(x):\n    x = x + i\n  return x"
DOUBLING = "f(x): |\n  for i in range(30):\n    x = x + x\n  return x"


@pytest.fixture
def written(program):
    """The source of the formula of `x`, with some functions of the file."""
    from wtspec.codegen.formulas.expressions import Printer
    from wtspec.codegen.naming import module_names

    def read(functions, formula):
        found = program(FILE % (indent(functions, "  "), formula))
        printer = Printer("data", module_names(found), settings=found.params)
        return printer.print(dict(found.data.inputs)["x"])

    return read


@pytest.mark.parametrize(
    ("functions", "formula", "source"),
    [
        ("f(x): x * 2", "f(data)", 'table["data"] * 2'),
        ("f(x, by=3): x / by", "f(data)", 'table["data"] / 3'),
        ("f(x, by=3): x / by", "f(by=width, x=data)", 'table["data"] / 2'),
        ("f(x): exp(x)\ng(x): f(x + 1) * 2", "g(data)", 'np.exp(table["data"] + 1) * 2'),
        (
            LOCAL,
            "f(data)",
            '(table["data"] + 1) * (table["data"] + 1)',
        ),
        (
            LOOP,
            "f(data, width)",
            'table["data"] + 0 + 1',
        ),
        (BRANCH, "f(data, false)", 'table["data"]'),
        (
            BRANCHES,
            "f(data, true)",
            '-table["data"]',
        ),
        ("mean(x): x + 1", "mean(data)", 'table["data"] + 1'),
    ],
)
def test_a_call_is_the_functions_value(written, functions, formula, source):
    assert written(functions, formula) == source


def test_a_variable_of_a_comprehension_hides_no_argument(written):
    found = written(
        "f(x): stack([x * i for i in range(2)])[0]", "f(column('target'))".replace("'", '\\"')
    )
    assert found == 'np.stack([table["target"] * i_1 for i_1 in range(2)])[0]'


@pytest.mark.parametrize(
    ("functions", "formula", "code"),
    [
        ("f(x): x", "f(data, 2)", "too-many-arguments"),
        ("f(x): x", "f()", "missing-argument"),
        ("f(x): x", "f(data, y=2)", "unknown-argument"),
        ("f(x): erf(x)", "f(data)", "undefined-function"),
        (BY_RANK, "f(data)", "unsupported-syntax"),
        (
            BY_SHAPE,
            "f(data)",
            "unsupported-syntax",
        ),
        (
            DOUBLING,
            "f(data)",
            "unsupported-syntax",
        ),
    ],
)
def test_what_can_not_be_is_told_once(codes, functions, formula, code):
    assert codes(FILE % (indent(functions, "  "), formula)) == [code]
