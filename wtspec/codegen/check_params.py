"""Prints what refuses a param's value when a class is used from Python."""

from __future__ import annotations

from wtspec.codegen.lines import Lines
from wtspec.language.print import quote
from wtspec.program.declared import Param

_TYPES = {"int": ("int",), "list": ("list", "tuple"), "str": ("str",), "bool": ("bool",)}


def print_checks(param: Param, name: str, *, nullable: bool) -> Lines:
    """The statement that checks a param's type, if that is int, its bounds and its choices.

    Args:
        name: Of the constructor's local that holds its value.
        nullable: Whether null may be given.
    """
    typed, tests = _of_type(param, name), _of_value(param, name)
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
    if others == ("list",):
        return [f"isinstance({name}, str)"]  # of which `list` would make letters
    if "int" not in others or param.choices is not None or not set(others) <= _TYPES.keys():
        return []
    kinds = [kind for one in others for kind in _TYPES[one]]
    listed = kinds[0] if len(kinds) == 1 else f"({', '.join(kinds)})"
    truths = [] if "bool" in others else [f"isinstance({name}, bool)"]
    return [*truths, f"not isinstance({name}, {listed})"]


def _of_value(param: Param, name: str) -> list[str]:
    if param.choices is not None:
        choices = ", ".join(_plain(choice) for choice in param.choices)
        return [f"{name} not in ({choices}{',' if len(param.choices) == 1 else ''})"]
    low, high = param.minimum, param.maximum
    one = "one" if "list" in param.alternatives else name
    if low is not None and high is not None:
        return [_of_numbers(param, name, one, f"not {low} <= {one} <= {high}")]
    if low is not None:
        return [_of_numbers(param, name, one, f"{one} < {low}")]
    return [_of_numbers(param, name, one, f"{one} > {high}")] if high is not None else []


def _of_numbers(param: Param, name: str, one: str, test: str) -> str:
    """A test of numbers where a param takes lists of them, or something else, as well."""
    others = [{"str": "str", "bool": "bool"}.get(each) for each in param.alternatives]
    known = [other for other in others if other is not None]
    kinds = known[0] if len(known) == 1 else f"({', '.join(known)})"
    guarded = f"not isinstance({one}, {kinds}) and {test}" if known else test
    return guarded if one == name else f"any({guarded} for one in keras.tree.flatten({name}))"


def _wanted(param: Param) -> str:
    if param.choices is not None:
        return f"one of {', '.join(_plain(choice) for choice in param.choices)}"
    low, high = param.minimum, param.maximum
    bounds = f"at least {low}" if high is None else f"at most {high}"
    bounds = f"from {low} to {high}" if low is not None and high is not None else bounds
    if not _of_type(param, param.name):
        return bounds
    words = {"int": "a whole number", "list": "a list", "str": "text", "bool": "true or false"}
    typed = " or ".join(words[one] for one in param.alternatives)
    return f"{typed}, {bounds}" if param.is_bounded else typed


def _plain(value: object) -> str:
    return quote(value) if isinstance(value, str) else repr(value)
