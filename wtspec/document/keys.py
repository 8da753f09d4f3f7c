"""Turns the pairs of a YAML mapping into entries: keys that can be keys, each once, `<<` merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from wtspec.document.node import Entry, Mapping, Node, Scalar, Sequence, key_name
from wtspec.errors import Related, Report

Pair = tuple[Node, Node]


def build_entries(pairs: Iterable[Pair], report: Report) -> dict[str, Entry]:
    """The entries of a mapping, by the names of their keys.

    What `<<` merges in stands where the `<<` stood; the mapping's own keys win over it, and the
    first of several mappings wins over the others.
    """
    own: dict[str, Entry] = {}
    merged: dict[str, dict[str, Entry]] = {}
    for key, value in pairs:
        if _is_plain(key) and key.text not in own:
            own[key.text] = Entry(key, value)
            continue
        scalar = _check_key(key, report)
        if scalar is None or _repeats(scalar, own, report):
            continue
        if scalar.text == "<<" and scalar.style == "plain":
            merged[scalar.text] = _merge_sources(value, report)
        own[key_name(scalar)] = Entry(scalar, value)
    return _expand(own, merged) if merged else own


def _is_plain(key: Node) -> TypeGuard[Scalar]:
    """Whether a key is text, of which nothing more has to be known."""
    if not isinstance(key, Scalar) or key.value is not key.text:
        return False
    return key.text not in ("", "<<") and "\0" not in key.text


def _expand(own: dict[str, Entry], merged: dict[str, dict[str, Entry]]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name, entry in own.items():
        if name not in merged:
            entries[name] = entry
            continue
        for merged_name, merged_entry in merged[name].items():
            entries.setdefault(merged_name, own.get(merged_name, merged_entry))
    return entries


def _check_key(key: Node, report: Report) -> Scalar | None:
    help = None
    if not isinstance(key, Scalar):
        kind = "list" if isinstance(key, Sequence) else "mapping"
        message = f"a {kind} can't be a key"
        help = "put a key that is a formula into quotes"
    elif key.text == "":
        message = "a key is missing before the colon"
    elif "\0" in key.text:  # `spec` marks steps of its own with it
        message = "a key can't hold the character U+0000"
    elif key.value is None or isinstance(key.value, bool | float):
        message = f"`{key.text}` can't be a key"
        help = f'for a key that is text, write `"{key.text}"`'
    else:
        return key
    report.error("invalid-key", message, key.span, expected="text or an integer", help=help)
    return None


def _repeats(key: Scalar, own: dict[str, Entry], report: Report) -> bool:
    name = key_name(key)
    if name not in own:
        return False
    first = own[name].key
    report.error(
        "duplicate-key",
        f"`{key.text}` is written twice, on lines {first.span.line} and {key.span.line}",
        key.span,
        help="remove one of them",
        related=(Related("the first one is here", first.span),),
    )
    return True


def _merge_sources(value: Node, report: Report) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for source in value.items if isinstance(value, Sequence) else (value,):
        if isinstance(source, Mapping):
            entries = {**source.entries, **entries}
        else:
            report.error(
                "invalid-merge-key",
                "`<<` merges mappings alone",
                source.span,
                expected="an alias of a mapping, or a list of them",
            )
    return entries
