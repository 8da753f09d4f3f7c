import math

import pytest

from wtspec.errors import SpecError
from wtspec.language import evaluate, parse_expression

KNOWN = {"width": 64, "rate": 0.5, "act": "relu", "sizes": [8, 16, 32], "none_yet": None}


def static(parsing, text):
    tree = parsing(parse_expression, text)
    return evaluate(tree, KNOWN)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 * width", 256),
        ("-width // 3", -22),
        ("width % 7", 1),
        ("width / 128", 0.5),
        ("2 ** -1", 0.5),
        ("2 ** 53", 2**53),
        ("width if act == 'relu' else 0", 64),
        ("8 < width <= 64", True),
        ("none_yet is none and act != 'gelu'", True),
        ("not rate or width", 64),
        ("sizes[-1] + sizes[0]", 40),
        ("sizes[1:]", [16, 32]),
        ("sizes[::-1][0]", 32),
        ("[a * b for a in sizes for b in range(2)]", [0, 8, 0, 16, 0, 32]),
        ("[a + b for a, b in [(1, 2), (3, 4)]]", [3, 7]),
        ("len(sizes) + len(act)", 7),
        ("min(3, 1, 2) + max(sizes)", 33),
        ("int(3.9) + int(sqrt(16))", 7),
        ("float(1)", 1.0),
        ("range(2, 8, 3)", [2, 5]),
        ("(width, none)", (64, None)),
        ("act", "relu"),
        ("sizes == [8, 16, 32]", True),
    ],
)
def test_static_formulas_have_the_value_that_python_gives(parsing, text, value):
    found = static(parsing, text)
    assert found == value
    assert type(found) is type(value)


def test_pi_and_inf_are_numbers(parsing):
    assert static(parsing, "pi") == math.pi
    assert static(parsing, "-inf") == -math.inf


def test_only_the_branch_that_is_taken_is_evaluated(parsing):
    assert static(parsing, "1 if true else 1 / 0") == 1
    assert static(parsing, "false and 1 / 0") is False


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("2 * widht", "undefined-name", "widht"),
        ("2 * len", "undefined-name", "len"),
        ("mean(width)", "undefined-function", "mean"),
        ("random.normal(width)", "undefined-function", "random.normal"),
        ("width / (4 - 4)", "division-by-zero", "width / (4 - 4)"),
        ("width % 0", "division-by-zero", "width % 0"),
        ("0 ** -1", "division-by-zero", "0 ** -1"),
        ("2 ** 54", "number-too-large", "2 ** 54"),
        ("-(2 ** 53) - 1", "number-too-large", "-(2 ** 53) - 1"),
        ("2 ** 1025", "number-too-large", "2 ** 1025"),
        ("10.0 ** 1000", "number-too-large", "10.0 ** 1000"),
        ("(-8) ** 0.5", "static-type", "(-8) ** 0.5"),
        ("act + act", "static-type", "act + act"),
        ("sizes * 3", "static-type", "sizes * 3"),
        ("3 * act", "static-type", "3 * act"),
        ("-act", "static-type", "-act"),
        ("act < 3", "static-type", "act < 3"),
        ("none_yet + 1", "static-type", "none_yet + 1"),
        ("width[0]", "static-type", "width[0]"),
        ("sizes[1.5]", "static-type", "sizes[1.5]"),
        ("sizes[::0]", "static-type", "sizes[::0]"),
        ("[a for a in width]", "static-type", "width"),
        ("[a for a, b in sizes]", "static-type", "a, b in sizes"),
        ("[[1]] == [[1]]", "static-type", "[[1]] == [[1]]"),
        ("sizes[3]", "index-out-of-range", "sizes[3]"),
        ("width @ width", "not-static", "width @ width"),
        ("sizes[0](width)", "not-static", "sizes[0](width)"),
        ("sizes.kernel", "not-static", "sizes.kernel"),
        ("sqrt(-1)", "invalid-argument", "sqrt(-1)"),
        ("int(inf)", "invalid-argument", "int(inf)"),
        ("int(act)", "invalid-argument", "int(act)"),
        ("int(1e300)", "number-too-large", "int(1e300)"),
        ("len(3)", "invalid-argument", "len(3)"),
        ("len()", "invalid-argument", "len()"),
        ("sum(3)", "invalid-argument", "sum(3)"),
        ("sum([act])", "invalid-argument", "sum([act])"),
        ("max([])", "invalid-argument", "max([])"),
        ("min(act, 3)", "invalid-argument", "min(act, 3)"),
        ("range(0.5)", "invalid-argument", "range(0.5)"),
        ("range(1, 2, 0)", "invalid-argument", "range(1, 2, 0)"),
        ("range(4097)", "range-too-long", "range(4097)"),
        ("range(9007199254740992)", "range-too-long", "range(9007199254740992)"),
    ],
)
def test_a_static_formula_that_cannot_be_is_refused_at_its_place(
    parsing, marked, text, code, place
):
    with pytest.raises(SpecError) as caught:
        static(parsing, text)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert marked(found.span) == place


def test_a_misspelt_name_is_answered_with_the_nearest(parsing):
    with pytest.raises(SpecError) as caught:
        static(parsing, "2 * widht")
    assert caught.value.diagnostics[0].help == "did you mean `width`?"


@pytest.mark.parametrize(
    "text",
    [
        "[i for i in range(4096) for j in range(4096)]",
        "[range(4096) for i in range(4096)]",
        "[[c for i in range(300)] for c in [[b for i in range(300)] for b in [range(300)]]]",
        "[range(4096)[:] for i in range(400)]",
    ],
)
def test_work_and_size_are_bounded(parsing, text):
    with pytest.raises(SpecError, match="more than 100,000 steps"):
        static(parsing, text)
