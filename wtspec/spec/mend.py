"""Reads what is sound in a document with faults, so that later stages can check it as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from wtspec.document import Document, Entry, Mapping, Node, Scalar, Sequence
from wtspec.document.node import Step
from wtspec.document.steps import steps_to
from wtspec.errors import Diagnostic, Report
from wtspec.spec.faults.notes import Notes, Steps
from wtspec.spec.faults.place import Place
from wtspec.spec.file import FileSpec

_MOST_FAULTS = 50
"""Faults of YAML itself up to which the rest of a file is worth a look."""

_SECTIONS = ("model", "data", "train", "runtime")


def read_sound(
    document: Document,
    report: Report,
    before: Iterable[Diagnostic],
    read: Callable[[Place], FileSpec],
) -> tuple[FileSpec, Document, frozenset[Steps]] | None:
    """The sections of a document with faults, as far as they can be read.

    What is at fault is left out, then what can't be without it, and so on. Misspelt keys stand
    for those that were meant.

    Args:
        document: The merged tree.
        report: Takes the faults.
        before: The faults of earlier stages.
        read: Reads the sections at a place, and notes their faults.

    Returns:
        The sections, the document that they follow, and the places that are missing in it or
        at fault; None where nothing in the file can be relied on.
    """
    gaps = _places(document.tree, before)
    meant: set[Steps] = set()
    tried: set[Steps] = set()
    while gaps is not None:
        notes = Notes(report, gaps, meant)
        mended = replace(document, tree=_leave_out(document.tree, gaps) or document.tree)
        file = read(Place(mended, notes))
        if ("wtspec",) in notes.places:
            break
        renamed = {steps: name for steps, name in notes.renamed.items() if steps not in tried}
        if renamed:
            document = replace(document, tree=_rename(document.tree, renamed))
            meant |= {(*steps[:-1], name) for steps, name in renamed.items()}
            tried |= renamed.keys()  # a name that is taken leaves a key as it was
            continue
        found = {steps for steps in notes.places if steps} - gaps
        if not any(_is_lost(steps, file) for steps in found):
            return file, mended, gaps | found
        gaps |= {steps for steps in found if _is_lost(steps, file)}
    return None


def _is_lost(steps: Steps, file: FileSpec) -> bool:
    """Whether a fault takes away what it is in; a whole section that could be read stays."""
    if len(steps) == 1 and steps[0] in _SECTIONS:
        return getattr(file, str(steps[0])) is None
    if len(steps) == 2 and steps[0] == "layers":
        return file.layers.get(str(steps[1])) is None
    return True


def _places(tree: Mapping, faults: Iterable[Diagnostic]) -> frozenset[Steps] | None:
    """Where in the tree faults are; None where that is all of it."""
    spans = [one.span for one in faults if one.span]
    if len(spans) > _MOST_FAULTS:
        return None
    found = [steps for span in spans if (steps := steps_to(tree, span)) is not None]
    return None if () in found else frozenset(found)


def _grouped(places: Iterable[Steps]) -> dict[Step, list[Steps]]:
    """Places by their first step, which is left off."""
    inner: dict[Step, list[Steps]] = {}
    for first, *rest in places:
        inner.setdefault(first, []).append(tuple(rest))
    return inner


def _leave_out(node: Node, places: Iterable[Steps]) -> Node | None:
    """The node without what stands at some places; None where nothing of use is left."""
    places = list(places)
    if () in places:
        return None
    inner = _grouped(places)
    if isinstance(node, Mapping):
        return _leave_out_entries(node, _by_name(inner))
    if not isinstance(node, Sequence):
        return node
    items = [
        _leave_out(item, inner[index]) if index in inner else item
        for index, item in enumerate(node.items)
    ]
    kept = tuple(item for item in items if item is not None)
    return Sequence(kept, node.span, node.flow) if len(kept) == len(items) else None


def _by_name(inner: dict[Step, list[Steps]]) -> dict[str, list[Steps]]:
    """Places in a mapping by the names of its keys: `8` and `"8"` are one."""
    found: dict[str, list[Steps]] = {}
    for step, places in inner.items():
        found.setdefault(str(step), []).extend(places)
    return found


def _leave_out_entries(node: Mapping, inner: dict[str, list[Steps]]) -> Mapping:
    entries: dict[str, Entry] = {}
    for name, entry in node.entries.items():
        value = entry.value
        if name == "sequential" and name in inner:
            value, inner[name] = _leave_out_layers(value, inner[name])
        value = _leave_out(value, inner[name]) if name in inner else value
        if value is not None:
            entries[name] = Entry(entry.key, value)
    return Mapping(entries, node.span, node.flow)


def _leave_out_layers(node: Node, places: list[Steps]) -> tuple[Node, list[Steps]]:
    """A stack with `Identity` for items at fault, and the places that are left."""
    if not isinstance(node, Sequence):
        return node, places
    faulty = {steps[0] for steps in places if len(steps) == 1}
    items = [
        Scalar("Identity", "Identity", item.span) if index in faulty else item
        for index, item in enumerate(node.items)
    ]
    rest = [steps for steps in places if not steps or steps[0] not in faulty]
    return Sequence(tuple(items), node.span, node.flow), rest


def _rename(node: Node, renamed: dict[Steps, str]) -> Node:
    """The node with other keys at some places, where these are free."""
    inner: dict[Step, dict[Steps, str]] = {}
    for (first, *rest), name in renamed.items():
        inner.setdefault(first, {})[tuple(rest)] = name
    if isinstance(node, Sequence):
        items = [_rename(item, inner.get(index, {})) for index, item in enumerate(node.items)]
        return Sequence(tuple(items), node.span, node.flow)
    if not isinstance(node, Mapping) or not inner:
        return node
    names: dict[str, dict[Steps, str]] = {}
    for step, steps in inner.items():
        names.setdefault(str(step), {}).update(steps)
    entries: dict[str, Entry] = {}
    for name, entry in node.entries.items():
        below = names.get(name, {})
        meant = below.pop((), name)
        value = _rename(entry.value, below)
        if meant in node.entries or meant in entries:
            entries[name] = Entry(entry.key, value)
        else:
            entries[meant] = Entry(Scalar(meant, meant, entry.key.span), value)
    return Mapping(entries, node.span, node.flow)
