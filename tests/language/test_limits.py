import contextlib
import subprocess
import sys
import warnings

import pytest

from wtspec.errors import SpecError
from wtspec.language import count_nodes, parse_body, parse_expression
from wtspec.language.print import print_expression

TOO_DEEP = {
    "brackets": "(" * 51 + "a" + ")" * 51,
    "lists": "[" * 4000 + "]" * 4000,
    "calls": "f(" * 60 + "a" + ")" * 60,
    "subscripts": "a[" * 60 + "0" + "]" * 60,
    "minus": "-" * 8000 + "x",
    "tilde": "~" * 8000 + "x",
    "not": "not " * 2000 + "x",
    "powers": "a**" * 2500 + "a",
    "powers of minus": "a**-" * 2000 + "a",
    "conditionals": "a if b else " * 600 + "c",
    "nested conditions": "a if (" * 60 + "b" + ") else c" * 60,
    "lambdas": "lambda:" * 1000 + "a",
    "sums": "+".join("a" * 4000),
    "commas between sums": "f(" + "a+" * 3000 + "a)",
    "postfix calls": "f" + "(x)" * 2000,
    "postfix subscripts": "x" + "[0]" * 2000,
    "attributes": "a" + ".a" * 4000,
    "comparisons of everything": "a<" * 4000 + "a",
    "comprehensions": "[" * 55 + "a" + " for a in b]" * 55,
    "short sums": "+".join("a" * 110),
}


@pytest.mark.parametrize("text", TOO_DEEP.values(), ids=TOO_DEEP.keys())
def test_deep_nesting_is_refused_before_it_can_hurt(parsing, text):
    with pytest.raises(SpecError) as caught:
        parsing(parse_expression, text)
    assert {found.code for found in caught.value.diagnostics} == {"nesting-too-deep"}


def test_blocks_that_nest_too_deep_are_refused(parsing):
    text = "".join(f"{' ' * depth}if a:\n" for depth in range(99)) + " " * 99 + "x = 1\nreturn x"
    with pytest.raises(SpecError, match="nesting-too-deep"):
        parsing(parse_body, text)
    deeper = "".join(f"{' ' * depth}if a:\n" for depth in range(102)) + " " * 102 + "x = 1"
    with pytest.raises(SpecError, match="blocks nest too deep"):
        parsing(parse_body, deeper)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50 + "a" + ")" * 50,
        "f(" * 50 + "a" + ")" * 50,
        "a[" * 49 + "b[1:2, ...]" + "]" * 49,
        "+".join("a" * 95),
        "not " * 50 + "a",
        "f(" + ", ".join(["-a * b"] * 300) + ")",
    ],
    ids=["brackets", "calls", "subscripts", "sums", "not", "many arguments"],
)
def test_nesting_within_the_limit_is_fine(parsing, text):
    tree = parsing(parse_expression, text)
    assert parsing(parse_expression, print_expression(tree)) == tree


def test_a_long_chain_of_elif_is_flat(parsing):
    text = "if a:\n x=1\n" + "elif a:\n x=1\n" * 450 + "return x"
    assert len(parsing(parse_body, text).statements[0].branches) == 451


def test_more_than_8_kib_are_refused(parsing):
    assert parsing(parse_expression, "a" + " " * 8191)
    with pytest.raises(SpecError, match="8,193 bytes"):
        parsing(parse_expression, '"' + "é" * 4095 + 'a"')


def test_more_than_2000_nodes_are_refused(parsing):
    within = "[" + ",".join("a" * 1999) + "]"
    assert count_nodes(parsing(parse_expression, within)) == 2000
    with pytest.raises(SpecError, match="2,001 nodes"):
        parsing(parse_expression, "[" + ",".join("a" * 2000) + "]")


@pytest.mark.parametrize(
    "text", ["9007199254740993", "9" * 380, "9" * 5000, "0x" + "f" * 5000, "1e400", "1" * 8000]
)
def test_numbers_beyond_the_limit_are_refused(parsing, text):
    with pytest.raises(SpecError, match="number-too-large"):
        parsing(parse_expression, text)


def test_the_largest_integer_is_fine(parsing):
    assert parsing(parse_expression, "9007199254740992").value == 2**53


@pytest.mark.parametrize("text", ['"\\d"', "1if a else 2", "(1)(2)", '"a" is a', "0x1for x in y"])
def test_no_warning_of_pythons_parser_escapes(parsing, text):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.suppress(SpecError):
            parsing(parse_expression, text)
    assert not caught


def test_parsing_works_near_the_end_of_the_stack():
    code = """
import sys
from wtspec.errors import Source, Span, SpecError
from wtspec.language import parse_expression
from wtspec.language.print import print_expression
sys.setrecursionlimit(1000)
at = Span(Source("f", ""), 1, 1, 1, 1)
def deep(n):
    return deep(n - 1) if n else parse_expression("+".join("a" * 95), lambda start, end: at)
print(len(print_expression(deep(400))))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(95 + 94 * 3), done.stderr
