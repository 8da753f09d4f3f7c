"""Words for each kind of fault that pydantic finds in a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wtspec.document import Mapping, Scalar
from wtspec.errors import did_you_mean, listed, nearest, one_of
from wtspec.spec.faults.foreign_keys import CHOICES
from wtspec.spec.faults.kind_help import kind_help, one_component, scalar_help
from wtspec.spec.faults.note_short import note_no_type, note_several_layers, note_type_as_default
from wtspec.spec.faults.place import Place, in_words, shown
from wtspec.spec.kinds import TAKES, Takes
from wtspec.spec.names import MOST_LETTERS, NAME, as_file_name, is_reserved
from wtspec.spec.param_types import TYPES, meant_type

Details = dict[str, Any]

_TAKES = {
    "int_type": TAKES[int],
    "float_type": TAKES[float],
    "bool_type": TAKES[bool],
    "string_type": TAKES[str],
    "list_type": TAKES[list],
    "dict_type": TAKES[dict],
    "model_type": TAKES[dict],
    "none_required": Takes(("null",), "nothing"),
}
"""What is wanted where pydantic finds a fault of this type."""
_ANOTHER = Takes((), "another value")
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}
_LENGTHS = {"too_short": "min_length", "too_long": "max_length"}
_SETTINGS = ("total_steps", "steps_per_epoch", "train_rows", "batch_size")


def note_value(place: Place, kind: str, context: Details) -> None:
    """Notes a fault of the value at `place`; `kind` and `context` are pydantic's."""
    _NOTES.get(kind, _note_kind)(place, context, kind)


def note_key(place: Place, kind: str) -> None:
    """Notes a key at `place` that can't be a key there."""
    key = str(place.steps[-1])
    if kind == "reserved_name":
        message, repair = f"`{key}` is a reserved word", f"rename it, `{key}_` for instance"
    elif kind == "bad_name":
        candidate = _nearest_name(key)
        message, repair = f"`{key}` is not a name", f"write `{candidate}`" if candidate else None
        if candidate:
            place.notes.renamed[place.steps] = candidate
    else:
        message, repair = f"`{key}` can't be a key of {place.outer.label}", None
    code = "invalid-name" if "name" in kind else "wrong-type"
    expected = "letters, digits and `_`, starting with a letter"
    if code != "invalid-name":
        expected = _TAKES[kind].words if kind in _TAKES else None
    place.error(code, message, on_key=True, expected=expected, help=repair)


def _note_name_value(place: Place, _context: Details, kind: str) -> None:
    node = place.node
    text = node.text if isinstance(node, Scalar) else in_words(node)
    reserved, candidate = kind == "reserved_name", _nearest_name(text)
    place.error(
        "invalid-name",
        f"`{text}` is a reserved word" if reserved else f"`{text}` is not a name",
        expected="letters, digits and `_`, starting with a letter",
        help=f"write `{candidate}`" if candidate and not reserved else None,
    )


def _note_file_name(place: Place, _context: Details, _type: str) -> None:
    node = place.node
    text = node.text if isinstance(node, Scalar) else in_words(node)
    candidate = as_file_name(text)
    place.error(
        "invalid-name",
        f"`{text}` can't be the name of a file's runs and model",
        expected=f"letters, digits and `_`, with single `-` and `.` between them, starting with a "
        f"letter; {MOST_LETTERS} at most",
        help=f"write `{candidate}`",
    )


def _note_choice(place: Place, context: Details, _type: str) -> None:
    choices: list[str] = context["choices"]
    node = place.node
    text = node.text if isinstance(node, Scalar) else ""
    place.error(
        "invalid-choice",
        f"{place.label} can't be {shown(node)}",
        expected=one_of(choices, limit=20),
        received=in_words(node),
        help=_meant_choice(text, choices) or did_you_mean(text, choices),
    )


def _note_param_type(place: Place, _context: Details, _type: str) -> None:
    node = place.node
    text = node.text if isinstance(node, Scalar) else ""
    joined = meant_type(text)
    place.error(
        "invalid-choice",
        f"{place.label} can't be {shown(node)}",
        expected=f"{one_of(TYPES, limit=20)}; plain ones may be joined, `int or list`",
        received=in_words(node),
        help=f"write `{joined}`" if joined else did_you_mean(text, TYPES),
    )


