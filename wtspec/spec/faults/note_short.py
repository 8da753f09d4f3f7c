"""Words for short forms that are none: a param without a type, several layers for one."""

from __future__ import annotations

from wtspec.document import Mapping, Scalar
from wtspec.errors import listed
from wtspec.spec.faults.kind_help import one_component
from wtspec.spec.faults.misplaced import is_key_of_layer
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.param import ParamSpec
from wtspec.spec.param_types import TYPE_WORDS
from wtspec.spec.sublayer import SublayerSpec


def note_type_as_default(place: Place) -> None:
    """Notes a param whose value is the name of a type."""
    name = place.node.text if isinstance(place.node, Scalar) else ""
    place.error(
        "type-as-default",
        f"`{name}` is a type, and no default",
        help=f"write `{{type: {TYPE_WORDS[name]}}}`",
    )


def note_no_type(place: Place) -> None:
    """Notes a param whose default tells no type, or whose long form lacks it."""
    node = place.node
    given = node.entries if isinstance(node, Mapping) else None
    if given is not None and not ParamSpec.model_fields.keys().isdisjoint(given):
        help = "add `type: int`, or what its values are"
        place.error("missing-key", f"{place.path} lacks the key `type`", on_key=True, help=help)
        return
    if given is not None and len(place.steps) > 2 and is_key_of_layer(place.steps[-1], place):
        return
    shown = "null" if given is None else "…"
    place.error(
        "missing-type",
        f"{place.label} has {in_words(node)} for its default, which tells no type",
        help=f"write `{{type: …, default: {shown}}}`",
        on_key=given is None,
    )


def note_several_layers(place: Place) -> None:
    """Notes a mapping of several names where one layer is meant."""
    node = place.node
    names = list(node.entries) if isinstance(node, Mapping) else []
    classes = [name for name in names if name not in SublayerSpec.model_fields]
    settings = [name for name in names if name in SublayerSpec.model_fields]
    repair = f"write {one_component(node)}" if isinstance(node, Mapping) else None
    if settings:
        layer = f"{{{classes[0]}: …}}" if classes else "…"
        parts = ", ".join([f"layer: {layer}", *(f"{name}: …" for name in settings)])
        repair = f"write `{{{parts}}}`"
    place.error(
        "several-names",
        f"{place.label} is one layer, but has the keys {listed(names)}",
        expected="one name with its arguments, or the long form with the key `layer`",
        help=repair,
    )
