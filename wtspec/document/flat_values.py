"""A tree's values by the dotted paths of their keys."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.document.node import Node, Scalar, Sequence


def flat_values(node: Node, path: str = "") -> Iterator[tuple[str, str]]:
    """Values as texts by path: `train.optimizer.Adam.learning_rate`, `0.001`.

    A list of plain values is one value, `[32, 64]`; of another one each item has a number.

    Args:
        node: Where it begins.
        path: Of that node.
    """
    if isinstance(node, Scalar):
        yield path, node.text if node.text or node.value is not None else "null"
    elif isinstance(node, Sequence):
        texts = [item.text for item in node.items if isinstance(item, Scalar)]
        if len(texts) == len(node.items):
            yield path, f"[{', '.join(texts)}]"
            return
        for at, item in enumerate(node.items):
            yield from flat_values(item, f"{path}.{at}")
    else:
        for key, entry in node.entries.items():
            yield from flat_values(entry.value, f"{path}.{key}" if path else key)
