"""A spec's YAML as notebooks show it: long sections fold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from wtspec.errors.render.html import block, folded

_FEW_LINES = 40
_SHORT = 12
_LONGEST_NOTE = 60


def yaml_as_html(text: str, without: Collection[str] = ()) -> str:
    """YAML of a mapping in blocks; where it is long, each long key folds.

    Args:
        text: As `layout.write` gives it.
        without: Keys that are left out.
    """
    parts = [(key, part) for key, part in _by_key(text) if key not in without]
    if sum(part.count("\n") for _, part in parts) <= _FEW_LINES:
        return block("".join(part for _, part in parts))
    return "".join(_part(key, part) for key, part in parts)


def _part(key: str, text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1:
        return block(text)
    names = re.findall(r"^  ([^\s#-][^:]*):", text, re.MULTILINE)
    note = ", ".join(names)
    if len(note) > _LONGEST_NOTE:
        note = f"{note[: _LONGEST_NOTE - 1]}…"
    is_open = len(lines) <= _SHORT
    return folded(key, block("\n".join(lines)), "" if is_open else note, is_open=is_open)


def _by_key(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if part:
            yield part.split(":", 1)[0].strip("\"' \n"), part
