"""Prints the arguments of what formulas over the data call: NumPy's functions, and ours."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Render, quote
from wtspec.program.bound import Operation, Reference
from wtspec.sources.formulas import data_function


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
    return [*first, *positional[:count], *named]


def is_learned(node: Operation) -> bool:
    """Whether a function learns from the training rows."""
    return data_function(node.function.name).home == "learned"


def learned_name(node: Operation, child: Render) -> str:
    """What a function that learns is called in its record: its column, or its whole argument.

    `lookup` and `one_hot` of a column share its categories.
    """
    argument = node.arguments[0] if node.arguments else node.keywords[0].value
    if isinstance(argument, Reference) and argument.role == "column":
        kind = "lookup" if node.function.name == "one_hot" else node.function.name
        return argument.name if kind == "lookup" else f"{kind} {argument.name}"
    return f"{node.function.name} {child(argument)}"


def _axes(keyword: t.Keyword) -> Expression:
    """NumPy takes several axes as a tuple alone."""
    if keyword.name == "axis" and isinstance(keyword.value, t.List):
        return t.Tuple(keyword.value.items, span=keyword.value.span)
    return keyword.value
