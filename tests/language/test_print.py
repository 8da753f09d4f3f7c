import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.errors import Source, Span
from wtspec.language import count_nodes, parse_body, parse_expression
from wtspec.language import tree as t
from wtspec.language.print import (
    Precedence,
    precedence,
    print_body,
    print_expression,
    render,
    render_arguments,
)

AT = Span(Source("", ""), 1, 1, 1, 1)


PRINTED = [
    "(a * b) @ c",
    "(a @ b) * c",
    "a @ (b * c)",
    "a @ b @ c",
    "a * b / c",
    "a * (b / c)",
    "a - (b - c)",
    "a - b - c",
    "(a + b) * c",
    "-a * b",
    "-(a * b)",
    "-(a + b)",
    "--a",
    "(-a) ** b",
    "-(a**b)",
    "a**-b",
    "(a**b) ** c",
    "a**b**c",
    "a**b ** f(c)",
    "f(a) ** 2",
    "x.y**2",
    "not a",
    "not (a**b)",
    "not (a and b)",
    "(not a) + b",
    "a or b and c",
    "(a or b) and c",
    "a and (b and c)",
    "(a < b) < c",
    "a < b <= c",
    "a is None",
    "a is not None",
    "a if b else c if d else e",
    "(a if b else c) if d else e",
    "a if (b if c else d) else e",
    "(a if b else c) + d",
    "f(a if b else c, k=d or e)",
    "(a if b else c)[0]",
    "(a + b)[..., None]",
    "x[:, -1]",
    "x[1:2, ::-1]",
    "x[a + 1 : b, f(c) :]",
    "x[(a, b), 0]",
    "x[(a,)]",
    "x[()]",
    "x[:,]",
    "blocks[i](x)",
    "blocks[0].kernel",
    "random.normal((a, b), stddev=1e-06)",
    "[a for b in (c if d else e)]",
    "[(a, b) for a in c for b in d]",
    "[i * n + j for i in range(n) for j in range(i)]",
    'f("a", \'b"\', "\'\\"", "\\\\")',
    "(a,)",
    "()",
    "[]",
    "1e16",
    "x**1e16",
    "0.1",
    "pi * inf",
    "True",
]


@pytest.mark.parametrize("text", PRINTED)
def test_text_in_our_own_layout_is_printed_as_it_stands(parsing, text):
    assert print_expression(parsing(parse_expression, text)) == text


def test_the_layout_is_that_of_ruff_format():
    lines = "".join(f"y = {text}\n" for text in PRINTED)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=99", "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    assert done.stdout == lines


def test_printing_time_does_not_double_with_each_level(parsing):
    text = "x ** (" * 24 + "x" + ") ** y" * 24
    tree = parsing(parse_expression, text)
    asked = []
    render(tree, lambda node, _render: asked.append(node))
    assert len(asked) == count_nodes(tree)


def test_bodies_are_printed_as_lines(parsing):
    text = """a, b = x, y
for i, j in pairs:
    if i == 0:
        a = a + i
    elif j is None:
        assign(total, a)
    else:
        add_metric("n", a)
return a, (b,)"""
    assert print_body(parsing(parse_body, text)) == text


def test_numbers_that_codegen_makes_keep_their_sign_apart():
    power = t.Binary("**", t.Value(-2, span=AT), t.Value(2, span=AT), span=AT)
    assert print_expression(power) == "(-2) ** 2"
    assert precedence(t.Value(-0.0, span=AT)) == Precedence.UNARY


def test_a_hook_writes_nodes_otherwise_and_precedence_still_holds(parsing):
    def leaf(node, render):
        match node:
            case t.Name("kernel"):
                return "self.kernel", Precedence.POSTFIX
            case t.Name("total"):
                return "a + b", Precedence.SUM
            case t.Call(t.Name(name), arguments, keywords):
                return f"ops.{name}({render_arguments(arguments, keywords, render)})", 9
            case _:
                return None

    tree = parsing(parse_expression, "relu(x @ kernel, k=total) * total + kernel ** 2")
    assert render(tree, leaf) == "ops.relu(x @ self.kernel, k=a + b) * (a + b) + self.kernel**2"


def test_an_extension_without_a_hook_is_our_own_mistake():
    class Odd(t.Extension):
        pass

    with pytest.raises(TypeError, match="Odd"):
        print_expression(Odd(span=AT))


