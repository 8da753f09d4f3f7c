"""The parameters of the file's own layers, and what their params take."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import Parameter
from wtspec.errors import Report
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Layer, Value
from wtspec.resolve.bind.scope import Symbol
from wtspec.resolve.checks.check_argument import check_argument
from wtspec.spec.param_types import PARTS

INITIAL = ("initializer", "float")
"""What a declared layer's param that is an initializer takes, as a weight does: numbers too."""


def parameters_of(layer: Layer) -> tuple[Parameter, ...]:
    """The constructor's parameters of a declared layer: wrapped layers first, then params."""
    wrapped = tuple(Parameter(wrap.name, accepts=("layer",)) for wrap in layer.wraps)
    params = tuple(
        Parameter(param.name, required=param.default is None, accepts=accepted_by(param.type))
        for param in layer.params
    )
    shared = (Parameter("dtype", required=False, accepts=("dtype",)),)
    return (*wrapped, *params, *shared)


def accepted_by(type_: str | None) -> tuple[str, ...]:
    """What a param of a type takes besides plain values, in the catalog's words."""
    if type_ == "initializer":
        return INITIAL
    return (type_,) if type_ in (*PARTS, "layer", "dtype") else ()


def check_params(
    report: Report, layer: Layer, given: Mapping[str, Value], symbols: Mapping[str, Symbol]
) -> None:
    """Checks plain arguments, and those that are params of the file, whose values are known."""
    for param in layer.params:
        value = given.get(param.name)
        if isinstance(value, Reference) and value.name in symbols:
            symbol = symbols[value.name]
            if isinstance(symbol.value, bool | int | float | str):
                known = t.Value(symbol.value, span=value.span)
                check_argument(report, param, known, origin=symbol.span)
        elif isinstance(value, t.Value | t.List):
            check_argument(report, param, value, symbols)
