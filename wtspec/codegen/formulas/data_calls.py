"""Prints the arguments of what formulas over the data call: NumPy's functions, and ours."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Render, quote
from wtspec.program.bound import Operation, Reference
from wtspec.sources.formulas import data_function

_APPLIED = ("length", "num_classes")
"""What says how something learned is applied, and not what is learned."""


def data_arguments(node: Operation, child: Render) -> list[str]:
    """NumPy's names for required arguments differ from Keras's: they go by position."""
    given = {keyword.name: keyword for keyword in node.keywords}
    names = [parameter.name for parameter in node.function.parameters]
    positional = [child(argument) for argument in node.arguments]
    positional += [
        child(given.pop(parameter.name).value)
        for parameter in node.function.parameters[len(positional) :]
        if parameter.required and parameter.name in given
    ]
    required = [p.name for p in node.function.parameters if p.required]
    count = len(positional) if node.function.variadic else len(required)
    named = [f"{names[index]}={text}" for index, text in enumerate(positional) if index >= count]
    named += [f"{name}={child(_axes(keyword))}" for name, keyword in given.items()]
    first = [quote(learned_name(node, child))] if is_learned(node) else []
    first += ["table"] if node.function.name == "columns" else []
    first += ["files"] if names_files(node) else []
    return [*first, *positional[:count], *named]


def names_files(node: Operation) -> bool:
    """Whether a function reads files that the table names."""
    return data_function(node.function.name).home == "files"


def is_learned(node: Operation) -> bool:
    """Whether a function learns from the training rows."""
    return data_function(node.function.name).home == "learned"


def learned_name(node: Operation, child: Callable[[Expression], str]) -> str:
    """What a call that learns is named in its record: its function and what that is given.

    `lookup` and `one_hot` of a column share its categories, under the column's name.
    """
    argument, *others = _given(node)
    named = isinstance(argument[1], Reference) and argument[1].role == "column"
    text = argument[1].name if isinstance(argument[1], Reference) and named else child(argument[1])
    function = node.function.name
    if named and function in ("lookup", "one_hot"):
        return text
    told = [f"{name}={child(value)}" for name, value in others if name not in _APPLIED]
    return " ".join([function, text, *told])


def _given(node: Operation) -> list[tuple[str, Expression]]:
    """The arguments of a call by their parameters, in the order of these."""
    names = [parameter.name for parameter in node.function.parameters]
    given = dict(zip(names, node.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in node.keywords}
    return [(name, given[name]) for name in names if name in given]


def _axes(keyword: t.Keyword) -> Expression:
    """NumPy takes several axes as a tuple alone."""
    if keyword.name == "axis" and isinstance(keyword.value, t.List):
        return t.Tuple(keyword.value.items, span=keyword.value.span)
    return keyword.value
