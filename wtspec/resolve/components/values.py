"""Checks plain values against what a parameter accepts."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from wtspec.catalog import Kind, Parameter
from wtspec.errors import Report, Span, either, kind_words, with_article
from wtspec.language import tree as t
from wtspec.program.declared import Items, Table, Use, Value
from wtspec.program.dtypes import check_dtype

DTYPES = frozenset(
    f"{kind}{bits}"
    for kind, sizes in {
        "float": ("16", "32", "64", "8_e4m3fn", "8_e5m2"),
        "int": ("8", "16", "32", "64"),
        "uint": ("8", "16", "32", "64"),
        "bfloat": ("16",),
        "mixed_bfloat": ("16",),
        "mixed_float": ("16",),
        "complex": ("128",),
    }.items()
    for bits in sizes
) | {"bool"}


def check_value(
    report: Report,
    value: Value,
    parameter: Parameter,
    owner: str,
    span: Span,
    names: Collection[str],
) -> None:
    """Notes a plain value, list or mapping of a kind that the parameter does not take.

    Args:
        span: Where the whole value stands.
        names: What a formula may use there.
    """
    if not parameter.accepts or isinstance(value, Use):
        return
    if isinstance(value, Table | Items | t.List):
        _check_several(report, value, parameter, owner, span)
        return
    if isinstance(value, t.Negative):
        value = value.operand  # pyright: ignore[reportAssignmentType] - an expression is a Value
    if not isinstance(value, t.Value):
        return
    if _fits(value.value, parameter):
        if "dtype" in parameter.accepts:
            check_dtype(report, value.value, value.span)
        return
    accepted = _accepted(parameter)
    from wtspec.resolve.components.value_help import value_help

    report.error(
        "wrong-type",
        f"`{parameter.name}` of `{owner}` takes {accepted}",
        value.span,
        expected=accepted,
        received=f"{_noun(value.value)} `{_shown(value.value)}`",
        help=value_help(value.value, parameter.accepts, value.span, names),
    )


def _check_several(
    report: Report, value: Table | Items | t.List, parameter: Parameter, owner: str, span: Span
) -> None:
    listed = not isinstance(value, Table)
    if listed and "list" in parameter.accepts:
        return
    if listed and "layers" in parameter.accepts:
        _check_layers(report, value, parameter, owner)
        return
    accepted = _accepted(parameter)
    report.error(
        "wrong-type",
        f"`{parameter.name}` of `{owner}` takes {accepted}",
        span,
        expected=accepted,
        received="a list" if listed else "a mapping",
    )


def _check_layers(report: Report, value: Items | t.List, parameter: Parameter, owner: str) -> None:
    for item in value.items:
        if isinstance(item, t.Value):
            report.error(
                "wrong-type",
                f"`{parameter.name}` of `{owner}` takes a list of layers",
                item.span,
                expected="the name of a layer",
                received=f"{_noun(item.value)} `{_shown(item.value)}`",
            )


def _accepted(parameter: Parameter) -> str:
    return either(parameter.accepts, _words)


def _words(kind: str) -> str:
    """A component stands there by its name."""
    return f"the name of {with_article(kind)}" if kind in get_args(Kind) else kind_words(kind)


def _fits(value: object, parameter: Parameter) -> bool:
    accepts = parameter.accepts
    if value is None:
        return "null" in accepts or (not parameter.required and parameter.default is None)
    if isinstance(value, bool):
        return "bool" in accepts
    if isinstance(value, int):
        return "int" in accepts or "float" in accepts
    if isinstance(value, float):
        return "float" in accepts
    if "dtype" in accepts and value in DTYPES:
        return True
    return "str" in accepts or "activation" in accepts


def _noun(value: object) -> str:
    if isinstance(value, bool):
        return "a truth value"
    return "null" if value is None else kind_words(type(value).__name__)


def _shown(value: object) -> str:
    words = {"True": "true", "False": "false", "None": "null"}
    return words.get(str(value), str(value))
