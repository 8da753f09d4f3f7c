"""Weights by the paths that a spec gives them."""

# pyright: basic

import numpy as np


def weight_path(variable):
    """A weight's path in the spec: wrapped layers, in parentheses, do not show in it."""
    parts = variable.path.split("/")[1:]
    return "/".join(p.replace(".", "/") for p in parts if not p.startswith("("))


def paths_of(variable):
    """The path of a weight; of a stack the paths of its parts, block by block."""
    paths = [weight_path(variable)]
    for size in variable.shape[: paths[0].count("*")]:
        paths = [p.replace("*", str(i), 1) for p in paths for i in range(size)]
    return paths


def fill_weight(path, value, find):
    """What `find` has for a path, else the value; for a stack what it has for each block."""
    if "*" in path:
        paths = [path.replace("*", str(index), 1) for index in range(len(value))]
        return np.stack([fill_weight(*each, find) for each in zip(paths, value)])
    found = find(path)
    return value if found is None else found
