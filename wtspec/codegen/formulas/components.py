"""Prints components: a class with its arguments."""

from __future__ import annotations

from wtspec.catalog import activations
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
            return print_use(printer, value, name=argument)
        case Items(items):
            several = [
                print_value(printer, item, f"{argument}.{index}" if argument else None)
                for index, item in enumerate(items)
            ]
            return f"[{', '.join(several)}]"
        case Table(pairs):
            inner = [f"{_key(key)}: {print_value(printer, item)}" for key, item in pairs]
            return f"{{{', '.join(inner)}}}"
        case _:
            return printer.print(value)


def print_use(printer: Printer, use: Use, name: str | None = None) -> str:
    """A component, constructed.

    Args:
        name: A layer's name; the name of a repeated one is an f-string's inside.
    """
    component = use.component
    if isinstance(component, str):
        return _construct(printer, printer.module.classes[component], use, name)
    if component.kind in BY_NAME and not use.arguments and component.alias:
        return quote(component.alias)
    if component.python.startswith('"'):
        return component.python
    named = name if component.kind == "layer" else None
    if component.kind == "layer" and component.name == "Activation" and use.alias in activations():
        inner = quote(use.alias or "")
        arguments = [inner, POLICY, *([name_argument(named)] if named else [])]
        return f"{component.python}({', '.join(arguments)})"
    return _construct(printer, component.python, use, named)


def _construct(printer: Printer, python: str, use: Use, name: str | None) -> str:
    arguments: list[str] = []
    for key, value in use.arguments:
        named = f"({key})" if key in use.wraps else key
        arguments.append(f"{_argument(use, key)}={print_value(printer, value, named)}")
    arguments += [POLICY] if _takes_policy(use) else []
    arguments += [name_argument(name)] if name is not None else []
    return f"{python}({', '.join(arguments)})"


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


def name_argument(name: str) -> str:
    """The `name=` of a layer; `{index}` in it is filled in by the loop round it."""
    return f"name=f{quote(name)}" if "{index}" in name else f"name={quote(name)}"


def _key(key: str | int) -> str:
    return quote(key) if isinstance(key, str) else repr(key)
