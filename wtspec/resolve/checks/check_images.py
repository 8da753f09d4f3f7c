"""Checks what formulas ask of the pictures that rows name, where they say it plainly."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.errors import Report
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.static.arithmetic import as_list
from wtspec.program.bound import Operation, Reference
from wtspec.program.walk import expressions

_EXPECTED = {
    "size": "height and width, whole numbers from 1",
    "channels": "one of 1, 3, 4",
    "resize": "one of `crop`, `pad`, `stretch`",
}


def check_images(
    formulas: list[Expression], settings: Mapping[str, object], report: Report
) -> None:
    """Notes an `invalid-argument` of each call of `image` for each that no picture can have."""
    nodes = (node for formula in formulas for node in expressions(formula))
    for node in nodes:
        if isinstance(node, Operation) and node.function.name == "image":
            for name, argument in _given(node).items():
                value = plain_value(argument, settings)
                if value is not None and not _is_legal(name, value):
                    report.error(
                        "invalid-argument",
                        f"`image` makes no picture of such a `{name}`",
                        argument.span,
                        expected=_EXPECTED[name],
                    )


def picture_shape(node: Operation, settings: Mapping[str, object]) -> tuple[int | None, ...]:
    """The shape of a picture that a call of `image` gives."""
    given = {name: plain_value(one, settings) for name, one in _given(node).items()}
    sizes, channels = as_list(given.get("size", [64, 64])), given.get("channels", 3)
    legal = [size for size in sizes or () if isinstance(size, int) and size > 0]
    height, width = legal if len(legal) == 2 else (None, None)
    return (height, width, channels if channels in (1, 3, 4) else None)


def _given(node: Operation) -> dict[str, Expression]:
    names = [parameter.name for parameter in node.function.parameters]
    given = dict(zip(names, node.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in node.keywords}
    return {name: one for name, one in given.items() if name in _EXPECTED}


def plain_value(node: Expression, settings: Mapping[str, object]) -> object:
    """A number, a text or a list of these as it is written; None of anything else."""
    match node:
        case t.Value(value):
            return value
        case Reference(name, "setting"):
            return settings.get(name)
        case t.List(items) | t.Tuple(items):
            values = [plain_value(item, settings) for item in items]
            return None if None in values else values
        case _:
            return None


def _is_legal(name: str, value: object) -> bool:
    match name:
        case "size":
            sizes = as_list(value)
            return sizes is not None and len(sizes) == 2 and all(map(_is_size, sizes))
        case "channels":
            return value in (1, 3, 4)
        case _:
            return value in ("crop", "pad", "stretch")


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
