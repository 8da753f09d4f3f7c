"""Says what pydantic found as diagnostics, at the place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wtspec.document.node import Step
from wtspec.errors import nearest, one_of
from wtspec.spec.base import Section
from wtspec.spec.faults.foreign_keys import advice, home_of, native
from wtspec.spec.faults.note_value import note_key, note_value
from wtspec.spec.faults.place import Place
from wtspec.spec.file import FileSpec
from wtspec.spec.kinds import TAG

LATER = ("tests", "budget")
"""Top-level keys of a later version of the language."""


def note_faults(error: ValidationError, annotation: object, place: Place) -> None:
    """Notes what pydantic found wrong with the value at `place`, one diagnostic a mistake."""
    found = [(details, _steps(details)) for details in error.errors(include_url=False)]
    meant = {
        (steps[:-1], _meant(annotation, steps, place))
        for details, steps in found
        if _unknown(details)
    }
    for details, steps in found:
        if details["type"] == "missing" and (steps[:-1], str(steps[-1])) in meant:
            continue
        if _of_key(steps, place):
            note_key(place.at(*steps[:-1]), details["type"])
        else:
            _note(details, annotation, place.at(*steps), steps)


def section_at(annotation: object, steps: Iterable[Step]) -> type[Section] | None:
    """The section that stands at some steps into what an annotation describes."""
    found = _at(annotation, steps)
    sections = [part for part in found if isinstance(part, type) and issubclass(part, Section)]
    return sections[0] if sections else None


def _choices(annotation: object, steps: Iterable[Step]) -> list[str]:
    """The words and numbers that may stand at some steps into what an annotation describes."""
    return [str(part) for part in _at(annotation, steps) if isinstance(part, str | int)]


def _at(annotation: object, steps: Iterable[Step]) -> list[object]:
    found = _flat(annotation)
    for step in steps:
        found = [inner for outer in found for inner in _inside(outer, step)]
    return found


def _note(details: ErrorDetails, annotation: object, place: Place, steps: tuple[Step, ...]) -> None:
    if _unknown(details):
        note_unknown_key(place, section_at(annotation, steps[:-1]) or Section)
    elif details["type"] == "missing":
        _note_missing(place)
    elif details["type"] == "literal_error":
        note_value(place, "literal_error", {"choices": _choices(annotation, steps)})
    else:
        note_value(place, details["type"], details.get("ctx", {}))


def note_unknown_key(place: Place, section: type[Section]) -> None:
    """Notes that the key at `place` is none of its section's."""
    key, legal = str(place.steps[-1]), list(section.model_fields)
    if section is FileSpec and key in LATER:
        message = f"`{key}` belongs to a later version of the language"
        place.error("later-version", message, on_key=True, help=f"remove `{key}`")
        return
    meant = _nearest_key(section, key, place)
    if meant:
        place.notes.renamed[place.steps] = meant
    place.error(
        "unknown-key",
        f"unknown key `{key}` in {place.outer.path}",
        on_key=True,
        expected=one_of(legal, limit=20),
        help=f"did you mean `{meant}`?"
        if meant
        else advice(section, key) or _of_body(key) or _belongs(key, place),
    )


_LINE_OF_BODY = re.compile(r"else|(if|elif|for|while)\b.*")


def _of_body(key: str) -> str | None:
    """A help line for a line of a body that stands too far left, and so reads as a key."""
    if _LINE_OF_BODY.fullmatch(key) is None:
        return None
    return "it reads as a line of a body: indent it as the lines of its block"


def _belongs(key: str, place: Place) -> str | None:
    """A help line that names the section to which a key belongs."""
    home = home_of(key, place.document)
    if home is None:
        return None
    place.notes.expect((*home, key))
    return f"`{key}` belongs under `{'.'.join(home)}`: indent it there"


def _note_missing(place: Place) -> None:
    whole = place.outer
    message = f"{whole.path} lacks the key {place.label}"
    whole.error("missing-key", message, on_key=True, help=f"add `{place.steps[-1]}: …`")


def _unknown(details: ErrorDetails) -> bool:
    return details["type"] in ("extra_forbidden", "invalid_key")


def _of_key(steps: tuple[Step, ...], place: Place) -> bool:
    """Whether pydantic speaks of a key: its last step is `[key]`, and no key of the file is."""
    return steps[-1:] == ("[key]",) and place.at(*steps).node is None


def _steps(details: ErrorDetails) -> tuple[Step, ...]:
    """Where in the tree: pydantic's `loc` without what it adds for unions."""
    steps = details["loc"]
    return tuple(step for step in steps if not (isinstance(step, str) and step.startswith(TAG)))


def _meant(annotation: object, steps: tuple[Step, ...], place: Place) -> str | None:
    section = section_at(annotation, steps[:-1])
    return _nearest_key(section, str(steps[-1]), place.at(*steps)) if section else None


def _nearest_key(section: type[Section], key: str, place: Place) -> str | None:
    """The legal key that was probably meant, of those that are not given as well."""
    given = getattr(place.outer.node, "entries", ())
    free = [known for known in section.model_fields if known not in given]
    foreign = native(section, key)
    return foreign if foreign in free else nearest(key, free)


def _flat(annotation: object) -> list[object]:
    """An annotation without its unions and limits."""
    arguments = get_args(annotation)
    if not arguments or get_origin(annotation) in (list, dict):
        return [annotation]
    return [part for argument in arguments for part in _flat(argument)]


def _inside(annotation: object, step: Step) -> list[object]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        inner = annotation.model_fields.get(str(step))
        return _flat(inner.annotation) if inner else []
    return _flat(get_args(annotation)[-1]) if get_origin(annotation) in (list, dict) else []
