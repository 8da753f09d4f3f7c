"""Prints what source imports."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from wtspec.codegen.lines import Lines
from wtspec.codegen.read_modules import Import, import_of

BACKEND = 'os.environ["KERAS_BACKEND"] = "jax"'


def print_imports(needs: Iterable[str], *, alone: bool = False) -> Lines:
    """The imports for names, the standard library's first.

    Args:
        alone: Whether the source tells Keras its backend, before anything imports it.
    """
    found = [import_of(name) for name in needs]
    found += [Import("os")] if alone else []
    future = [one for one in found if one.module == "__future__"]
    standard = [one for one in found if _root(one) in sys.stdlib_module_names - {"__future__"}]
    others = [one for one in found if one not in (*future, *standard)]
    own = [one for one in others if _root(one) == "wtspec"]
    others = [one for one in others if one not in own]
    backend = ["", BACKEND, ""] if alone else []
    last = [*backend, *_statements(others), *_statements(own)]
    blocks = (_statements(future), _statements(standard), last)
    return [line for block in blocks if block for line in ("", *block)]


def _root(one: Import) -> str:
    return one.module.partition(".")[0]


def _statements(found: list[Import]) -> Lines:
    """Whole modules first; the parts of one in one line."""
    whole = [one for one in found if one.name is None]
    plain = [f"import {one.module}" + (f" as {one.alias}" if one.alias else "") for one in whole]
    parts: dict[str, list[str]] = {}
    for one in found:
        if one.name is not None:
            alias = f" as {one.alias}" if one.alias else ""
            parts.setdefault(one.module, []).append(one.name + alias)
    several = [
        f"from {module} import {', '.join(sorted(names))}" for module, names in parts.items()
    ]
    return [*sorted(plain), *sorted(several)]
