"""Loads weights from a file."""

# pyright: basic

import re
from functools import partial

from safetensors.numpy import load_file

from wtspec.codegen.runtime.paths import fill_weight, weight_path

FILE = "weights.safetensors"  # given
SOURCES = [("pattern", lambda: None)]  # given


def find_source(sources, path):
    """What the first source whose pattern fits a path gives for it."""
    for pattern, source in sources:
        found = re.fullmatch(pattern, path)
        if found:
            return source(**found.groupdict())
    return None


def load_pretrained(model):
    """Gives weights the tensors of a file."""
    tensors = load_file(FILE)
    find = tensors.get  # where: not maps
    find = partial(find_source, SOURCES)  # where: maps
    for variable in model.weights:
        value = find(weight_path(variable))  # where: not scans
        if value is not None:  # where: not scans
            variable.assign(value)
        value = fill_weight(weight_path(variable), variable.numpy(), find)  # where: scans
        variable.assign(value)  # where: scans
