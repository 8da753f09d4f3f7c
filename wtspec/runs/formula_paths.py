"""Moves the paths of files that formulas name."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.document import Scalar, locator
from wtspec.language import parse_expression
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.walk import expressions
from wtspec.resolve.context import formula_text


def move_in_formula(node: Scalar, move: Callable[[str], str]) -> str:
    """A formula with the paths moved that its calls of `tokens` say.

    A path that a param holds stays as it is.
    """
    text, skipped = formula_text(node)
    if "tokens" not in text:
        return node.text
    moved = node.text
    for one in expressions(parse_expression(text, locator(node, skipped))):
        if isinstance(one, t.Call) and _called(one) == "tokens":
            named = (key.value for key in one.keywords if key.name == "file")
            arguments = [*one.arguments[1:2], *named]
            for path in (one.value for one in arguments if isinstance(one, t.Value)):
                if isinstance(path, str):
                    moved = _replaced(moved, path, move(path))
    return moved


def _called(node: t.Call) -> str | None:
    return node.function.id if isinstance(node.function, t.Name) else None


def _replaced(text: str, path: str, moved: str) -> str:
    for mark in ("'", '"'):
        text = text.replace(f"{mark}{path}{mark}", quote(moved))
    return text
