"""The whole file, validated and frozen."""

from dataclasses import field
from typing import Any, Literal

from msgspec import Struct

from wtspec.document import Document
from wtspec.spec.data import DataSpec
from wtspec.spec.layers import LayerSpec, ModelSpec
from wtspec.spec.notes import Steps
from wtspec.spec.section import Section
from wtspec.spec.train import RuntimeSpec, TrainSpec
from wtspec.spec.values import FileName, Formula, Name, Text


class FileSpec(Section):
    """The top-level keys of LANGUAGE.md."""

    wtspec: Literal[1]
    name: FileName | None = None
    doc: str | None = None
    extends: Text | None = None
    imports: list[Text] = field(default_factory=list)
    params: dict[Name, Any] = field(default_factory=dict)
    functions: dict[str, Formula] = field(default_factory=dict)
    layers: dict[Name, LayerSpec] = field(default_factory=dict)
    model: ModelSpec | None = None
    data: DataSpec | None = None
    train: TrainSpec | None = None
    runtime: RuntimeSpec = field(default_factory=RuntimeSpec)


class Spec(Struct, frozen=True):
    """A spec that has the right structure; names, types and shapes are checked by `resolve`.

    Attributes:
        file: The validated sections.
        document: The located tree that they came from: `file`'s attributes follow its keys.
        name: The file's `name`, else its stem as an identifier.
        libraries: The imported files, those that others need first.
        gaps: The places of faults; what stood there may be missing in `file` and `document`.
    """

    file: FileSpec
    document: Document
    name: str
    libraries: tuple["Spec", ...] = ()
    gaps: frozenset[Steps] = frozenset()

    def __repr__(self) -> str:
        return f"Spec({self.name!r}, from {self.document.source.name!r})"
