"""Formulas by themselves: any text is a tree that prints to itself, or gives diagnostics."""

from collections.abc import Callable
from typing import TypeVar

from scripts.fuzz.oracle import check_diagnostics, demand
from wtspec.errors import Source, Span, SpecError
from wtspec.language import (
    evaluate,
    free_names,
    parse_body,
    parse_expression,
    parse_pattern_entry,
    parse_signature,
)
from wtspec.language.places import Locate
from wtspec.language.print import print_body, print_expression

T = TypeVar("T")


def formula(data: bytes) -> str:
    """Parses, prints and evaluates a text as each kind of formula that it may be."""
    text = data.decode("utf-8", "surrogateescape")
    attempt(lambda: parse_signature(text, locate_in(text)))
    attempt(lambda: parse_pattern_entry(text, locate_in(text)))
    tree = attempt(lambda: parse_expression(text, locate_in(text)))
    body = attempt(lambda: parse_body(text, locate_in(text)))
    if tree is not None:
        again = print_expression(tree)
        demand(parse_expression(again, locate_in(again)) == tree, f"printed otherwise: {again!r}")
        attempt(lambda: evaluate(tree, {"a": 1, "b": [1, 2], "x": 0.5, "dim": 2**53}))
    if body is not None:
        again = print_body(body)
        demand(parse_body(again, locate_in(again)) == body, f"printed otherwise: {again!r}")
        free_names(body)
    return repr((tree, body))


def attempt(run: Callable[[], T]) -> T | None:
    """What `run` gives; None where it finds faults, each of them with a place."""
    try:
        return run()
    except SpecError as error:
        check_diagnostics(error.diagnostics)
        demand(all(one.span for one in error.diagnostics), f"a fault without a place: {error}")
        return None


def locate_in(text: str) -> Locate:
    """The places of a text that stands alone in its file."""
    source = Source("formula", text)

    def place(offset: int) -> tuple[int, int]:
        before = text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def locate(start: int, end: int) -> Span:
        demand(0 <= start <= end <= max(len(text), 1), f"{start}:{end} lies outside {text!r}")
        return Span(source, *place(start), *place(end))

    return locate
