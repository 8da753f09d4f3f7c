"""Paths and names with placeholders: `blocks/{i}/wq`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")


def placeholders(text: str) -> list[str]:
    """The names of a text's placeholders."""
    return _PLACEHOLDER.findall(text)


def fill(text: str, bindings: Mapping[str, str]) -> str:
    """The text with what its placeholders stand for; unknown ones stay."""
    return _PLACEHOLDER.sub(lambda found: bindings.get(found[1], found[0]), text)


def bind(template: str, path: str) -> dict[str, str] | None:
    """What each placeholder stands for in a path; None where the path is another.

    A placeholder stands for characters of one name, at least one; of two in one name, the first
    takes as few as it can.
    """
    parts, names = template.split("/"), path.split("/")
    if len(parts) != len(names):
        return None
    bindings: dict[str, str] = {}
    for part, name in zip(parts, names, strict=True):
        if not _bind_name(fill(part, bindings), name, bindings):
            return None
    return bindings


def _bind_name(part: str, name: str, bindings: dict[str, str]) -> bool:
    found = _PLACEHOLDER.search(part)
    if found is None:
        return part == name
    before, after = part[: found.start()], part[found.end() :]
    if not name.startswith(before):
        return False
    rest = name[len(before) :]
    following = _PLACEHOLDER.search(after)
    literal = after[: following.start()] if following else after
    stop = rest.find(literal, 1) if following else len(rest) - len(literal)
    if stop < 1 or (following is None and not rest.endswith(literal)):
        return False
    bindings[found[1]] = rest[:stop]
    return _bind_name(fill(after, bindings), rest[stop:], bindings)
