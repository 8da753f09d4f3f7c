"""What is drawn of a model or of a layer."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["input", "output", "layer", "formula", "loop", "branch"]


class GraphWeight(Struct, frozen=True, omit_defaults=True):
    """A weight, at the layer that declares it.

    Attributes:
        name: In its layer.
        path: In the model; `*` stands for the numbers of a repeated layer.
        shape: In brackets: of names where sizes are not known.
        initializer: As the file writes it.
        line: The statement that makes it in the generated source; empty for one of Keras's own.
    """

    name: str
    path: str
    shape: str
    dtype: str = ""
    initializer: str = ""
    trainable: bool = True
    line: str = ""
    doc: str = ""


class Edge(Struct, frozen=True, omit_defaults=True):
    """A tensor's way.

    Attributes:
        source: The id of a node of the same graph.
        target: As above.
        shape: Of the tensor, in brackets; empty where it is not known.
        name: That the file gives the tensor.
    """

    source: str
    target: str
    shape: str = ""
    name: str = ""


class GraphNode(Struct, frozen=True, omit_defaults=True):
    """A box.

    Attributes:
        id: Of no other node in the whole graph and those within.
        kind: What it stands for: a `loop` and a `branch` hold what is done in them.
        title: A layer's or tensor's name, the text of a formula, the head of a loop.
        layer: The class of a layer.
        arguments: Of the class, as the file writes them.
        doc: The first line of the layer's own.
        repeat: How many equal ones there are, as text; empty for one.
        shape: Of what it puts out, in brackets.
        weights: Its own, not those of layers in it.
        inner: What it folds out to.
    """

    id: str
    kind: Kind
    title: str
    layer: str = ""
    arguments: str = ""
    doc: str = ""
    repeat: str = ""
    shape: str = ""
    weights: tuple[GraphWeight, ...] = ()
    inner: Graph | None = None


class Graph(Struct, frozen=True, omit_defaults=True):
    """A model or a layer: its nodes in the order of the file, and the edges between them.

    Attributes:
        name: Of the model or the layer.
        weights: That the model itself declares.
    """

    name: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[Edge, ...]
    doc: str = ""
    weights: tuple[GraphWeight, ...] = ()
