"""Rules of a sublayer in either form."""

from __future__ import annotations

from typing import Any, cast

from wtspec.document import Mapping
from wtspec.errors import one_of
from wtspec.spec.fit import fit
from wtspec.spec.kind_help import one_component
from wtspec.spec.layers import SublayerSpec, is_long
from wtspec.spec.place import Place


def check_sublayer(value: object, place: Place) -> None:
    """Notes what is wrong with a sublayer. Codes: `several-names`, and others."""
    if is_long(value):
        _check_long(value, place)
    elif isinstance(value, dict):
        _check_short(cast("dict[str, Any]", value), place)


def _check_long(value: dict[str, Any], place: Place) -> None:
    long = fit(SublayerSpec, value, place)
    if isinstance(long, SublayerSpec) and long.scan and long.repeat is None:
        place.at("scan").error(
            "scan-without-repeat",
            "one layer alone can't be scanned",
            on_key=True,
            expected="a `repeat` beside `scan: true`",
            help="add `repeat`, or remove `scan`",
        )


def _check_short(value: dict[str, Any], place: Place) -> None:
    if len(value) == 1:
        return
    names = list(value)
    classes = [name for name in names if name not in SublayerSpec.model_fields]
    settings = [name for name in names if name in SublayerSpec.model_fields]
    if settings:
        layer = f"{{{classes[0]}: …}}" if classes else "…"
        parts = ", ".join([f"layer: {layer}", *(f"{name}: …" for name in settings)])
        repair = f"write `{{{parts}}}`"
    else:
        node = place.node
        repair = f"write {one_component(node)}" if isinstance(node, Mapping) else None
    place.error(
        "several-names",
        f"{place.label} is one layer, but has the keys {one_of(names).removeprefix('one of ')}",
        expected="one name with its arguments, or the long form with the key `layer`",
        help=repair,
    )
