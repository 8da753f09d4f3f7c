"""Tells whether the rows that a run goes on with are those that it was trained on."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.data.fingerprint import Fingerprint
from wtspec.data.fingerprint import changes as changes_of
from wtspec.data.parts import AnyPart
from wtspec.document import Document
from wtspec.errors import Diagnostic, SpecError


def check_data(
    document: Document,
    parts: Mapping[str, AnyPart],
    prints: Mapping[str, Fingerprint],
    recorded: Mapping[str, Fingerprint],
    *,
    allow_changed_data: bool = False,
) -> tuple[str, ...]:
    """Compares the rows of all parts with what a run has recorded of them.

    Args:
        document: Where the spec says what data it reads.
        parts: The rows as they are now.
        prints: Their fingerprints.
        recorded: What they were, by part; of one that is not known nothing is said.
        allow_changed_data: Whether the run may go on with other rows.

    Returns:
        What has changed, a sentence a part, where that is allowed.

    Raises:
        SpecError: `data-changed`.
    """
    changed = {
        name: changes
        for name, now in prints.items()
        if name in recorded and (changes := changes_of(recorded[name], now))
    }
    if changed and not allow_changed_data:
        raise SpecError(_fault(document, parts, changed))
    return tuple(f"`{name}` has {', '.join(told)}" for name, told in changed.items())


def _fault(
    document: Document, parts: Mapping[str, AnyPart], changed: Mapping[str, list[str]]
) -> Diagnostic:
    names = ", ".join(f"`{name}`" for name in changed)
    origins = dict.fromkeys(parts[name].origin for name in changed)
    first = next(iter(changed))
    section = first if document.find("data", first) is not None else "source"
    verb = "has" if len(origins) == 1 else "have"
    return Diagnostic(
        "data-changed",
        f"the rows of {names} are not those of the run: {', '.join(origins)} {verb} changed",
        document.span("data", section),
        received="\n".join(f"{name}: {', '.join(told)}" for name, told in changed.items()),
        help="restore the data, begin a new run, or let this one go on with other rows by "
        "`--allow-changed-data`",
    )
