"""What a file declares: its layers and functions, and what these are made of, every name resolved.

Expressions in here are bound: their names are `Reference`s, their calls say what is called.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wtspec.catalog import Component as CatalogComponent
from wtspec.errors import Span
from wtspec.language import Body, Expression
from wtspec.spec.param_types import PARTS, alternatives

Axes = tuple[str | None, ...]
"""Along which axis of the mesh each dim of a weight is cut; None for not at all."""


class Use(Struct, frozen=True):
    """A component as the file uses it: a class with arguments.

    Attributes:
        component: Keras's class, or the name of one of the file's layers.
        arguments: By parameter name, in the file's order.
        span: Where it is named.
        alias: The name as written, where it was written without arguments.
        wraps: Of one of the file's wrappers: the arguments that it wraps.
    """

    component: CatalogComponent | str
    arguments: tuple[tuple[str, Value], ...]
    span: Span
    alias: str | None = None
    wraps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The class's name."""
        return self.component if isinstance(self.component, str) else self.component.name


class Items(Struct, frozen=True):
    """A list among arguments that holds components."""

    items: tuple[Value, ...]


class Table(Struct, frozen=True):
    """A mapping among arguments."""

    items: tuple[tuple[str | int, Value], ...]


Value = Expression | Use | Items | Table


class Param(Struct, frozen=True):
    """A constructor argument of a layer, or a knob of the file.

    Attributes:
        default: None where it is required.
        settled: When its value is known: a default that is a formula over dims waits for `build`.
        known: What a knob of the file comes to; None for a layer's param.
    """

    name: str
    type: str | None
    default: Value | None
    minimum: float | None
    maximum: float | None
    choices: tuple[object, ...] | None
    doc: str | None
    span: Span
    settled: Literal["given", "init", "build"] = "given"
    known: Value | None = None

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The plain types that its type joins, or its one type."""
        return alternatives(self.type)

    @property
    def follows(self) -> bool:
        """Whether it follows from other params, or from dims, where it is not given."""
        return self.settled != "given"

    @property
    def is_bounded(self) -> bool:
        """Whether not every value of its type will do."""
        return (self.minimum, self.maximum, self.choices) != (None, None, None)

    @property
    def limits_items(self) -> bool:
        """Whether it takes lists whose items have bounds, so that they must be numbers."""
        return "list" in self.alternatives and (self.minimum, self.maximum) != (None, None)

    @property
    def is_part(self) -> bool:
        """Whether it is made by the `get` of its kind, `keras.regularizers.get`."""
        return self.type in PARTS


class Pattern(Struct, frozen=True):
    """A shape pattern: names, sizes, `...`, `_` and formulas, unbound."""

    entries: tuple[Expression, ...]
    span: Span


class Input(Struct, frozen=True):
    """A tensor that `call` takes."""

    name: str
    pattern: Pattern
    dtype: str | None
    optional: bool
    doc: str | None
    span: Span


class Dim(Struct, frozen=True):
    """A name bound by the shape of an input or of a wrapped layer's output.

    Attributes:
        source: The input or wrapped layer.
        axis: Counted from the end where a `...` stands before it.
        dynamic: Whether it stands where the batch does, whose size is never known.
    """

    name: str
    source: str
    axis: int
    dynamic: bool


class Computed(Struct, frozen=True):
    """A size in an input's shape that is a formula of names bound elsewhere."""

    source: str
    axis: int
    size: Expression


class Weight(Struct, frozen=True):
    """A weight, with the fields of a `WeightSpec` and what the formulas in them are.

    Attributes:
        initializer: None as a value where it is left out, since a file fills the weight.
        sharding: None where every device has all of it.
        sharding_span: Where it is said.
    """

    name: str
    shape: tuple[Expression, ...]
    initializer: Value
    dtype: str | Expression | None
    trainable: bool | Expression | None
    autocast: bool | Expression | None
    regularizer: Value | None
    constraint: Value | None
    aggregation: str
    overwrite_with_gradient: bool
    when: Expression | None
    lr_scale: float | Expression
    weight_decay: bool
    sharding: Axes | None
    doc: str | None
    span: Span
    sharding_span: Span | None = None


class Sublayer(Struct, frozen=True):
    """A layer within a layer.

    Attributes:
        remat: Whether the backward pass computes again what it needs of it.
        scan: Whether those of a repeated one are equal, and run as one loop.
        label: Its name in paths, where that is not its name in formulas.
        settled: When its arguments are known: `build` where they use dims.
    """

    name: str
    layer: Value
    repeat: Expression | None
    when: Expression | None
    trainable: bool
    remat: bool
    scan: bool
    settled: Literal["init", "build"]
    span: Span
    label: str | None = None

    @property
    def path_name(self) -> str:
        """Its name in paths, which may be another than in formulas."""
        return self.label or self.name


class Wrapped(Struct, frozen=True):
    """A layer taken as an argument."""

    name: str
    pattern: Pattern
    span: Span


class State(Struct, frozen=True):
    """A state of a recurrent cell; the batch stands first in its shape."""

    name: str
    shape: tuple[Expression, ...]
    dtype: str | None
    span: Span


class Requirement(Struct, frozen=True):
    """What must hold of a layer's params, and of the sizes of its inputs.

    Attributes:
        text: As the file has it.
    """

    test: Expression
    text: str
    span: Span


class Facts(Struct, frozen=True):
    """What a body does, found while binding it."""

    reads: frozenset[str] = frozenset()
    uses_training: bool = False
    uses_random: bool = False
    adds_loss: bool = False
    metrics: tuple[str, ...] = ()


class Layer(Struct, frozen=True):
    """A layer or model that the file declares.

    Attributes:
        incomplete: Its keys under which something is missing for a fault that has been told.
        mask: What becomes of Keras's mask, if the file says so.
        depends_on_training: Whether it, or a layer in it, may behave otherwise in training.
        adds_loss: Whether it, or a layer in it, adds to the training loss.
    """

    name: str
    doc: str | None
    span: Span
    params: tuple[Param, ...]
    inputs: tuple[Input, ...]
    dims: tuple[Dim, ...]
    weights: tuple[Weight, ...]
    sublayers: tuple[Sublayer, ...]
    states: tuple[State, ...]
    wraps: tuple[Wrapped, ...]
    body: Body
    facts: Facts
    returns: Pattern | tuple[tuple[str | int, Pattern], ...] | None
    bound_returns: tuple[Expression, ...] | None = None
    sequential: bool = False
    is_model: bool = False
    computed: tuple[Computed, ...] = ()
    classes: tuple[str, ...] = ()
    incomplete: frozenset[str] = frozenset()
    mask: Literal["pass", "end"] | Expression | None = None
    requires: tuple[Requirement, ...] = ()
    depends_on_training: bool = True
    adds_loss: bool = False

    def param(self, name: str) -> Param | None:
        """The param of that name, or None."""
        return next((param for param in self.params if param.name == name), None)


class Function(Struct, frozen=True):
    """One of the file's functions.

    Attributes:
        static: Its parameters that must be static.
        valued: Its parameters whose values it reads, not their shapes alone.
        calls: The file's functions that it calls.
    """

    name: str
    parameters: tuple[tuple[str, Expression | None], ...]
    body: Body
    static: frozenset[str]
    valued: frozenset[str]
    calls: frozenset[str]
    facts: Facts
    span: Span
