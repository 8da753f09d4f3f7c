"""What stands otherwise in one tree than in another, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from wtspec.document import Entry, Mapping, Node, Scalar, Sequence, Step, span_of
from wtspec.document.choices import is_other_choice
from wtspec.document.merge import child_key
from wtspec.document.print_tree import print_tree
from wtspec.document.steps import key_path
from wtspec.errors import Span

NOTHING = "nothing"
_LONGEST = 60
_SECTIONS = (("params",), ("runtime",))
"""Of which each key is another matter; where there is none, it is empty."""


class Change(Struct, frozen=True):
    """A value that is another, or that stands in one of the trees alone.

    Attributes:
        steps: The keys and list positions that lead to it.
        span: Where it stands now, or what is round the place where it is missing.
    """

    steps: tuple[Step, ...]
    before: Node | None
    after: Node | None
    span: Span

    @property
    def path(self) -> str:
        """Its place, as users write it."""
        return key_path(self.steps)

    @property
    def told(self) -> str:
        """What it was and what it is."""
        before, after = _lines(self.before), _lines(self.after)
        if len(before) > 1 or len(after) > 1:
            before, after = _first_other(before, after)
        return f"{_short(before)} → {_short(after)}"


def tree_changes(before: Node, after: Node) -> list[Change]:
    """What differs, in the order of the later tree; keys have no order, and places do not count."""
    found = _changes(before, after, ())
    return [Change(steps, one, other, span_of(after, *steps)) for steps, one, other in found]


def order_changes(before: Node, after: Node) -> list[Change]:
    """The inputs and states that stand in another order: calls may give them by position."""
    pairs = _ordered(before, after, ())
    return [Change(steps, one, other, span_of(after, *steps)) for steps, one, other in pairs]


_Found = Iterator[tuple[tuple[Step, ...], Node | None, Node | None]]


def _changes(
    before: Node | None, after: Node | None, steps: tuple[Step, ...], key: str | None = None
) -> _Found:
    match before, after:
        case Mapping(), Mapping() if not is_other_choice(before, after, key):
            for name in (
                *after.entries,
                *(one for one in before.entries if one not in after.entries),
            ):
                inner = child_key(key, name)
                yield from _changes(before.get(name), after.get(name), (*steps, name), inner)
        case Sequence(), Sequence():
            yield from _of_lists(before.items, after.items, steps)
        case Scalar(), Scalar() if _is_same(before, after):
            pass
        case None, None:
            pass
        case (None, Mapping()) | (Mapping(), None) if steps in _SECTIONS:
            one = before or Mapping({}, cast("Mapping", after).span)
            other = after or Mapping({}, cast("Mapping", before).span)
            yield from _changes(one, other, steps, key)
        case _:
            yield steps, before, after


def _ordered(before: Node | None, after: Node | None, steps: tuple[Step, ...]) -> _Found:
    match before, after:
        case Mapping(), Mapping():
            was, now = [*before.entries], [*after.entries]
            if steps[-1:] in (("inputs",), ("state",)) and was != now:
                yield steps, _names(was, after.span), _names(now, after.span)
            for name in now:
                yield from _ordered(before.get(name), after.get(name), (*steps, name))
        case _:
            pass


def _names(names: list[str], span: Span) -> Scalar:
    text = ", ".join(names)
    return Scalar(text, text, span)


def _of_lists(before: tuple[Node, ...], after: tuple[Node, ...], steps: tuple[Step, ...]) -> _Found:
    """Items are compared in order, those that both lists begin and end with left out."""
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if _differ(before[at], after[at])), shortest)
    room = shortest - start
    end = next((at for at in range(room) if _differ(before[-1 - at], after[-1 - at])), room)
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    for at in range(max(len(left), len(right))):
        one = left[at] if at < len(left) else None
        other = right[at] if at < len(right) else None
        yield from _changes(one, other, (*steps, start + at))


def _differ(one: Node, other: Node) -> bool:
    return next(_changes(one, other, ()), None) is not None


def _is_same(one: Scalar, other: Scalar) -> bool:
    """`1e-5` is `0.00001`, and `1` is `1.0`; but `true` is not 1."""
    kinds = {isinstance(one.value, bool), isinstance(other.value, bool)}
    return len(kinds) == 1 and (one.value == other.value or one.text == other.text)


def _lines(node: Node | None) -> list[str]:
    if node is None:
        return [NOTHING]
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value.strip().split("\n")
    return [print_tree(_in_flow(node), flow=True).removesuffix("\n").removesuffix("\n...")]


def _in_flow(node: Node) -> Node:
    """Texts of several lines can't be shown in one."""
    if isinstance(node, Scalar):
        first, *more = node.text.split("\n")
        return replace(node, value=f"{first} …", text=f"{first} …") if more else node
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(_in_flow, node.items)))
    entries = {key: Entry(entry.key, _in_flow(entry.value)) for key, entry in node.entries.items()}
    return replace(node, entries=entries)


def _first_other(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The first line of each that the other has not."""
    return (
        [next((line for line in before if line not in after), NOTHING)],
        [next((line for line in after if line not in before), NOTHING)],
    )


def _short(lines: list[str]) -> str:
    text = " ".join(lines[0].split())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return NOTHING if text == NOTHING else f"`{text}`"
