"""Compares the rows that several processes have read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from wtspec.data.fingerprint import Fingerprint
from wtspec.data.parts import AnyPart
from wtspec.document import Document
from wtspec.errors import Diagnostic, SpecError
from wtspec.model.processes.agree import agree

_DIGITS = 13
"""Of a hash: a float holds so many hexadecimal ones."""
_HELP = "give all processes the same files: each of them reads the data by itself"


def check_same_counts(document: Document, parts: Mapping[str, AnyPart]) -> None:
    """Whether all processes have as many rows.

    Args:
        document: The spec.
        parts: That this process has read.

    Raises:
        SpecError: `processes-differ`.
    """
    counts = agree(*(part.count for part in parts.values())).astype(int)
    for name, several in zip(parts, counts.T.tolist(), strict=True):
        other = _other(several)
        if other is not None:
            found = f"process {other} has {several[other]:,} rows of `{name}`"
            raise _differ(document, f"{found}, and process 0 {several[0]:,}")


def check_same_rows(document: Document, prints: Mapping[str, Fingerprint]) -> None:
    """Whether all processes have the same values.

    Args:
        document: The spec.
        prints: Of this process's rows, by part.

    Raises:
        SpecError: `processes-differ`.
    """
    hashes = agree(*map(_hash, prints.values()))
    for name, several in zip(prints, hashes.T.tolist(), strict=True):
        other = _other(several)
        if other is not None:
            message = f"the rows of `{name}` are others in process {other} than in process 0"
            raise _differ(document, message)


def _hash(one: Fingerprint) -> float:
    text = json.dumps(one, sort_keys=True, default=str)
    return float(int(hashlib.sha256(text.encode()).hexdigest()[:_DIGITS], 16))


def _other(several: list[float]) -> int | None:
    """The first process that says something else than the first one."""
    return next((at for at, one in enumerate(several) if one != several[0]), None)


def _differ(document: Document, message: str) -> SpecError:
    span = document.span("data", "source")
    return SpecError(Diagnostic("processes-differ", message, span, help=_HELP))