NAMES = st.sampled_from(["a", "b", "x", "kernel", "_", "n1"])
STRINGS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=5)
NUMBERS = st.one_of(
    st.integers(0, 2**53),
    st.floats(min_value=0, allow_nan=False, allow_infinity=False),
)


def node(kind, *parts):
    return st.builds(lambda *values: kind(*values, span=AT), *parts)


def several(items, least=0, most=3):
    return st.lists(items, min_size=least, max_size=most).map(tuple)


NAME = node(t.Name, NAMES)
ATOMS = st.one_of(
    NAME,
    node(t.Value, NUMBERS),
    node(t.Value, st.sampled_from([None, True, False])),
    node(t.Constant, st.sampled_from(["pi", "inf"])),
    node(t.Member, NAME, st.sampled_from(["kernel", "embeddings"])),
)


def arguments(inner):
    text = node(t.Value, STRINGS)
    keywords = st.lists(
        node(t.Keyword, NAMES, st.one_of(inner, text)), max_size=2, unique_by=lambda k: k.name
    )
    return several(st.one_of(inner, text)), keywords.map(tuple)


def targets():
    return several(NAMES, least=1, most=2)


def compared(inner):
    order = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), inner.filter(not_none))
    none = st.tuples(st.sampled_from(["is", "is not"]), node(t.Value, st.none()))
    return st.builds(
        lambda left, rights: t.Compare(left, *map(tuple, zip(*rights, strict=True)), span=AT),
        inner,
        st.lists(st.one_of(order, none), min_size=1, max_size=3),
    )


def not_none(tree):
    return not (isinstance(tree, t.Value) and tree.value is None)


def extend(inner):
    bound = st.one_of(st.none(), inner)
    position = st.one_of(inner, node(t.Slice, bound, bound, bound), node(t.Dots))
    index = st.one_of(position, node(t.Tuple, several(position)))
    clause = node(t.For, targets(), inner)
    function = st.one_of(
        NAME, node(t.Member, node(t.Name, st.just("random")), NAMES), node(t.Subscript, NAME, index)
    )
    return st.one_of(
        node(t.Binary, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "@"]), inner, inner),
        node(t.Negative, inner),
        node(t.Not, inner),
        node(t.Logical, st.sampled_from(["and", "or"]), several(inner, least=2)),
        node(t.Conditional, inner, inner, inner),
        compared(inner),
        node(t.List, several(inner)),
        node(t.Tuple, several(inner)),
        node(t.Subscript, inner, index),
        node(t.Call, function, *arguments(inner)),
        node(t.Comprehension, inner, several(clause, least=1, most=2)),
    )


EXPRESSIONS = st.recursive(ATOMS, extend, max_leaves=15)
DO = node(
    t.Do,
    node(
        t.Call,
        node(t.Name, st.sampled_from(["assign", "add_loss", "add_metric"])),
        *arguments(EXPRESSIONS),
    ),
)
ASSIGN = node(t.Assign, targets(), EXPRESSIONS)
RETURN = node(
    t.Return,
    st.one_of(
        EXPRESSIONS,
        node(
            t.Dict,
            st.dictionaries(STRINGS, EXPRESSIONS, min_size=1, max_size=2).map(
                lambda outputs: tuple(outputs.items())
            ),
        ),
    ),
)


def nest(statement):
    block = several(statement, least=1)
    branch = node(t.Branch, EXPRESSIONS, block)
    return st.one_of(
        node(t.Loop, node(t.For, targets(), EXPRESSIONS), block),
        node(t.If, several(branch, least=1), several(statement).filter(not_a_lone_if)),
    )


def not_a_lone_if(block):
    """An `else` that holds an `if` alone is an `elif`."""
    return not (len(block) == 1 and isinstance(block[0], t.If))


BODIES = st.builds(
    lambda statements, last: t.Body((*statements, last), span=AT),
    st.lists(st.recursive(st.one_of(ASSIGN, DO), nest, max_leaves=4), max_size=3),
    RETURN,
)


@given(EXPRESSIONS)
def test_a_printed_expression_parses_to_the_same_tree(locate_in, tree):
    text = print_expression(tree)
    assert parse_expression(text, locate_in(text)) == tree


@given(BODIES)
def test_a_printed_body_parses_to_the_same_tree(locate_in, body):
    text = print_body(body)
    assert parse_body(text, locate_in(text)) == body


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=0))
def test_floats_read_back_identical(locate_in, number):
    text = print_expression(t.Value(number, span=AT))
    assert repr(parse_expression(text, locate_in(text)).value) == repr(number)
