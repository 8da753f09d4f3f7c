"""What becomes of a weight's field, said beside its type."""

from typing import Literal

from msgspec import Struct

Goes = Literal["argument", "attribute", "statement", "mesh"]
Takes = Literal["value", "static", "formula", "entries", "draws", "itself"]


class WeightField(Struct, frozen=True):
    """In an annotation of `WeightSpec`: what becomes of the field.

    Attributes:
        goes: How source says it: as an `argument` of `add_weight`, as an `attribute` that the
            variable is given, or by the `statement` that is printed for it; what says how the
            weight lies on a `mesh` is no part of its layer's class.
        takes: What the file may say: a `value` alone; one, or a `static` formula in its place;
            such a `formula` alone; a list of them, its `entries`; a component, or a formula that
            `draws` or is over the weight `itself`.
        called: What a message calls a formula in it, before the weight's name.
    """

    goes: Goes
    takes: Takes = "value"
    called: str = ""
