"""The snapshot's files, as text."""

from __future__ import annotations

import json
import warnings
from typing import Any

from scripts.catalog_snapshot.components import MODULES, aliases, describe_kind
from scripts.catalog_snapshot.excluded import EXCLUDED
from scripts.catalog_snapshot.functions import describe_functions
from scripts.catalog_snapshot.names import activation_names, reserved_attributes

Section = dict[str, dict[str, Any] | list[str]]


def snapshot() -> dict[str, str]:
    """The text of each file of the snapshot, by the file's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sections: dict[str, Section] = {kind: _component_section(kind) for kind in MODULES}
    sections["function"] = {
        "entries": describe_functions(),
        "aliases": {},
        "excluded": EXCLUDED["function"],
    }
    sections["names"] = {"activations": activation_names(), "reserved": reserved_attributes()}
    return {f"{name}.json": _print(section) for name, section in sections.items()}


def _component_section(kind: str) -> Section:
    return {
        "entries": describe_kind(kind),
        "aliases": aliases(kind),
        "excluded": EXCLUDED[kind],
    }


def _print(section: Section) -> str:
    """JSON with an entry on each line, so that a new Keras is read as a diff."""
    parts = [f"{json.dumps(key)}: {_print_part(part)}" for key, part in section.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _print_part(part: dict[str, Any] | list[str]) -> str:
    if isinstance(part, list):
        return "[\n" + ",\n".join(_dump(item) for item in part) + "\n]"
    lines = [f"{json.dumps(key)}: {_dump(value)}" for key, value in sorted(part.items())]
    return "{\n" + ",\n".join(lines) + "\n}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
