"""Prints the arguments of what formulas over the data call: NumPy's functions, and ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Render, quote
from wtspec.program.bound import Operation, Reference
from wtspec.program.counted import APPLIED, given_to
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
    given = given_to(node)
    argument, function = given.pop("x"), node.function.name
    column = (
        argument.name if isinstance(argument, Reference) and argument.role == "column" else None
    )
    if column is not None and function in ("lookup", "one_hot"):
        return column
    told = [_told(name, child(one)) for name, one in given.items() if name not in APPLIED]
    return " ".join([function, column or child(argument), *told])


def _told(name: str, text: str) -> str:
    """A file goes by its name alone: its path is another one where a run is opened again."""
    plain = text.strip("\"'")
    said = re.split(r"[/\\]", plain)[-1] if name == "file" else plain
    return f"{name}={said}"


def _axes(keyword: t.Keyword) -> Expression:
    """NumPy takes several axes as a tuple alone."""
    if keyword.name == "axis" and isinstance(keyword.value, t.List):
        return t.Tuple(keyword.value.items, span=keyword.value.span)
    return keyword.value
