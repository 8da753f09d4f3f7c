"""What Keras's own layers do with masks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.catalog import facts
from wtspec.errors import Span
from wtspec.language import tree as t
from wtspec.program.declared import Use, Value


class Mask(Struct, frozen=True):
    """A mask that a value bears, or would bear if it had not ended.

    Attributes:
        source: The name of the layer that made it.
        made: Where that is called.
        ended: Where it ended, with what ended it; None while the value bears it.
    """

    source: str
    made: Span
    ended: tuple[Span, str] | None = None


State = Mask | None
"""None where there is no mask, or nothing is known of one."""


def of_keras(use: Use, name: str, first: State, span: Span) -> State:
    """The mask of what one of Keras's layers gives.

    Args:
        name: Of the sublayer.
        first: The mask of what it is called on.
        span: Of the call.
    """
    given = dict(use.arguments)
    match facts(use.name).mask:
        case "makes" if use.name == "Masking" or _is_true(given.get("mask_zero")):
            return Mask(name, span)
        case "passes":
            return first
        case "with_sequence" if _gives_sequence(use, given):
            return first
        case "loses" if first is not None:
            return first if first.ended else Mask(first.source, first.made, (span, f"`{name}`"))
        case _:
            return None


def _gives_sequence(use: Use, given: Mapping[str, Value]) -> bool:
    if use.name == "Bidirectional":
        inner = given.get("layer")
        return isinstance(inner, Use) and _gives_sequence(inner, dict(inner.arguments))
    return _is_true(given.get("return_sequences")) and "return_state" not in given


def _is_true(value: Value | None) -> bool:
    return isinstance(value, t.Value) and value.value is True
