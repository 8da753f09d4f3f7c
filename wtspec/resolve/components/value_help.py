"""What to write instead of a value that an argument does not take. Read only where one is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection

from wtspec.document.meant import meant_scalar
from wtspec.errors import Span

_REFERENCE = re.compile(r"\$\{?(\w+)\}?|\{\{ *(\w+) *\}\}|%\(?(\w+)\)?s?|<(\w+)>")
"""How templates of other tools refer to a value."""

_WORD = re.compile(r"[A-Za-z_]\w*")
_STRENGTHS = {"regularizer": "L2", "constraint": "MaxNorm", "initializer": "Constant"}
_OPERATORS = frozenset("+*/")


def value_help(
    given: object, accepts: Collection[str], span: Span, names: Collection[str] = ()
) -> str | None:
    """A help line for a plain value of the wrong kind.

    Args:
        given: The value.
        accepts: What may stand there, as in `Parameter.accepts`.
        span: Where the value stands.
        names: What formulas may use there.
    """
    if not isinstance(given, str):
        return _number_help(given, accepts, span)
    if found := _REFERENCE.fullmatch(given):
        return f"a formula starts with `=`: write `={next(filter(None, found.groups()))}`"
    known = _WORD.fullmatch(given) is not None and given in names
    wanted = {*accepts, "null"} if given == "None" else accepts
    meant = None if known else meant_scalar(given, wanted)
    if meant == given:
        return f"remove the quotes: `{given}`"
    if meant is not None:
        return "nothing is written `null`" if meant == "null" else f"write `{meant}`"
    if known or _looks_like_formula(given):
        return f"a formula starts with `=`: write `={given}`"
    return None


def _number_help(given: object, accepts: Collection[str], span: Span) -> str | None:
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    if isinstance(given, float) and given.is_integer() and "int" in accepts:
        return f"write `{given:.0f}`"
    kind = next((kind for kind in _STRENGTHS if kind in accepts), None)
    return f"write `{{{_STRENGTHS[kind]}: {span.text}}}`" if kind else None


def _looks_like_formula(text: str) -> bool:
    return any(operator in text for operator in _OPERATORS)