def _meant_choice(text: str, choices: list[str]) -> str | None:
    """A choice by the name that other tools give it."""
    name = text.rpartition(".")[2].lower()
    meant = name if name in choices else CHOICES.get(name)
    known = next((one for one in (meant or "").split() if one in choices), None)
    return f"did you mean `{known}`?" if known else None


def _note_bound(place: Place, context: Details, kind: str) -> None:
    words, bound = _BOUNDS[kind]
    limit = context[bound]
    wanted = f"{words} {limit:g}" if isinstance(limit, float) else f"{words} {limit}"
    message = f"{place.label} must be {wanted}"
    value = float(node.text) if isinstance(node := place.node, Scalar) else 0.0
    percent = limit == 1 and kind == "less_than" and 1 < value < 100
    place.error(
        "out-of-range",
        message,
        expected=wanted,
        received=in_words(node),
        help=f"for {value:g} in a hundred, write `{value / 100:g}`" if percent else None,
    )


def _note_infinite(place: Place, _context: Details, _type: str) -> None:
    message = f"{place.label} must be a finite number"
    place.error("out-of-range", message, received=in_words(place.node))


def _note_length(place: Place, context: Details, kind: str) -> None:
    node = place.node
    if kind.startswith("string") and isinstance(node, Scalar) and not node.text:
        place.error("empty-value", f"{place.label} is empty", expected="text")
    elif context.get("actual_length") == 0:
        place.error("empty-value", f"{place.label} is empty", expected="at least one entry")
    elif isinstance(node, Mapping):
        _note_several_names(place, node)
    else:
        limit = context[_LENGTHS[kind.removeprefix("string_")]]
        message = f"{place.label} has the wrong length"
        expected = f"{limit} character" if kind.startswith("string") else f"{limit} items"
        place.error("wrong-length", message, expected=expected, received=in_words(node))


def _note_several_names(place: Place, node: Mapping) -> None:
    place.error(
        "several-names",
        f"{place.label} is one component, but has the keys {listed(node.entries)}",
        expected="one name with its arguments",
        help=f"write {one_component(node)}",
    )


def _note_bare_formula(place: Place, context: Details, kind: str) -> None:
    node = place.node
    text = node.text if isinstance(node, Scalar) else ""
    takes = Takes.of(context)
    if (
        (takes.kinds[0] == "list" and text.startswith("("))
        or not isinstance(node, Scalar)
        or scalar_help(node, takes.kinds)
        or not _is_formula(text, place)
    ):
        _note_kind(place, context, kind)
        return
    place.error(
        "bare-formula",
        f"{place.label} is text; a formula starts with `=`",
        expected=takes.words,
        received=in_words(node),
        help=f"write `={text}`" if len(text) < 60 and "\n" not in text else None,
    )


def _is_formula(text: str, place: Place) -> bool:
    """Whether a text may be a formula: a name must be one that formulas know there."""
    if NAME.fullmatch(text) is None:
        return re.search(r"[-+*/%(]", text) is not None
    params = place.document.tree.get("params")
    known = [*getattr(params, "entries", ()), *_SETTINGS]
    return nearest(text, known) is not None


def _note_kind(place: Place, context: Details, kind: str) -> None:
    takes = Takes.of(context) if "kinds" in context else _TAKES.get(kind, _ANOTHER)
    node = place.node
    place.error(
        "wrong-type",
        f"{place.label} must be {takes.words}",
        expected=takes.words,
        received=in_words(node),
        help=kind_help(takes.kinds, place),
        on_key=node is None or (isinstance(node, Scalar) and node.value is None),
    )


def _nearest_name(text: str) -> str | None:
    candidate = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in text)
    candidate = candidate.strip("_").lstrip("0123456789_")
    return candidate if NAME.fullmatch(candidate) and not is_reserved(candidate) else None


_NOTES: dict[str, Callable[[Place, Details, str], None]] = {
    "literal_error": _note_choice,
    "param_type": _note_param_type,
    "finite_number": _note_infinite,
    "bare_formula": _note_bare_formula,
    "no_type": lambda place, _context, _type: note_no_type(place),
    "type_as_default": lambda place, _context, _type: note_type_as_default(place),
    "several_layers": lambda place, _context, _type: note_several_layers(place),
    "bad_name": _note_name_value,
    "bad_file_name": _note_file_name,
    "reserved_name": _note_name_value,
    **dict.fromkeys(_BOUNDS, _note_bound),
    **dict.fromkeys(("too_short", "too_long", "string_too_short", "string_too_long"), _note_length),
}
