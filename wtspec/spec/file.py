"""The whole file, validated and frozen."""

from typing import Annotated, Literal

from msgspec import Struct
from pydantic import Field, WithJsonSchema

from wtspec.document import Document
from wtspec.spec.base import Section
from wtspec.spec.data import DataSpec
from wtspec.spec.faults.notes import Steps
from wtspec.spec.layers import LayerSpec, ModelSpec
from wtspec.spec.names import name_pattern
from wtspec.spec.param import FileParam
from wtspec.spec.prose import Prose
from wtspec.spec.sweep import SweepSpec
from wtspec.spec.train import RuntimeSpec, TrainSpec
from wtspec.spec.values import FileName, Formula, Name, Text

Signature = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": name_pattern(before=r"\s*", after=r"\s*\([\s\S]*\)\s*"),
        }
    ),
]


class FileSpec(Section):
    """The top-level keys of LANGUAGE.md."""

    wtspec: Literal[1]
    """The version of the language: 1."""
    name: FileName | None = None
    """What the model is called; the file's stem, if left out."""
    doc: Prose = None
    """What the file is, in a line or more."""
    extends: Text | None = None
    """A base file, which this one is merged over."""
    imports: list[Text] = []
    """Files whose layers and functions can be used here."""
    params: dict[Name, FileParam] = {}
    """The file's own knobs with their defaults; --set params.NAME changes one."""
    functions: dict[Signature, Formula] = {}
    """Functions for formulas, losses and metrics: the key is the signature."""
    layers: dict[Name, LayerSpec] = {}
    """The layers that this file declares, by name."""
    model: ModelSpec | None = None
    """The model: a layer whose inputs are the data's."""
    data: DataSpec | None = None
    """Where the rows come from, and what they become."""
    train: TrainSpec | None = None
    """How the model is trained."""
    runtime: RuntimeSpec = Field(default_factory=RuntimeSpec)
    """What the run follows from besides: seed, precision, platform."""
    sweep: SweepSpec | None = None
    """Many trials of the file with other values: wtspec sweep."""


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

    def _repr_html_(self) -> str:
        """What a notebook shows of it: what it says, bases and changes by `set` merged in."""
        from wtspec.errors.render.html import never_raising  # few specs are shown

        return never_raising(_as_html)(self)


def _as_html(spec: Spec) -> str:
    from wtspec.document.yaml_html import yaml_as_html
    from wtspec.errors.render.html import heading, paragraph

    title = heading("spec", spec.name, f"from {spec.document.source.name}")
    doc = paragraph(spec.file.doc) if spec.file.doc else ""
    return title + doc + yaml_as_html(spec.file.to_yaml(), without=("wtspec", "name", "doc"))
