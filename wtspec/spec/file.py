"""The whole file, validated and frozen."""

from typing import Any, Literal

from msgspec import Struct
from pydantic import Field

from wtspec.document import Document
from wtspec.spec.base import Section
from wtspec.spec.data import DataSpec
from wtspec.spec.layers import LayerSpec, ModelSpec
from wtspec.spec.notes import Steps
from wtspec.spec.train import RuntimeSpec, TrainSpec
from wtspec.spec.values import FileName, Formula, Name, Text


class FileSpec(Section):
    """The top-level keys of LANGUAGE.md."""

    wtspec: Literal[1]
    name: FileName | None = None
    doc: str | None = None
    extends: Text | None = None
    imports: list[Text] = []
    params: dict[Name, Any] = {}
    functions: dict[str, Formula] = {}
    layers: dict[Name, LayerSpec] = {}
    model: ModelSpec | None = None
    data: DataSpec | None = None
    train: TrainSpec | None = None
    runtime: RuntimeSpec = Field(default_factory=RuntimeSpec)


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
