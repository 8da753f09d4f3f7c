"""What an editor tells of a section's keys."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from textwrap import dedent

from wtspec.spec import Section


@cache
def docs(section: type[Section]) -> dict[str, str]:
    """The docstring below each key, or the description that its type brings along.

    Pydantic can read docstrings too, but does so whenever a section is imported, and takes long.
    """
    said: dict[str, str] = {}
    for kind in reversed(section.__mro__):
        if issubclass(kind, Section):
            said |= _own(kind)
    fields = section.model_fields.items()
    return said | {key: field.description for key, field in fields if field.description}


def _own(section: type[Section]) -> dict[str, str]:
    (declared,) = ast.parse(dedent(inspect.getsource(section))).body
    assert isinstance(declared, ast.ClassDef)  # noqa: S101 - as the source of a class is
    return {
        key.target.id: inspect.cleandoc(doc.value.value)
        for key, doc in pairwise(declared.body)
        if isinstance(key, ast.AnnAssign)
        and isinstance(key.target, ast.Name)
        and isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
        and isinstance(doc.value.value, str)
    }
