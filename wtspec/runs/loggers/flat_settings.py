"""A spec's values by the dotted paths of their keys."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.document import Mapping, Node, Scalar, Sequence

_PROSE = ("wtspec", "doc", "name")
_LOGGERS = "train.loggers"


def flat_settings(tree: Mapping) -> dict[str, str]:
    """What a resolved spec sets, as texts by their paths: `train.optimizer.Adam.learning_rate`.

    A list of plain values is one value, `[32, 64]`; of another one each item has a number.
    Loggers say nothing about a training.
    """
    sections = ((key, entry) for key, entry in tree.entries.items() if key not in _PROSE)
    return {path: text for key, entry in sections for path, text in _flat(key, entry.value)}


def _flat(path: str, node: Node) -> Iterator[tuple[str, str]]:
    if path == _LOGGERS:
        return
    match node:
        case Scalar():
            yield path, node.text
        case Sequence(items) if all(isinstance(item, Scalar) for item in items):
            texts = (item.text for item in items if isinstance(item, Scalar))
            yield path, f"[{', '.join(texts)}]"
        case Sequence(items):
            for index, item in enumerate(items):
                yield from _flat(f"{path}.{index}", item)
        case Mapping():
            for key, entry in node.entries.items():
                yield from _flat(f"{path}.{key}", entry.value)
