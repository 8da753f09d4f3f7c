"""Files of this room as text that stands without wtspec. Free of NumPy."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ROOM = "wtspec.data."


@dataclass(frozen=True, slots=True)
class Inlined:
    """The text of some files.

    Attributes:
        imports: Import statements that they need, each once, sorted; `from __future__` is first.
        bodies: Each file's text below its imports, those that others need first.
    """

    imports: tuple[str, ...]
    bodies: tuple[str, ...]


def inline(names: Iterable[str]) -> Inlined:
    """The text of files of this room and of those that they import from it.

    Args:
        names: File names without `.py`: `learned`, `split`, `keras_batches`.
    """
    imports: set[str] = set()
    bodies: dict[str, str] = {}
    for name in names:
        _add(name, imports, bodies)
    return Inlined(tuple(sorted(imports)), tuple(bodies.values()))


def _add(name: str, imports: set[str], bodies: dict[str, str]) -> None:
    if name in bodies:
        return
    text = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
    last = 0
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        last = statement.end_lineno or last
        module = getattr(statement, "module", None) or ""
        if module.startswith(_ROOM):
            _add(module.removeprefix(_ROOM), imports, bodies)
        else:
            imports.add(ast.unparse(statement))
    bodies[name] = "\n".join(text.splitlines()[last:]).strip() + "\n"
