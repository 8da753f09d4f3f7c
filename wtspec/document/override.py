"""Overrides: `--set path.to.key=value`, and the same from Python."""

from __future__ import annotations

import re
from typing import cast

from msgspec import Struct

from wtspec.document.compose import compose
from wtspec.document.decode import check_characters, check_size
from wtspec.document.from_python import UnfitError, to_yaml
from wtspec.document.input import YamlInput
from wtspec.document.locate import Locate, locator
from wtspec.document.merge import child_key, merge
from wtspec.document.node import Entry, Mapping, Node, Scalar, Sequence
from wtspec.errors import Diagnostic, Source, Span, SpecError

_STEP = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|([^.\"'\n]+)")
_READ_BEFORE = ("extends", "imports")
_MAX_STEPS = 32
_LONGEST_NAME = 80


class Override(Struct, frozen=True):
    """A parsed override.

    Attributes:
        steps: The keys and list positions of its path, where they stand in it.
        value: The tree of its value.
    """

    steps: tuple[Scalar, ...]
    value: Node


def parse_override(path: str, value: object) -> Override:
    """Reads the path and the value of an override.

    Args:
        path: Keys and list positions, joined by dots; a key that holds a dot is put into quotes.
        value: Text is read as YAML, anything else is taken as it is.

    Raises:
        SpecError: `invalid-override`, or what is wrong with the value's YAML.
    """
    text = value if isinstance(value, str) else _written(path, value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = YamlInput(f"{path}={text}", _source(path, text))
    check_size(len(text), whole.source.name)
    check_characters(whole)
    source = whole.source
    steps = _steps(path, lambda start, end: _span(source, start, end))
    return Override(steps, compose(YamlInput(text, source, shift=len(path) + 1)))


def override_at(path: Scalar, value: Node) -> Override:
    """An override that stands in a file: a path there, and a value.

    Raises:
        SpecError: `invalid-override`, where it stands.
    """
    return Override(_steps(path.text, locator(path)), value)


def apply_override(tree: Mapping, override: Override) -> Mapping:
    """The tree with the override merged in.

    Raises:
        SpecError: `invalid-override`, where the path steps into a scalar or out of a list.
    """
    return cast("Mapping", _apply(tree, override.steps, override.value, None))


def _apply(node: Node, steps: tuple[Scalar, ...], value: Node, key: str | None) -> Node:
    if not steps:
        return merge(node, value, key)
    step, rest = steps[0], steps[1:]
    if isinstance(node, Sequence):
        place = _place(node, step)
        changed = _apply(node.items[place], rest, value, None)
        items = (*node.items[:place], changed, *node.items[place + 1 :])
        return Sequence(items, node.span, node.flow)
    if isinstance(node, Mapping) and rest and step.text in node.entries:
        entry = node.entries[step.text]
        changed = _apply(entry.value, rest, value, child_key(key, step.text))
        entries = {**node.entries, step.text: Entry(entry.key, changed)}
        return Mapping(entries, node.span, node.flow)
    return merge(_room(node, step), _nested(steps, value), key)


def _room(node: Node, step: Scalar) -> Node:
    """What a new key is merged into; a bare `Adam` is `{Adam: {}}`."""
    if isinstance(node, Scalar) and node.value is not None and node.text != step.text:
        raise SpecError(
            _fault(
                f"`{step.text}` would stand inside a value that holds no keys",
                step.span,
                help="set the whole value instead",
            )
        )
    return node


def _nested(steps: tuple[Scalar, ...], value: Node) -> Node:
    for step in reversed(steps):
        value = Mapping({step.text: Entry(step, value)}, value.span)
    return value


def _place(node: Sequence, step: Scalar) -> int:
    length = len(node.items)
    if step.text.isascii() and step.text.isdigit() and len(step.text) < 10:
        if int(step.text) < length:
            return int(step.text)
        message = f"there is no item {step.text}: the list has {length}"
    else:
        message = f"`{_short(step.text)}` stands where a list's item is meant"
    expected = f"a number from 0 to {length - 1}" if length else "nothing: the list is empty"
    raise SpecError(_fault(message, step.span, expected=expected))


def _steps(path: str, locate: Locate) -> tuple[Scalar, ...]:
    steps: list[Scalar] = []
    place = 0
    while True:
        match = _STEP.match(path, place)
        if match is None:
            raise SpecError(_fault("a part of the path is empty", locate(place, place + 1)))
        text = next(group for group in match.groups() if group is not None)
        steps.append(Scalar(text, text, locate(place, match.end())))
        place = match.end()
        if place == len(path):
            break
        if path[place] != ".":
            span = locate(place, place + 1)
            raise SpecError(_fault("a dot is missing between two parts of the path", span))
        place += 1
    _check(steps)
    return tuple(steps)


def _check(steps: list[Scalar]) -> None:
    if steps[0].text in _READ_BEFORE:
        message = f"`{steps[0].text}` is read before any override"
        raise SpecError(_fault(message, steps[0].span, help="write it in the file"))
    if len(steps) > _MAX_STEPS:
        message = f"a path has at most {_MAX_STEPS} parts"
        raise SpecError(_fault(message, steps[_MAX_STEPS].span))


def _written(path: str, value: object) -> str:
    try:
        return to_yaml(value)
    except UnfitError as error:
        span = _span(_source(path, "…"), 0, len(path))
        raise SpecError(_fault(f"this value can't be set: {error}", span)) from None


def _source(path: str, text: str) -> Source:
    whole = f"{path}={text}"
    return Source(f"--set {_short(whole)}", whole, is_file=False)


def _short(text: str) -> str:
    line = text.split("\n", 1)[0]
    return text if text == line and len(text) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"


def _span(source: Source, start: int, end: int) -> Span:
    return Span(source, 1, start + 1, 1, end + 1)


def _fault(
    message: str, span: Span, *, expected: str | None = None, help: str | None = None
) -> Diagnostic:
    return Diagnostic("invalid-override", message, span, expected=expected, help=help)
