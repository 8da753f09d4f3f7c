"""What the name of an operation says of where it comes from."""

from __future__ import annotations

import re
from typing import NamedTuple

_AROUND = re.compile(r"^(\w+)\((.*)\)$")
_NAMED = re.compile(r"^[\w.*()\- ]+$")
"""Names of layers; an einsum stands among them by its formula."""
_NO_LAYERS = re.compile(
    r"^(while|body|cond|branch_\d+_fun|closed_call|checkpoint|rematted_computation|remat\d*|"
    r"custom_[jv]vp_call(_jaxpr)?|pjit|shard_map)$"
)


class OpOrigin(NamedTuple):
    """Where an operation comes from.

    Attributes:
        phase: `forward`, `backward`, or `update`: what comes of no layer's call.
        layer: The path of the layer, or the name of what else it is; empty for the model itself.
    """

    phase: str
    layer: str


def origin_of(op_name: str) -> OpOrigin:
    """The origin of an operation that JAX has named, as `jit(_once)/transpose(jvp(head))/add`."""
    phase, parts = "update", list[str]()
    for part in op_name.split("/")[:-1]:
        while (around := _AROUND.match(part)) is not None:
            if around[1] == "transpose":
                phase = "backward"
            elif around[1] == "jvp" and phase == "update":
                phase = "forward"
            part = "" if around[1] in ("jit", "pjit") else around[2]  # noqa: PLW2901 - peeled
        if _NAMED.match(part) and not _NO_LAYERS.match(part):
            parts.append(part)
    path = _path(parts)  # Keras counts optimizers: `adam_1`
    return OpOrigin(phase, re.sub(r"_\d+$", "", path) if phase == "update" else path)


def _path(parts: list[str]) -> str:
    """A scan names itself `blocks.*` and the block that it runs `blocks.0`, which is one layer."""
    path: list[str] = []
    for part in parts:
        if path and path[-1].endswith(".*") and part == f"{path[-1][:-1]}0":
            continue
        path.append(part)
    return "/".join(path).replace(".", "/")
