"""Names of columns and texts, as formulas and YAML have them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from wtspec.language.print import quote
from wtspec.spec.names import NAME, as_name, is_reserved

PARAMS = ("width", "dropout")
"""The file's own, which a column's name must not be taken for."""

_TAKEN = (
    *PARAMS,
    *("x", "batch", "numbers", "gaps", "categories", "waves", "first", "second", "drop", "head"),
    *("scale", "known"),
)
_PLAIN = re.compile(r"=?[A-Za-z][A-Za-z0-9_ ()+*/>.-]*")


def column(name: str) -> str:
    """A column in a formula."""
    return argument(name) if argument(name) == name else f"column({argument(name)})"


def argument(name: str) -> str:
    """A column's name where a formula takes one as it is, or as text."""
    is_plain = NAME.fullmatch(name) and not is_reserved(name) and name not in PARAMS
    return name if is_plain else quote(name)


def scalar(text: str) -> str:
    """Text as a YAML scalar that may stand anywhere, in quotes only if it needs them."""
    plain = _PLAIN.fullmatch(text) and text == text.strip()
    is_text = text.startswith("=") or not is_reserved(text.lower())
    if plain and is_text:
        return text
    if '"' in text and "'" not in text and text.isascii() and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def input_names(columns: Iterable[str]) -> dict[str, str]:
    """A name for each column's input that nothing else in the model has."""
    taken = {*_TAKEN}
    names: dict[str, str] = {}
    for one in columns:
        base = as_name(one)
        name, number = base, 1
        while {name, f"{name}_vector", f"{name}_size"} & taken:
            number += 1
            name = f"{base}_{number}"
        taken |= {name, f"{name}_vector", f"{name}_size"}
        names[one] = name
    return names
