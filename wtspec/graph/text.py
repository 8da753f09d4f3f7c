"""Texts of a file as they are drawn: on one line, and no longer than one reads."""

from __future__ import annotations

from wtspec.errors.visible import visible
from wtspec.language import Expression
from wtspec.program.as_written import formula_as_written, print_bound
from wtspec.shapes.algebra.show import show_shape
from wtspec.shapes.algebra.values import Abstract, Named, Perhaps, Several, Tensor

MOST_TITLE = 120
MOST_TEXT = 240
MOST_PARTS = 4


def cut(text: str, most: int = MOST_TEXT) -> str:
    """A text on one line; `…` stands for what is too much of it."""
    line = visible(" ".join(text[: 4 * most].split()))
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def first_line(doc: str | None) -> str:
    """The first line of what a layer or weight says of itself."""
    lines = (doc or "").strip().splitlines()
    return cut(lines[0]) if lines else ""


def formula(node: Expression, *, printed: bool = False) -> str:
    """A formula as a title.

    Args:
        printed: Whether the file has no text of it, as where a `sequential` stands.
    """
    return cut(print_bound(node) if printed else formula_as_written(node), MOST_TITLE)


def shape_text(value: Abstract) -> str:
    """The shape of a tensor, or of each of a few; empty where it is not known."""
    match value:
        case Tensor(shape):
            return cut(show_shape(shape)) if shape is not None else ""
        case Perhaps(inner):
            return shape_text(inner)
        case Named(items):
            return _several([one for _, one in items])
        case Several(items):
            return _several([one if isinstance(one, Tensor | Perhaps) else None for one in items])
        case _:
            return ""


def _several(values: list[Abstract]) -> str:
    texts = [shape_text(one) for one in values[: MOST_PARTS + 1]]
    known = "" not in texts and 0 < len(texts) <= MOST_PARTS
    return cut(", ".join(texts)) if known else ""
