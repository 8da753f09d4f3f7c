"""What is known of Keras's functions, layers, losses and metrics beyond their parameters.

It stands in `functions.txt`, `layers.txt` and `measures.txt`, a line for each name. Whoever reads a
program asks here: the symbolic shapes, the lints, the binder, the printer.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from msgspec import Struct

from wtspec.catalog.asks import Bounds
from wtspec.catalog.table import FactTable

Build = Literal["nothing", "late", "size", "last", "axis", "any", "attention"]
"""What a layer's `build` does with the shape it is given.

`nothing`: it makes nothing that the first call would not make as well; `late`: nor this one, but
the layer counts as unbuilt until it is called: Keras warns of a layer with such a one that has no
`build`, once it is loaded; `size`: it makes weights, sized by no axis; `last`: sized by the last
axis alone; `axis`: by the last unless another is given; `any`: it may look at any axis;
`attention`: it is given the shapes of query, value and key.
"""

Mask = Literal["makes", "passes", "with_sequence", "loses"]
"""What becomes of the mask of a layer's first input.

`makes`: the layer makes one of its own; `passes`: the output bears it; `with_sequence`: so it does
where the layer gives a sequence; `loses`: the output does not, though it has steps as before.
"""

Labels = Literal["binary", "vectors", "numbers"]
"""How a cross-entropy wants its targets: as zeros and ones, one-hot vectors, or class numbers."""

Compares = Literal["numbers", "labels", "one_hot", "scores", "shapes", "equal"]
"""What a loss or metric compares with the model's output.

`numbers`: numbers rather than classes; `labels`: class numbers; `one_hot`: one-hot vectors;
`scores`: zeros and ones, with a threshold; `shapes`: Keras chooses among these by the shapes of
targets and output; `equal`: what may be equal to the output.
"""

Trait = Literal[
    "adds_loss",  # a layer that adds a loss of its own
    "any_number",  # a layer that gives any number, but for an activation or constraint
    "assigns",  # a layer that gives weights new values when it is called in training
    "centers",  # gives numbers on both sides of zero
    "drops",  # drops parts of its input in training
    "gives_list",  # gives a list of tensors
    "keeps_form",  # leaves logits logits, and probabilities probabilities
    "keeps_zero",  # gives zero for zero
    "may_alias",  # may give the very tensor that it is given
    "multiplies",  # is a product of its operands, or of its input and its kernel
    "needs_size",  # can't be traced by JAX along an axis of open size
    "nonzero",  # has no finite value for zero
    "no_gradient",  # a function that lets none through; a layer whose weights none need reach
    "probabilities",  # makes probabilities
    "projects",  # sums products; the last axis is that of the last operand
    "renames_weights",  # a layer whose weights don't bear the names of its attributes
    "same_in_training",  # takes `training` for quantization, or for the layers in it, alone
    "spatial",  # a layer over so many spatial axes, between the batch and the channels
    "weights_inside",  # a layer whose weights are those of layers that it makes
]
TRAITS: tuple[str, ...] = get_args(Trait)


class KerasFacts(Struct, frozen=True):
    """What is known of a function, layer, loss or metric of Keras.

    Attributes:
        shape: The rule that says what it does to shapes, in `wtspec/shapes/operations` or
            `keras_layers`; None where it may do anything.
        of: What that rule is told: the parameters it is about, or a number of axes.
        rank: How many axes a layer takes; None for any number.
        open_rank: Whether it takes more, too.
        build: What a layer's `build` looks at; None where that is not known.
        mask: What becomes of a mask; None where it ends, or that is not known.
        labels: How a cross-entropy wants its targets; None of what is none.
        compares: What a loss or metric compares; None where that is not known.
        domain: For which numbers a function of one has a finite value; None for all. In the tables
            by `ge`, `gt`, `le` and `lt`.
        traits: What else holds.
    """

    shape: str | None = None
    of: tuple[str, ...] = ()
    rank: int | None = None
    open_rank: bool = False
    build: Build | None = None
    mask: Mask | None = None
    labels: Labels | None = None
    compares: Compares | None = None
    domain: Bounds | None = None
    traits: frozenset[Trait] = frozenset()

    @property
    def keeps_shape(self) -> bool:
        """Whether it certainly gives a tensor of its input's shape."""
        return self.shape in ("like", "along")


FUNCTIONS = FactTable(Path(__file__).parent / "functions.txt")
LAYERS = FactTable(Path(__file__).parent / "layers.txt")
MEASURES = FactTable(Path(__file__).parent / "measures.txt")


@cache
def facts(name: str) -> KerasFacts:
    """What is known of what bears a name; nothing where it has no line."""
    row = FUNCTIONS.row(name) or LAYERS.row(name) or MEASURES.row(name)
    if row is None:
        return KerasFacts()
    values = row.values
    shape, _, of = values.get("shape", "").partition(":")
    rank = values.get("rank", "")
    limits = {key: float(values[key]) for key in ("ge", "gt", "le", "lt") if key in values}
    return KerasFacts(
        shape=shape or None,
        of=tuple(of.split(",")) if of else (),
        rank=int(rank.rstrip("+")) if rank else None,
        open_rank=rank.endswith("+"),
        build=cast("Build | None", values.get("build")),
        mask=cast("Mask | None", values.get("mask")),
        labels=cast("Labels | None", values.get("labels")),
        compares=cast("Compares | None", values.get("compares")),
        domain=Bounds(**limits) if limits else None,
        traits=frozenset(cast("tuple[Trait, ...]", row.traits)),
    )


def has(name: str, trait: Trait) -> bool:
    """Whether a trait is known of what bears a name."""
    return trait in facts(name).traits
