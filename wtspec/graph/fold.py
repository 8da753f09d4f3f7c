"""Draws branches and loops: nodes that fold out to what is done in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace

from wtspec.graph.draft import Draft
from wtspec.graph.graph import GraphNode
from wtspec.graph.scene import Meaning, Region, Scene, value_of
from wtspec.graph.text import MOST_TITLE, cut, shape_text
from wtspec.graph.wires import Wire, all_of
from wtspec.language import Expression
from wtspec.shapes.algebra.show import show_size
from wtspec.shapes.algebra.values import Copies, Several

Given = list[tuple[str, Meaning]]
"""What flows out of a stretch of a body, by name."""


def fold(
    scene: Scene,
    region: Region,
    kind: Literal["loop", "branch"],
    title: str,
    draw: Callable[[Region], Given],
    rounds: str = "",
) -> Given:
    """Draws what is done in a branch or in a loop, in a node that folds out to it.

    Args:
        draw: Draws in the region within, and says what this gives.

    Returns:
        What flows from the node; where nothing is done within, from what was handed through it.
    """
    draft = region.draft.within(cut(title))
    inner = Region(scene, draft, region)
    given = draw(inner)
    if not draft.works:
        return [(name, _outside(inner, meaning)) for name, meaning in given]
    node = region.draft.reserve(scene.id("?" if kind == "branch" else "%"))
    for name, meaning in given:
        add_output(scene, draft, name or "output", meaning)
    counted = any(one.repeat for one in draft.nodes)
    repeat = "" if counted else rounds
    taken = all_of(one.wires for one in inner.taken.values())
    region.draft.inner[node] = draft
    region.draft.add(GraphNode(node, kind, cut(title), repeat=repeat), taken)
    return [(name, replace(one, wires=(Wire(node, one.value, name),))) for name, one in given]


def add_output(scene: Scene, draft: Draft, name: str, meaning: Meaning) -> None:
    """A node for what flows out; a dict's key may be any text."""
    node = draft.reserve(scene.id(f">{name if name.isidentifier() else ''}"))
    shown = shape_text(meaning.value)
    draft.add(GraphNode(node, "output", cut(name, MOST_TITLE), shape=shown), meaning.wires)


def rounds_of(scene: Scene, region: Region, iterable: Expression) -> str:
    """How often a loop runs, as text; empty where that is not known."""
    match value_of(scene, region, iterable):
        case Several(items):
            return str(len(items))
        case Copies(_, count) if count is not None:
            return cut(show_size(count))
        case _:
            return ""


def _outside(inner: Region, meaning: Meaning) -> Meaning:
    """What was handed through a region, as it is outside of it."""
    taken = inner.taken
    wires = all_of(
        taken[one.source].wires if one.source in taken else (one,) for one in meaning.wires
    )
    return replace(meaning, wires=wires)
