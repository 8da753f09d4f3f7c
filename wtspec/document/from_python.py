"""Takes Python's own values for those of YAML, so that what is given from Python has one way in."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence as AnySequence
from numbers import Integral, Real
from typing import Any, cast

from pydantic import BaseModel

from wtspec.document.events import MAX_DEPTH
from wtspec.document.node import Entry, Mapping, Node, Scalar, Sequence, Step
from wtspec.errors import Source, Span

_LONGEST_INTEGER_BITS = 128
_NOWHERE = Span(Source("", "", is_file=False), 1, 1, 1, 1)


class UnfitError(Exception):
    """A value that no file can hold.

    Attributes:
        steps: Where it stands in what was given.
        expected: What a file can hold there; None where the reason says it.
        help: What to write instead.
    """

    def __init__(
        self,
        reason: str,
        steps: tuple[Step, ...],
        expected: str | None = None,
        help: str | None = None,
    ) -> None:
        self.steps = steps
        self.expected = expected
        self.help = help
        super().__init__(reason)


def to_yaml(value: object) -> str:
    """A value in YAML's flow style, on one line.

    Raises:
        UnfitError: It is, or holds, something that a spec can't say.
    """
    from wtspec.document.print_tree import print_tree  # reading alone needs no printer

    return print_tree(to_tree(as_plain(value)), flow=True).removesuffix("\n").removesuffix("\n...")


def as_plain(value: object, steps: tuple[Step, ...] = (), *, short: bool = False) -> Any:  # noqa: ANN401 - of any kind
    """A value made of null, bools, numbers, texts, lists and mappings alone.

    Tuples are lists, numbers may be NumPy's, sections give what was set in them.

    Args:
        value: Of any type.
        steps: Where it stands in what was given.
        short: Whether sections are in their short form where that says all.

    Raises:
        UnfitError: It is, or holds, something that a spec can't say: perhaps itself.
    """
    if len(steps) > MAX_DEPTH:
        raise UnfitError(f"it is nested deeper than {MAX_DEPTH} levels", steps)
    match value:
        case None | bool():
            return value
        case Integral():
            return _integer(int(value), steps)
        case Real():
            return float(value)
        case str():
            return _text(str.__str__(value), steps)
        case os.PathLike():
            return str(cast("os.PathLike[str]", value))
        case BaseModel():
            return as_plain(_set_in(value, short=short), steps, short=short)
        case AnyMapping():
            items = cast("AnyMapping[object, object]", value).items()
            return {
                _key(key, steps): as_plain(item, (*steps, str(key)), short=short)
                for key, item in items
            }
        case AnySequence() if not isinstance(value, bytes | bytearray | memoryview):
            listed = cast("AnySequence[object]", value)
            return [as_plain(one, (*steps, at), short=short) for at, one in enumerate(listed)]
        case _ if getattr(value, "shape", None) == () and hasattr(value, "item"):
            return as_plain(cast("Any", value).item(), steps)  # a NumPy bool, an array's one number
        case _:
            raise _unfit("value", value, steps)


def to_tree(value: Any) -> Node:  # noqa: ANN401 - what `as_plain` gives
    """The tree of plain values, which stand nowhere yet."""
    if isinstance(value, dict):
        items = cast("dict[str | int, object]", value).items()
        entries = {str(key): Entry(_scalar(key), to_tree(item)) for key, item in items}
        return Mapping(entries, _NOWHERE)
    if isinstance(value, list):
        items = cast("list[object]", value)
        return Sequence(tuple(to_tree(item) for item in items), _NOWHERE)
    return _scalar(value)


def _set_in(section: BaseModel, *, short: bool) -> object:
    given = {
        key: getattr(section, key)
        for key in type(section).model_fields
        if key in section.model_fields_set
    }
    in_short = short and getattr(section, "in_short", False)
    return given[str(getattr(section, "short", ""))] if in_short else given


def _key(key: object, steps: tuple[Step, ...]) -> str | int:
    if isinstance(key, bool) or not isinstance(key, str | Integral):
        raise _unfit("key", key, steps)
    return as_plain(key, steps)


def _unfit(noun: str, value: object, steps: tuple[Step, ...]) -> UnfitError:
    reason = f"a {noun} of type `{type(value).__qualname__}` is no part of a spec"
    expected = "numbers, texts, `True`, `False`, `None`, lists and dicts of these"
    help = "`tolist()` makes a list of it" if hasattr(value, "tolist") else None
    return UnfitError(reason, steps, expected if noun == "value" else "texts and integers", help)


def _text(value: str, steps: tuple[Step, ...]) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnfitError(f"{value!r} is no text: it has half of a character", steps) from None
    return value


def _integer(value: int, steps: tuple[Step, ...]) -> int:
    if value.bit_length() > _LONGEST_INTEGER_BITS:
        raise UnfitError("it holds an integer of more than 64 bits", steps)
    return value


def _scalar(value: None | bool | float | str) -> Scalar:
    match value:
        case None | bool():
            text = {None: "null", True: "true", False: "false"}[value]
        case float():
            text = _float(value)
        case _:
            text = str(value)
    return Scalar(value, text, _NOWHERE)


def _float(value: float) -> str:
    """A float as people write it: `1e-5`, where Python writes `1e-05`."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, e, exponent = repr(value).partition("e")
    return f"{digits}e{int(exponent)}" if e else digits
