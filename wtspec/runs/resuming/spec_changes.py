"""Which keys of a spec mean something else than they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from wtspec.document import Node, Scalar, Step, find, walk
from wtspec.document.node import Mapping as Tree
from wtspec.document.steps import key_path
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.resuming.meaning import Place, files, meaning, part_of
from wtspec.runs.resuming.tree_changes import Change, order_changes, tree_changes
from wtspec.stages import Checked

HOW_IT_GOES_ON = frozenset(
    {
        *(("doc",), ("name",), ("tests",), ("budget",)),
        *(("train", key) for key in ("epochs", "steps", "optimizer", "early_stopping")),
        *(("train", key) for key in ("callbacks", "checkpoint", "loggers", "clip_norm", "groups")),
        *(("runtime", key) for key in ("platform", "compile_cache", "deterministic", "mesh")),
        *(("runtime", key) for key in ("rewrite_for_cpu", "processes")),
    }
)
"""The keys that may change in a run: they say how its training goes on, and not what is trained."""

_WORD = re.compile(r"[^\W\d]\w*")


class SpecChanges(Struct, frozen=True):
    """What a spec says otherwise than another.

    Attributes:
        refused: Where one trains what the other does not.
        allowed: The keys that only touch how training goes on, `train.epochs`.
    """

    refused: tuple[Change, ...]
    allowed: tuple[str, ...]


def spec_changes(before: Checked, after: Checked, folder: Path) -> SpecChanges:
    """Compares what two specs mean, and says by which keys they differ.

    Args:
        before: The recorded spec.
        after: The one to go on with.
        folder: Of the run: paths of both are compared as they are from here.
    """
    old, new = _tree(before, folder), _tree(after, folder)
    was, now = meaning(before.program), meaning(after.program)
    others, known = _others(was, now), {*was, *now}
    changes = tree_changes(old, new)
    refused = [one for one in changes if any(_changes(one, part) for part in others)]
    refused = [one for one in refused if not _is_allowed(one.steps)]
    silent = {part for part in others if not _is_allowed(part)}
    silent = {part for part in silent if not any(_changes(one, part) for one in refused)}
    refused += _causes(silent, changes, old, new)
    allowed = [one.steps for one in changes if _is_allowed(one.steps)]
    allowed = [
        steps for steps in allowed if part_of(steps) in others or part_of(steps) not in known
    ]
    told = {part_of(steps) for steps in allowed}
    allowed += [part for part in others if _is_allowed(part) and part not in told]
    allowed += _others(files(before.program), files(after.program))
    keys = {key_path(steps[:2]) for steps in allowed} | set(map(key_path, _cuts(changes)))
    return SpecChanges(tuple(dict.fromkeys(refused)), tuple(sorted(keys)))


def _cuts(changes: Iterable[Change]) -> Iterator[Place]:
    """The shardings of weights that are others: states go on, however their values lie."""
    for one in changes:
        match one.steps:
            case ("layers", _, "weights", _, "sharding", *_):
                yield one.steps[:5]
            case ("model", "weights", _, "sharding", *_):
                yield one.steps[:4]
            case _:
                pass


def _tree(checked: Checked, folder: Path) -> Tree:
    return resolved_tree(checked.spec, folder.resolve(), checked.program.params)


def _others(before: Mapping[Place, object], after: Mapping[Place, object]) -> set[Place]:
    return {part for part in {*before, *after} if before.get(part, ()) != after.get(part, ())}


def _is_allowed(steps: Place) -> bool:
    return steps[:1] in HOW_IT_GOES_ON or steps[:2] in HOW_IT_GOES_ON


def _changes(change: Change, part: Place) -> bool:
    """Whether a key belongs to a part, or holds all of it."""
    return part_of(change.steps) == part or part[: len(change.steps)] == change.steps


def _causes(silent: set[Place], changes: list[Change], old: Tree, new: Tree) -> list[Change]:
    """What makes parts mean something else whose own keys are as they were.

    They read a param, or they call a function where its formula is written out; else the order of
    their keys is another, which matters where inputs are given by position.
    """
    read = _params_read(silent, new)
    found = [one for one in changes if one.steps[0] == "params" and read.issuperset(one.steps[1:2])]
    if any(part[0] == "data" for part in silent):
        found += [one for one in changes if one.steps[0] == "functions"]
    return found or [one for one in order_changes(old, new) if part_of(one.steps) in silent]


def _params_read(parts: Iterable[Place], tree: Tree) -> set[Step]:
    """The file's params that parts of it name, and those that the defaults of these name."""
    read: set[Step] = set()
    words = {word for part in parts for word in _words(find(tree, *part))}
    while new := words - read:
        read |= new
        words |= {word for name in new for word in _words(find(tree, "params", name))}
    return read


def _words(node: Node | None) -> set[str]:
    texts = [one.text for one in walk(node) if isinstance(one, Scalar)] if node is not None else []
    return {word for text in texts for word in _WORD.findall(text)}
