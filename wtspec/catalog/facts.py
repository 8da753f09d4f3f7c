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

FunctionTrait = Literal[
    "drops",  # drops parts of its input in training · lints/final_dropout
    "gives_list",  # gives a list of tensors · resolve/bind/operation
    "keeps_form",  # leaves logits logits, and probabilities probabilities · lints/backwards
    "keeps_zero",  # gives zero for zero, with a finite gradient · lints/zero_product
    "may_alias",  # may give the very tensor that it is given · codegen/layers/masks
    "multiplies",  # is a product of its operands · lints/zero_product
    "needs_size",  # can't be traced by JAX along an axis of open size · codegen/layers/open_sizes
    "no_gradient",  # lets no gradient through · lints/gradients
    "nonzero",  # has no finite value for zero · shapes/expressions/known
    "probabilities",  # makes probabilities · lints/forms
    "projects",  # sums products; the last axis is that of the last operand · lints/backwards
]
LayerTrait = Literal[
    "adds_loss",  # adds a loss of its own · lints/flows
    "any_number",  # gives any number, but for an activation or constraint · lints/forms
    "assigns",  # gives weights new values when it is called in training · resolve/checks/check_cell
    "centers",  # gives numbers on both sides of zero · lints/forms
    "drops",  # drops parts of its input in training · lints/final_dropout
    "keeps_form",  # leaves logits logits, and probabilities probabilities · lints/forms
    "keeps_zero",  # gives zero for zero, but for its activation · lints/zero_product
    "multiplies",  # is a product of its input and its kernel · lints/zero_product
    "no_gradient",  # its weights need no gradient · lints/untrained
    "probabilities",  # makes probabilities · lints/forms
    "renames_weights",  # its weights don't bear its attributes' names · resolve/layers/weight_paths
    "same_in_training",  # takes `training` for quantization or its parts · resolve/layers/callees
    "spatial",  # is over so many axes between batch and channels · shapes/keras_layers/ranks
    "weights_inside",  # its weights are those of layers that it makes · lints/untrained
]
"""What else may hold of functions, and of layers: each with what it says, and who reads it."""

Trait = FunctionTrait | LayerTrait

_OF_FUNCTIONS = ("shape=", "ge=", "gt=", "le=", "lt=", "labels=", *get_args(FunctionTrait))
_OF_LAYERS = ("shape=", "rank=", "build=", "mask=", *get_args(LayerTrait))
_OF_MEASURES = ("labels=", "compares=")


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


FUNCTIONS = FactTable(Path(__file__).parent / "functions.txt", frozenset(_OF_FUNCTIONS))
LAYERS = FactTable(Path(__file__).parent / "layers.txt", frozenset(_OF_LAYERS))
MEASURES = FactTable(Path(__file__).parent / "measures.txt", frozenset(_OF_MEASURES))


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
