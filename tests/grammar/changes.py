"""Changes of a tree that change nothing of what it means."""

import copy
import re

from wtspec.errors import Source, Span
from wtspec.language import parse_body, parse_expression
from wtspec.language.print import print_body, print_expression

DIMS = {"dim": "size_q", "time": "step_q", "rows": "row_q", "batch": "item_q"}
PARTS = ("layers", "model")
"""What may speak of dims."""


def reordered(tree, chance):
    """The keys of every section in another order; names keep theirs, which means something."""
    tree = copy.deepcopy(tree)
    for one in _layers(tree):
        for weight in _mappings(one.get("weights")):
            _shuffle(weight, chance)
        _shuffle(one, chance)
    for section in _mappings({name: tree.get(name) for name in ("data", "train", "runtime")}):
        _shuffle(section, chance)
    _shuffle(tree, chance)
    return tree


def _layers(tree):
    layers = tree.get("layers")
    return _mappings({**(layers if isinstance(layers, dict) else {}), " model": tree.get("model")})


def _mappings(tree):
    return [one for one in tree.values() if isinstance(one, dict)] if isinstance(tree, dict) else []


def _shuffle(mapping, chance):
    left = list(mapping.items())
    mapping.clear()
    while left:
        key, value = left.pop(chance.randrange(len(left)))
        mapping[key] = value


def renamed(node, names=DIMS):
    """The dims under other names, wherever a text may speak of them."""
    if isinstance(node, dict):
        return {key: renamed(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(item, names) for item in node]
    return rename(node, names) if isinstance(node, str) else node


def rename(text, names=DIMS):
    """Whole words under other names."""
    return re.sub(r"\b\w+\b", lambda word: names.get(word[0], word[0]), text)


def with_renamed_dims(tree):
    """The tree with its dims under other names."""
    return {key: renamed(value) if key in PARTS else value for key, value in tree.items()}


def printed(tree):
    """The tree with each body and formula as we print it."""
    if isinstance(tree, dict):
        bodies = {key: _body(value) for key, value in tree.items() if _is_body(tree, key)}
        return {key: printed(value) for key, value in tree.items()} | bodies
    if isinstance(tree, list):
        return [printed(item) for item in tree]
    if isinstance(tree, str) and tree.startswith("="):
        return "=" + print_expression(parse_expression(tree[1:], _nowhere))
    return tree


def _is_body(tree, key):
    return "(" in key or (key == "call" and "inputs" in tree)


def _body(text):
    return print_body(parse_body(text, _nowhere))


def _nowhere(_start, _end):
    return Span(Source("formula", ""), 1, 1, 1, 1)


def split(tree):
    """A library with the tree's functions and layers, and what is left."""
    library = {key: tree[key] for key in ("wtspec", "functions", "layers") if key in tree}
    return library, {
        key: value for key, value in tree.items() if key not in ("functions", "layers")
    }


def leaves(tree, path=()):
    """The path and the value of each scalar below mappings."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        elif not isinstance(value, list) and "." not in key:
            yield (*path, key), value
