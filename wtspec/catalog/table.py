"""Tables of facts: text files with a line for each name, `name key=value … trait …`."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path

from msgspec import Struct


class FactRow(Struct, frozen=True):
    """What a table says of a name.

    Attributes:
        values: What stands behind a `=`, by what stands before it.
        traits: The words that stand alone.
    """

    values: Mapping[str, str]
    traits: tuple[str, ...]


class FactTable:
    """A table that is read when it is first asked; a line is parsed when its name is asked for.

    Args:
        path: The file.
        words: What its lines may say, with the `=` of those that have a value.
    """

    def __init__(self, path: Path, words: AbstractSet[str]) -> None:
        self._path = path
        self.words = words

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        lines = self._text.splitlines()
        return tuple(line.split()[0] for line in lines if line and not line.startswith("#"))

    def row(self, name: str) -> FactRow | None:
        """What the table says of a name; None where that has no line.

        Raises:
            ValueError: The line says what is not known of such names.
        """
        start = -1 if set(name) & {" ", "\n"} else self._text.find(f"\n{name} ")
        if start < 0:
            return None
        _, *words = self._text[start : self._text.index("\n", start + 1)].split()
        if unknown := {"".join(word.partition("=")[:2]) for word in words} - self.words:
            message = f"{self._path.name}: `{name}` can't be `{min(unknown)}`"
            raise ValueError(message)
        keyed = (word.partition("=") for word in words if "=" in word)
        return FactRow(
            {key: value for key, _, value in keyed}, tuple(w for w in words if "=" not in w)
        )

    @cached_property
    def _text(self) -> str:
        """The lines, each with a blank behind its name."""
        return self._path.read_text(encoding="utf-8").replace("\n", " \n")
