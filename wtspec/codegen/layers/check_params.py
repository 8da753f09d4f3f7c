"""Prints what refuses a param's value when a class is used from Python."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.codegen.displays import tuple_of
from wtspec.codegen.lines import Lines
from wtspec.errors import either, within
from wtspec.language.print import quote
from wtspec.program.declared import Param

_TYPES = {
    "int": ("int",),
    "float": ("int", "float"),
    "list": ("list", "tuple"),
    "str": ("str",),
    "bool": ("bool",),
}


def print_checks(param: Param, name: str, *, nullable: bool) -> Lines:
    """The statement that checks a param's type, if that is int, its bounds and its choices.

    Args:
        name: Of the constructor's local that holds its value.
        nullable: Whether null may be given.
    """
    typed, tests = _of_type(param, name), _of_value(param, name, nullable=nullable)
    if not (typed or tests):
        return []
    error = "ValueError" if tests else "TypeError"
    tests = [*typed, *tests]
    test = " or ".join(tests)
    if nullable:
        test = f"({test})" if len(tests) > 1 else test
        test = f"{name} is not None and {test}"
    message = f"{param.name} must be {_wanted(param)}. Received: "
    message = message.replace("{", "{{").replace("}", "}}")
    text = f"{quote(message)[:-1]}{param.name}={{{name}!r}}" + quote(message)[-1]
    return [f"if {test}:", f"    raise {error}(f{text})"]


def _of_type(param: Param, name: str) -> list[str]:
    """Half a unit would be taken silently, and make weights of another size; true is Python's 1."""
    others = param.alternatives
    if param.limits_items:
        return [f"not isinstance({name}, {_kinds(others)})"]
    if others == ("list",):
        return [f"isinstance({name}, str)"]  # of which `list` would make letters
    if "int" not in others or "float" in others or param.choices is not None:
        return []
    return [*_truth(param, name), f"not isinstance({name}, {_kinds(others)})"]


def _kinds(types: Sequence[str]) -> str:
    """The second argument of `isinstance`."""
    kinds = list(dict.fromkeys(kind for one in types for kind in _TYPES[one]))
    return kinds[0] if len(kinds) == 1 else f"({', '.join(kinds)})"


def _truth(param: Param, name: str) -> list[str]:
    return [] if "bool" in param.alternatives else [f"isinstance({name}, bool)"]


def _of_value(param: Param, name: str, *, nullable: bool) -> list[str]:
    if param.choices is not None:
        return [f"{name} not in {tuple_of(map(_plain, param.choices))}"]
    if param.limits_items:
        return [_of_items(param, name, nullable=nullable)]
    bounds = _of_bounds(param, name)
    return [_of_numbers(param, name, bounds)] if bounds else []


def _of_bounds(param: Param, name: str) -> str:
    low, high = param.minimum, param.maximum
    if low is not None and high is not None:
        return f"not {low} <= {name} <= {high}"
    if low is not None:
        return f"{name} < {low}"
    return f"{name} > {high}" if high is not None else ""


def _of_numbers(param: Param, name: str, test: str) -> str:
    """A test of numbers where a param takes something else as well."""
    others = [one for one in param.alternatives if one in ("str", "bool")]
    return f"not isinstance({name}, {_kinds(others)}) and {test}" if others else test


def _of_items(param: Param, name: str, *, nullable: bool) -> str:
    """A test of the numbers in a list, at any depth, and of one that stands for a list."""
    types = [one for one in param.alternatives if one != "list"] or ["float"]
    bounds = _of_numbers(param, "one", _of_bounds(param, "one"))
    bounds = f"({bounds})" if " and " in bounds else bounds
    tests = [*_truth(param, "one"), f"not isinstance(one, {_kinds(types)})", bounds]
    test = " or ".join(tests)
    test = f"one is not None and ({test})" if nullable else test
    return f"any({test} for one in keras.tree.flatten({name}))"


def _wanted(param: Param) -> str:
    if param.choices is not None:
        return f"one of {', '.join(_plain(choice) for choice in param.choices)}"
    bounds = within(param.minimum, param.maximum)
    if not _of_type(param, param.name):
        return bounds
    if param.alternatives == ("list",) and param.limits_items:
        return f"a list of numbers, {bounds}"
    typed = either(param.alternatives).replace("`", "")
    return f"{typed}, {bounds}" if param.is_bounded else typed


def _plain(value: object) -> str:
    return quote(value) if isinstance(value, str) else repr(value)
