"""Modules of wtspec as text that stands without it. They are read, not imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Inlined:
    """The text of some modules.

    Attributes:
        imports: Import statements that they need, each once, sorted; `from __future__` is first.
        bodies: Each module's text below its imports, those that others need first.
    """

    imports: tuple[str, ...]
    bodies: tuple[str, ...]


def inline(names: Iterable[str]) -> Inlined:
    """The text of modules and of those of wtspec's that they import.

    Args:
        names: Such as `wtspec.data.learned`.
    """
    imports: set[str] = set()
    bodies: dict[str, str] = {}
    for name in names:
        _add(name, imports, bodies)
    return Inlined(tuple(sorted(imports)), tuple(bodies.values()))


def _add(name: str, imports: set[str], bodies: dict[str, str]) -> None:
    if name in bodies:
        return
    text = _PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py").read_text("utf-8")
    last = 0
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        last = statement.end_lineno or last
        module = getattr(statement, "module", None) or ""
        if module.startswith(f"{_PACKAGE.name}."):
            _add(module, imports, bodies)
        else:
            imports.add(ast.unparse(statement))
    bodies[name] = "\n".join(text.splitlines()[last:]).strip() + "\n"
