"""What functions over columns make of the rows, by the rules that the table of these names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Concatenate

from wtspec.rows import rules_axis as along
from wtspec.rows import rules_made as made
from wtspec.rows import rules_product as product
from wtspec.rows import rules_shape as shape
from wtspec.rows.arguments import Arguments
from wtspec.rows.form import Array

Rule = Callable[Concatenate[Arguments, ...], Array]

_RULES: tuple[Rule, ...] = (
    along.elementwise,
    along.reduced,
    along.quantile,
    along.kept,
    along.flattening,
    along.shortened,
    along.looked_up,
    along.selected,
    along.learned,
    along.one_hot,
    along.many_hot,
    along.sequence,
    along.dates,
    shape.stack,
    shape.concatenate,
    shape.transpose,
    shape.moveaxis,
    shape.swapaxes,
    shape.expand_dims,
    shape.squeeze,
    shape.reshape,
    shape.broadcast_to,
    shape.tile,
    shape.repeat,
    shape.pad,
    shape.triangle,
    product.take,
    product.take_along_axis,
    product.matmul,
    product.tensordot,
    product.einsum,
    made.filled,
    made.arange,
    made.linspace,
    made.columns,
    made.column,
    made.image,
)
RULES: Mapping[str, Rule] = {rule.__name__: rule for rule in _RULES}
