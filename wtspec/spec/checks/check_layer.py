"""Rules of one layer, or the model, that its keys' types do not say."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.document import Mapping, Scalar, Sequence
from wtspec.spec.checks.check_param import check_param
from wtspec.spec.checks.check_weight import check_weight
from wtspec.spec.faults.notes import Steps
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.layers import LayerSpec, ModelSpec
from wtspec.spec.sublayer import SublayerSpec

_KINDS = ("params", "inputs", "weights", "layers", "state", "wraps")
_NEEDS_CALL = ("weights", "layers", "state", "wraps")


def check_layer(layer: LayerSpec | ModelSpec, place: Place) -> None:
    """Notes what is wrong with a layer whose keys all have the right type.

    Codes: `two-bodies`, `missing-key`, `unused-declaration`, `input-count`, `duplicate-name`, and
    those of its params, weights and sublayers.
    """
    _check_body(layer, place)
    _check_names(layer, place)
    _check_returns(layer, place)
    if isinstance(layer, LayerSpec):
        if layer.state and layer.mask is not None:
            message = "`mask` is never used in a cell: the `RNN` round it heeds masks"
            place.at("mask").error("unused-declaration", message, on_key=True, help="remove it")
        for name, param in layer.params.items():
            check_param(param, place.at("params", name))
    for name, weight in layer.weights.items():
        check_weight(weight, place.at("weights", name))
    for steps, sublayer in _sublayers(layer):
        _check_scan(sublayer, place.at(*steps, "scan"))


def _check_scan(sublayer: SublayerSpec, place: Place) -> None:
    if sublayer.scan and sublayer.repeat is None:
        place.error(
            "scan-without-repeat",
            "one layer alone can't be scanned",
            on_key=True,
            expected="a `repeat` beside `scan: true`",
            help="add `repeat`, or remove `scan`",
        )


def _check_returns(layer: LayerSpec | ModelSpec, place: Place) -> None:
    """Notes entries of a pattern among patterns."""
    outputs = layer.returns if isinstance(layer.returns, list) else []
    if not any(isinstance(one, list) for one in outputs):
        return
    for index, one in enumerate(outputs):
        if not isinstance(one, list):
            place.at("returns", index).error(
                "wrong-type",
                "`returns` is one pattern or a list of patterns, and this is among patterns",
                expected="a shape pattern, such as `[batch, 4]`",
                received=in_words(place.at("returns", index).node),
            )
            return


def _sublayers(layer: LayerSpec | ModelSpec) -> Iterable[tuple[Steps, SublayerSpec]]:
    for name, sublayer in layer.layers.items():
        yield ("layers", name), sublayer
    for index, sublayer in enumerate(layer.sequential or ()):
        yield ("sequential", index), sublayer


def _check_body(layer: LayerSpec | ModelSpec, place: Place) -> None:
    if layer.call is None and layer.sequential is None:
        message = f"{place.path} has neither `call` nor `sequential`"
        place.error("missing-key", message, on_key=True)
    elif layer.call is not None and layer.sequential is not None:
        related = (place.at("call").related("`call` is here"),)
        message = f"{place.path} has both `call` and `sequential`"
        place.at("sequential").error(
            "two-bodies", message, on_key=True, help="remove one of them", related=related
        )
    elif layer.sequential is not None:
        _check_stack(layer, place)


def _check_stack(layer: LayerSpec | ModelSpec, place: Place) -> None:
    for key in _NEEDS_CALL:
        if getattr(layer, key, None):
            place.at(key).error(
                "unused-declaration",
                f"`{key}` beside `sequential` is never used",
                on_key=True,
                help="write `call` instead of `sequential` to use it",
            )
    if len(layer.inputs) != 1:
        place.at("inputs").error(
            "input-count",
            f"a layer with `sequential` has exactly one input, {place.path} has "
            f"{len(layer.inputs) or 'none'}",
            on_key=True,
            help="write `call` instead of `sequential`" if layer.inputs else None,
        )


def _check_names(layer: LayerSpec | ModelSpec, place: Place) -> None:
    named: dict[str, Iterable[str]] = {key: getattr(layer, key, ()) for key in _KINDS}
    if isinstance(layer, ModelSpec):
        named["params"] = _file_params(place)
    names = [name for several in named.values() for name in several]
    if len(set(names)) < len(names):
        _note_repeated(named, layer, place)
    if layer.sequential is not None:
        _check_stack_names(place)


def _note_repeated(
    named: dict[str, Iterable[str]], layer: LayerSpec | ModelSpec, place: Place
) -> None:
    seen: dict[str, Place] = {}
    for key, names in named.items():
        of_file = key == "params" and isinstance(layer, ModelSpec)
        owner = Place(place.document, place.notes) if of_file else place
        for name in names:
            _note_twice(name, owner.at(key, name), seen)


def _file_params(place: Place) -> list[str]:
    params = place.document.tree.get("params")
    return list(getattr(params, "entries", ()))


def _note_twice(name: str, place: Place, seen: dict[str, Place]) -> None:
    first = seen.setdefault(name, place)
    if first is not place:
        place.error(
            "duplicate-name",
            f"`{name}` is declared twice, under `{first.steps[-2]}` and `{place.steps[-2]}`",
            on_key=True,
            help="rename one of them",
            related=(first.related("first declared here"),),
        )


def _check_stack_names(place: Place) -> None:
    seen: dict[str, Place] = {}
    stack = place.at("sequential").node
    for index, item in enumerate(stack.items if isinstance(stack, Sequence) else ()):
        node = item.get("name") if isinstance(item, Mapping) else None
        if not isinstance(node, Scalar):
            continue
        named = place.at("sequential", index, "name")
        first = seen.setdefault(node.text, named)
        if first is not named:
            message = f"two items of `sequential` are named `{node.text}`"
            named.error("duplicate-name", message, related=(first.related("first named here"),))
