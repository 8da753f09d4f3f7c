"""Names under which Keras finds classes again: those of different classes differ."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from wtspec.document import Node, plain
from wtspec.program.declared import Layer
from wtspec.program.program import MODEL, Program
from wtspec.spec import InputSpec, LayerSpec, ModelSpec, ParamSpec, SublayerSpec, WeightSpec


class Registered(Struct, frozen=True):
    """The names of a module's classes in Keras's registry.

    Two files may have one stem and declare layers of one name. So a class's name ends in a digest
    of what its file says of it, and of the layers and functions that it names: a saved model is
    never given another file's layer, nor one that has changed since.
    """

    package: str
    written: Mapping[str, tuple[str, Node]]

    def name(self, layer: Layer, class_name: str) -> str:
        """The name of a layer's class within the package."""
        named = self._named(MODEL if layer.is_model else layer.name)
        texts = [_text(*self.written[one]) for one in sorted(named)]
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
        return f"{class_name}.{digest[:8]}"

    def _named(self, layer: str) -> set[str]:
        """A part of the file, with all parts that it names, and those that these name."""
        found: set[str] = set()
        waiting = [layer]
        while waiting:
            name = waiting.pop()
            if name in self.written and name not in found:
                found.add(name)
                waiting += re.findall(r"[A-Za-z]\w*", _text(*self.written[name]), re.ASCII)
        return found


def registered(program: Program) -> Registered:
    """The names of a program's classes."""
    return Registered(f"wtspec.{program.name}", program.written)


def _text(key: str, node: Node) -> str:
    return json.dumps([key, _said(plain(node))], default=str)


def _said(value: object, depth: int = 0) -> object:
    """A layer, or what is in it, without docs, in whatever order the keys of sections stand."""
    if isinstance(value, list):
        return [_said(one, depth + 1) for one in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    items = cast("dict[object, object]", value).items()
    said = {str(key): _said(one, depth + 1) for key, one in items if key != "doc"}
    if depth not in _SECTIONS_AT:
        return said
    return {key: said[key] for key in sorted(said, key=lambda key: _PLACES.get(key, len(_PLACES)))}


_SECTIONS_AT = (0, 2)
"""How deep in a layer sections stand; the names that it declares are between, and in order."""

_SECTIONS = (LayerSpec, ModelSpec, WeightSpec, ParamSpec, InputSpec, SublayerSpec)
_KEYS = dict.fromkeys(key for section in _SECTIONS for key in section.model_fields)
_PLACES = {key: place for place, key in enumerate(_KEYS)}
