"""What to write instead of a value of the wrong kind."""

from __future__ import annotations

from wtspec.document import Mapping, Node, Scalar, Sequence
from wtspec.document.meant import meant_scalar
from wtspec.spec.data import SourceSpec
from wtspec.spec.faults.place import Place

_SOURCES = {("data", "source"), ("data", "validation"), ("data", "test")}
_SPLIT = ("data", "split")
_INPUTS = ("data", "inputs")
_NAMING = ("name", "class", "class_name", "type", "_target_")
"""Keys that other tools name a class by."""

_MOST_CHARACTERS = 40

Kinds = tuple[str, ...]
"""Of `spec.kinds.KINDS`."""


def kind_help(wanted: Kinds, place: Place) -> str | None:
    """A help line for a value of none of the kinds that are `wanted`."""
    node = place.node
    if isinstance(node, Scalar):
        return _instead_of_scalar(wanted, place, node)
    if isinstance(node, Mapping):
        return _as_items(node) if wanted == ("list",) and not node.flow else None
    if not isinstance(node, Sequence) or wanted[-1:] != ("mapping",):
        return None
    if place.steps == _SPLIT:
        return "write the shares by name: `{validation: 0.1, test: 0.1}`"
    if not node.flow:
        return "remove the `- ` before its keys"
    names = [item.text for item in node.items if isinstance(item, Scalar)]
    return f"write `{{{', '.join(f'{name}: …' for name in names[:4])}}}`" if names else None


def _instead_of_scalar(wanted: Kinds, place: Place, node: Scalar) -> str | None:
    if node.value is None:
        return "nothing stands here; are the lines below indented too little?"
    if place.steps in _SOURCES and isinstance(node.value, str):
        return f"write `{{{_source_kind(node.value)}: {node.value}}}`"
    if place.steps == _SPLIT:
        return f"write `{{validation: {node.text}}}`"
    if place.steps == _INPUTS and isinstance(node.value, str):
        return f"write `{{{_first_input(place)}: {node.text}}}`"
    if wanted[:1] == ("list",) and isinstance(node.value, str | int):
        return f"write `[{_unbracketed(node.text)}]`" if len(node.text) <= 60 else None
    if isinstance(node.value, float) and node.value.is_integer():
        return f"write `{node.value:.0f}`" if _numbers(wanted) == {"int"} else None
    return scalar_help(node, wanted) if isinstance(node.value, str) else None


def scalar_help(node: Scalar, wanted: Kinds) -> str | None:
    """A help line for text that was meant to be a number, a truth value or nothing."""
    plain = _numbers(wanted) | ({"bool"} & set(wanted))
    meant = meant_scalar(node.text, {*plain, "null"} if node.text == "None" else plain)
    if meant is None:
        return None
    if meant == node.text and node.style == "quoted":
        return "remove the quotes"
    return "leave it out; nothing is written `null`" if meant == "null" else f"write `{meant}`"


def _numbers(wanted: Kinds) -> set[str]:
    """The kind of number that is wanted, if one is."""
    return {"float"} if "float" in wanted else {"int"} & set(wanted)


def _as_items(node: Mapping) -> str:
    first = next(iter(node.entries), "…")
    return f"start each item with `- `, as in `- {first}: …`"


def _unbracketed(text: str) -> str:
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def _first_input(place: Place) -> str:
    """The name of the model's first input, where it has one."""
    inputs = place.document.find("model", "inputs")
    return next(iter(inputs.entries), "x") if isinstance(inputs, Mapping) else "x"


def _source_kind(path: str) -> str:
    ending = path.rpartition(".")[2]
    return ending if ending in SourceSpec.model_fields else "sklearn"


def one_component(node: Mapping) -> str:
    """How one name of a mapping takes the others as its arguments."""
    first, *others = node.entries
    value = node.get(first)
    named = next((key for key in _NAMING if isinstance(node.get(key), Scalar)), None)
    given = (
        [] if isinstance(value, Scalar) and value.value is None else [_first_argument(first, value)]
    )
    if named is not None:
        naming = node.get(named)
        first = naming.text if isinstance(naming, Scalar) else first
        others, given = [key for key in node.entries if key != named], []
    arguments = [*given, *(f"{name}: {_shown(node.get(name))}" for name in others)]
    return f"`{{{first}: {{{', '.join(arguments)}}}}}`"


def _first_argument(name: str, value: Node | None) -> str:
    """A bare value with the name of the argument that it is, if that is known."""
    from wtspec.catalog import component

    layer = component("layer", name)
    if layer is None or not layer.parameters or isinstance(value, Mapping):
        return "…"
    return f"{layer.parameters[0].name}: {_shown(value)}"


def _shown(value: Node | None) -> str:
    """A short value as it is written."""
    text = value.text if isinstance(value, Scalar) else ""
    return text if 0 < len(text) <= _MOST_CHARACTERS and "\n" not in text else "…"
