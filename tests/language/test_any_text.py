import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.errors import SpecError
from wtspec.language import (
    evaluate,
    free_names,
    parse_body,
    parse_expression,
    parse_pattern_entry,
    parse_signature,
)
from wtspec.language.print import print_body, print_expression
from wtspec.language.text import syntax

PARSERS = [parse_expression, parse_body, parse_signature, parse_pattern_entry]
SNIPPETS = [
    "y = x @ kernel\nreturn y + bias if use_bias else y",
    "e = abs(y_true - y_pred)\nreturn mean(where(e < 1, 0.5 * e * e, e - 0.5), axis=-1)",
    "if training:\n    assign(m, 0.9 * m + 0.1 * mean(x, axis=0))\nreturn (x - m) / sqrt(v + 1e-3)",
    'for block in blocks:\n    x = block(x)\nadd_metric("norm", mean(x[..., 0, ::-1]))\nreturn x',
    'return {"logits": [head(x) for head in heads], "aux": random.normal(shape(x)[:2])}',
    "if a:\n  if b is none:\n    return c\n  else:\n    return d\nelse:\n  return -e ** not_f",
    "rms(x, eps=1e-6, name='é')",
    "[i * n + j for i in range(n) for j in range(i)]",
    'q = einsum("btd,dh->bth", x, w)  # a head\nreturn softmax(q) * 1e-3 + x2[..., :n, 1] ** -p',
]
PIECES = st.sampled_from(
    [
        "(", ")", "[", "]", "{", "}", "'", '"', '"""', "\\", "\n", "\t", "    ", "\r", "\x00",
        "\x0c", "\ufeff", "\u2028", "\ud800", "é", "𝄞", "=", ":=", "==", ":", ";", ",", ".",
        "...", "*", "**", "@", "~", "!", "$", "?", "`", "#", "->", "-", "not ", "if ", " else ",
        " for a in b", "elif a:", "else:", "return ", "lambda: ", "yield ", "await ", "async ",
        "match a:\n case _:\n  b", "class A:", "def f():", "import a", "from . import b", "try:",
        "except* A:", "with (a, b):", "while ", "del a", "global a", "nonlocal a", "type A = b",
        "__a__", "_", "0x", "1_", "1e", "9" * 50, "1j", "0o8", "f'{a}'", "b'a'", "t'{a}'",
        "r'\\'", "'\\N{x}'", "'\\x'", "True", "none", "pi", "print a", "a b", "a.b", "x[1:2, ...]",
    ]
)  # fmt: skip


@st.composite
def mutated(draw):
    text = draw(st.sampled_from(SNIPPETS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        text = text[:start] + draw(st.one_of(st.just(""), PIECES)) + text[end:]
    return text


def attempt(run):
    """What `run` gives, or the faults that it raises."""
    try:
        return run(), ()
    except SpecError as error:
        return None, error.diagnostics


def check(text, locate_in):
    for parse in PARSERS:
        tree, faults = attempt(lambda parse=parse: parse(text, locate_in(text)))
        assert tree or faults
        assert all(found.span for found in faults)
    check_tree(parse_body, print_body, text, locate_in)
    expression = check_tree(parse_expression, print_expression, text, locate_in)
    if expression:
        attempt(lambda: evaluate(expression, {"a": 1, "b": [1, 2], "x": 0.5}))


def check_tree(parse, show, text, locate_in):
    """A tree that parsed prints to text that parses to it."""
    tree, faults = attempt(lambda: parse(text, locate_in(text)))
    if faults:
        return None
    printed = show(tree)
    assert parse(printed, locate_in(printed)) == tree
    assert isinstance(free_names(tree), set)
    return tree


@pytest.mark.parametrize("text", SNIPPETS[:6])
def test_the_snippets_are_valid_before_they_are_mutated(parsing, text):
    assert parsing(parse_body, text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gives_a_tree_or_a_spec_error(locate_in, text):
    check(text, locate_in)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_pieces_give_a_tree_or_a_spec_error(locate_in, text):
    check(text, locate_in)


@given(mutated())
def test_a_mutated_body_gives_a_tree_or_a_spec_error(locate_in, text):
    check(text, locate_in)


@given(mutated())
def test_a_plain_text_reads_as_it_does_token_by_token(locate_in, text):
    def told(parse):
        tree, faults = attempt(lambda: parse(text, locate_in(text)))
        return tree, [str(fault) for fault in faults]

    short = [told(parse) for parse in PARSERS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "_read_plain", lambda _: None)
        patch.setattr("wtspec.language.parse.parse_atom", lambda *_: None)
        assert [told(parse) for parse in PARSERS] == short
