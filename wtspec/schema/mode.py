"""Which of several schemas a part of a file has: what is legal there may depend on other parts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wtspec.spec import FileSpec, LayerSpec, ModelSpec, Section, TrainSpec


class Mode(Struct, frozen=True):
    """What else the file says.

    Attributes:
        layers: Whether a layer may be one of the file's own or of what it imports; `hiding` where
            one of its own has the name of a layer of Keras.
        functions: Whether a loss or metric may be one of its functions.
        merged: Whether a base lies under the part, so that any key may be missing, or null to
            remove the base's.
    """

    layers: Literal["keras", "own", "hiding"] = "keras"
    functions: bool = False
    merged: bool = False

    def named(self, base: str) -> str:
        """The name of a definition in this mode."""
        own = "" if self.layers == "keras" else f".{self.layers}"
        return f"{base}{own}{'.functions' * self.functions}{'.merged' * self.merged}"

    def replaced(self) -> Mode:
        """The mode inside a list: merging replaces lists whole."""
        return replace(self, merged=False)

    def for_layers(self) -> Mode:
        """The mode as far as it matters to layers."""
        return replace(self, functions=False)

    def for_section(self, section: type[Section]) -> Mode:
        """The mode as far as it matters to a section."""
        if section is FileSpec:
            return self
        layers = self.layers if section in (LayerSpec, ModelSpec) else "keras"
        return Mode(layers, self.functions and section is TrainSpec, self.merged)

    def for_components(self) -> Mode:
        """The mode as far as it matters to components that are no layers."""
        return Mode(merged=self.merged)
