"""Paths and names with placeholders: `blocks/{i}/wq`, `encoder/{**}/kernel`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

ACROSS = "**"
"""The placeholder that stands for whole names, one or more."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*|\*\*)\}")


def placeholders(text: str) -> list[str]:
    """The names of a text's placeholders."""
    return _PLACEHOLDER.findall(text)


def divide(text: str) -> tuple[list[str], list[str]]:
    """What stands between the placeholders, one more than these, and their names."""
    parts = _PLACEHOLDER.split(text)
    return parts[::2], parts[1::2]


def joint(text: str) -> str:
    """What joins the names that `{**}` stands for: what joins the text's own."""
    literal = "".join(divide(text)[0])
    return "." if "." in literal and "/" not in literal else "/"


def fill(text: str, bindings: Mapping[str, str]) -> str:
    """The text with what its placeholders stand for; unknown ones stay."""

    def value(found: re.Match[str]) -> str:
        bound = bindings.get(found[1], found[0])
        return bound.replace("/", joint(text)) if found[1] == ACROSS else bound

    return _PLACEHOLDER.sub(value, text)


def bind(template: str, path: str) -> dict[str, str] | None:
    """What each placeholder stands for in a path; None where the path is another.

    A placeholder stands for characters of one name, at least one; of two in one name, the first
    takes as few as it can.
    """
    parts, names = template.split("/"), path.split("/")
    bindings: dict[str, str] = {}
    if f"{{{ACROSS}}}" in parts:
        at, count = parts.index(f"{{{ACROSS}}}"), len(names) - len(parts) + 1
        if count < 1:
            return None
        bindings[ACROSS] = "/".join(names[at : at + count])
        names[at : at + count] = parts[at : at + 1]
    if len(parts) != len(names):
        return None
    for part, name in zip(parts, names, strict=True):
        if part != name and not _bind_name(fill(part, bindings), name, bindings):
            return None
    return bindings


def rank(template: str) -> tuple[bool, int, int, int]:
    """How specific a template is; of two that fit a path the greater one wins.

    One without `{**}` is more so than one with it; then one that writes out more names, then one
    that writes out parts of more, then one of more names.
    """
    parts = template.split("/")
    literal = sum(not placeholders(part) for part in parts)
    partial = sum(any(divide(part)[0]) for part in parts) - literal
    return (ACROSS not in placeholders(template), literal, partial, len(parts))


def ambiguity(template: str) -> str | None:
    """Why it may not be clear what a template's placeholders stand for, or None."""
    parts = template.split("/")
    counts = Counter(placeholders(template))
    if counts[ACROSS] > 1 or (counts[ACROSS] and f"{{{ACROSS}}}" not in parts):
        return "`{**}` stands for whole names, and once in a path"
    for part in parts:
        between, names = divide(part)
        if "" in between[1:-1]:
            return (
                f"nothing parts `{{{names[between.index('', 1) - 1]}}}` from the next placeholder"
            )
        recurring = [name for name in names if counts[name] > 1]
        if recurring and len(names) > 1:
            return f"`{{{recurring[0]}}}` comes twice, and not as the only one of a name"
    return None


def _bind_name(part: str, name: str, bindings: dict[str, str]) -> bool:
    between, names = divide(part)
    if not name.startswith(between[0]):
        return False
    at = len(between[0])
    for placeholder, literal in zip(names, between[1:], strict=True):
        is_last = placeholder == names[-1]
        stop = len(name) - len(literal) if is_last else name.find(literal, at + 1)
        if stop <= at or not name.startswith(literal, stop):
            return False
        bindings[placeholder] = name[at:stop]
        at = stop + len(literal)
    return at == len(name)
