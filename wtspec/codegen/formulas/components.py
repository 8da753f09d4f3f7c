"""Prints components: a class with its arguments."""

from __future__ import annotations

from wtspec.catalog import activations
from wtspec.codegen.displays import call, dict_of, list_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.naming import param_argument
from wtspec.language.print import quote
from wtspec.program.declared import Items, Table, Use, Value

BY_NAME = ("initializer", "regularizer", "constraint")
"""Kinds that Keras takes by name where they have no arguments, a fresh one each time."""
POLICY = "dtype=self.dtype_policy"
"""What gives a layer the dtypes of the one that it is made in."""


def print_value(printer: Printer, value: Value, argument: str | None = None) -> str:
    """An argument's value.

    Args:
        argument: The name of the argument, which names a layer that is given there.
    """
    match value:
        case Use():
            return print_use(printer, value, name=quote(argument) if argument else None)
        case Items(items):
            return list_of(
                print_value(printer, item, f"{argument}.{index}" if argument else None)
                for index, item in enumerate(items)
            )
        case Table(pairs):
            return dict_of((key, print_value(printer, item)) for key, item in pairs)
        case _:
            return printer.print(value)


def print_use(printer: Printer, use: Use, name: str | None = None) -> str:
    """A component, constructed, or its alias where Keras takes that.

    Args:
        name: A layer's name, as source.
    """
    component = use.component
    if isinstance(component, str):
        own = printer.module.classes[component]
        return call(own, *arguments_of(printer, use), *_named(name))
    if component.kind in BY_NAME and not use.arguments and component.alias:
        return quote(component.alias)
    if component.python.startswith('"'):
        return component.python
    named = _named(name if component.kind == "layer" else None)
    if component.kind == "layer" and component.name == "Activation" and use.alias in activations():
        return printer.call(component.python, quote(use.alias or ""), POLICY, *named)
    return printer.call(component.python, *arguments_of(printer, use), *named)


def class_of(use: Use) -> str:
    """How source names the class of a component of Keras's."""
    assert not isinstance(use.component, str)  # noqa: S101 - it is none of the file's own
    return use.component.python


def arguments_of(printer: Printer, use: Use) -> list[str]:
    """What a component is constructed with."""
    arguments: list[str] = []
    for key, value in use.arguments:
        named = f"({key})" if key in use.wraps else key
        arguments.append(f"{_argument(use, key)}={print_value(printer, value, named)}")
    return arguments + ([POLICY] if _takes_policy(use) else [])


def _named(name: str | None) -> list[str]:
    return [] if name is None else [f"name={name}"]


def _takes_policy(use: Use) -> bool:
    """Whether it is a layer, within another then, and says nothing of a dtype itself."""
    if any(key == "dtype" for key, _ in use.arguments):
        return False
    component = use.component
    if isinstance(component, str):
        return True
    return component.kind == "layer" and component.parameter("dtype") is not None


def _argument(use: Use, key: str) -> str:
    return param_argument(key) if isinstance(use.component, str) else key
