"""Names under which Keras finds classes again: those of different classes differ."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from msgspec import Struct

from wtspec.document.from_python import as_plain
from wtspec.program.declared import Layer
from wtspec.program.program import MODEL, Program
from wtspec.spec.prose import without_prose


class Registered(Struct, frozen=True):
    """The names of a module's classes in Keras's registry.

    Two files may have one stem and declare layers of one name. So a class's name ends in a digest
    of what its file says of it, and of the layers and functions that it names: a saved model is
    never given another file's layer, nor one that has changed since.
    """

    package: str
    written: Mapping[str, tuple[str, object]]

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


def _text(key: str, said: object) -> str:
    return json.dumps([key, as_plain(without_prose(said), short=True)])
