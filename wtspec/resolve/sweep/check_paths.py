"""Whether the paths that a sweep varies lead to something, each to something of its own."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.document import Mapping, Node, Scalar
from wtspec.document.merge import child_key
from wtspec.document.override import Override
from wtspec.errors import Diagnostic, Related, did_you_mean, one_of

_FIXED = ("wtspec", "name", "doc", "sweep")
_DECLARING = ("params", "layers", "functions", "inputs", "weights", "state")
"""Keys whose mappings hold names that the file declares."""


def path_fault(tree: Mapping, override: Override) -> Diagnostic | None:
    """What is wrong with a path, where `--set` would declare something new by it.

    Args:
        tree: Of the file.
        override: With the path.
    """
    first = override.steps[0]
    if first.text in _FIXED:
        message = f"`{first.text}` is the same in all trials"
        return Diagnostic("invalid-override", message, first.span)
    node: Node | None = tree
    key: str | None = None
    outer = "the file"
    for step in override.steps:
        inner = node.get(step.text) if isinstance(node, Mapping) else None
        if inner is None and key in _DECLARING:
            return _unknown(step, outer, [*node.entries] if isinstance(node, Mapping) else [])
        if inner is None and not isinstance(node, Mapping | None):
            return None  # of a list, or within a value: told as it is set
        node, key, outer = inner, child_key(key, step.text), f"`{step.text}`"
    return None


def meant_instead(tree: Mapping, override: Override) -> str | None:
    """What the first part of a path that is not there was probably meant to be."""
    node: Node | None = tree
    for step in override.steps:
        if not isinstance(node, Mapping):
            return None
        if step.text not in node.entries:
            return did_you_mean(step.text, node.entries)
        node = node.get(step.text)
    return None


def overlap_fault(
    override: Override, others: Sequence[tuple[Scalar, Override]]
) -> Diagnostic | None:
    """That a path lies within one of others."""
    own = [step.text for step in override.steps]
    for key, other in others:
        theirs = [step.text for step in other.steps]
        shared = min(len(own), len(theirs))
        if own[:shared] == theirs[:shared]:
            span = override.steps[-1].span
            return Diagnostic(
                "overlapping-paths",
                f"`{'.'.join(own)}` and `{'.'.join(theirs)}` set the same value",
                span,
                help="vary one of them",
                related=(Related("the other", key.span),),
            )
    return None


def _unknown(step: Scalar, outer: str, names: list[str]) -> Diagnostic:
    return Diagnostic(
        "unknown-path",
        f"there is no `{step.text}` in {outer} to be varied",
        step.span,
        expected=one_of(names, limit=20) if names else None,
        help=did_you_mean(step.text, names),
    )
