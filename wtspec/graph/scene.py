"""Where a body is drawn: the layer that it is of, and what names in it stand for."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.graph.draft import Draft
from wtspec.graph.graph import GraphNode
from wtspec.graph.observe import Observer
from wtspec.graph.text import shape_text
from wtspec.graph.wires import Wire
from wtspec.language import Expression
from wtspec.program.bound import Reference
from wtspec.program.declared import Function, Layer, Sublayer, Wrapped
from wtspec.shapes.algebra.values import Abstract, Frame
from wtspec.shapes.declarations import weight_of


class Called(Struct, frozen=True):
    """A layer that a name may stand for: a sublayer, or the one that a wrapper takes.

    Attributes:
        position: Which of a repeated sublayer, None where any may be meant.
    """

    layer: Sublayer | Wrapped
    position: int | None = None


class Meaning(Struct, frozen=True):
    """What a name stands for: tensors that flow from nodes, or layers."""

    wires: tuple[Wire, ...] = ()
    value: Abstract = None
    layers: tuple[Called, ...] = ()


class Later(Struct, frozen=True):
    """What a node folds out to, which is drawn once all that lies less deep is.

    Attributes:
        draft: The graph that the node is of.
        path: Of the layer, in the model.
    """

    draft: Draft
    node: str
    body: Layer | Function
    frame: Frame
    path: str


class Picture(Struct, frozen=True):
    """What the bodies of a picture share.

    Attributes:
        lines: The statements that make weights, by layer and name.
        claimed: The paths of layers that are drawn: one that is called twice is opened once.
        frozen: The paths of layers whose weights do not train, whatever these say themselves.
        later: Takes what is to be drawn in nodes.
    """

    observer: Observer
    lines: Mapping[tuple[str, str], str]
    claimed: set[str]
    frozen: set[str]
    later: list[Later]


class Scene(Struct, frozen=True):
    """A body that is drawn.

    Attributes:
        layer: Whose it is; None for one of the file's functions.
        path: Of the layer, in the model.
        values: What expressions give, by their identity.
        indexed: The repeated sublayers each of which is drawn by itself.
    """

    picture: Picture
    layer: Layer | None
    path: str
    frame: Frame
    values: Mapping[int, Abstract]
    indexed: frozenset[str]

    @property
    def printed(self) -> bool:
        """Whether the file has no text of the body's formulas."""
        return self.layer is not None and self.layer.sequential

    def id(self, mark: str) -> str:
        """The id of a node that is no layer."""
        return f"{self.path}{mark}"


class Region:
    """A stretch of a body with the graph that it is drawn in: the body, a branch, a loop.

    Attributes:
        names: What names stand for here.
        taken: What has been taken from outside, by the inputs that stand for it.
        given: The names that got values here.
    """

    __slots__ = ("_outer", "_scene", "draft", "given", "names", "taken")

    def __init__(self, scene: Scene, draft: Draft, outer: Region | None = None) -> None:
        self._scene = scene
        self._outer = outer
        self.draft = draft
        self.names: dict[str, Meaning] = {}
        self.taken: dict[str, Meaning] = {}
        self.given: dict[str, None] = {}

    def look(self, name: str) -> Meaning | None:
        """What a name stands for, wherever that is."""
        if name in self.names or self._outer is None:
            return self.names.get(name)
        return self._outer.look(name)

    def find(self, name: str) -> Meaning | None:
        """What a name stands for, brought in by an input if it lies outside."""
        known = self.look(name)
        if known is None or name in self.names:
            return known
        if known.wires and self._outer is not None:
            outside = self._outer.find(name) or known
            node = self.draft.reserve(self._scene.id(f"@{name}"))
            self.taken[node] = outside
            self.draft.add(GraphNode(node, "input", name, shape=shape_text(known.value)))
            known = Meaning((Wire(node, known.value, name),), known.value, known.layers)
        self.names[name] = known
        return known

    def give(self, name: str, meaning: Meaning) -> None:
        """Gives a local its meaning."""
        self.names[name] = meaning
        self.given[name] = None


def value_of(scene: Scene, region: Region, node: Expression) -> Abstract:
    """What an expression gives, as far as that is known."""
    if not isinstance(node, Reference):
        return scene.values.get(id(node))
    if node.role == "param":
        return scene.frame.params.get(node.name)
    if node.role == "weight":
        return weight_of(scene.picture.observer.run, scene.frame, node.name)
    known = region.look(node.name)
    return known.value if known is not None else scene.frame.dims.get(node.name)
