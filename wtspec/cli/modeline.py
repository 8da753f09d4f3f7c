"""The line by which editors find the schema of a new file."""

from __future__ import annotations

import os
from pathlib import Path

from wtspec.document.root import find_root
from wtspec.runs.write import write_text
from wtspec.schema import SCHEMA_FILE


def modeline(path: Path) -> str:
    """The line for a file at `path`, whether its schema is there yet or not."""
    folder = path.resolve().parent
    schema = find_schema(path) or folder / SCHEMA_FILE.name
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, folder)).as_posix()}\n"


def write_schema(path: Path) -> Path | None:
    """Puts the schema beside a file, unless one lies there or above; where it was written."""
    if find_schema(path) is not None:
        return None
    beside = path.with_name(SCHEMA_FILE.name)
    write_text(beside, SCHEMA_FILE.read_text(encoding="utf-8"))
    return beside


def find_schema(path: Path) -> Path | None:
    """The schema that lies in a file's folder or in one above it, up to the project's root."""
    path = path.resolve()
    root = find_root(path)
    above = (folder for folder in path.parents if folder.is_relative_to(root))
    return next((schema for one in above if (schema := one / SCHEMA_FILE.name).is_file()), None)
