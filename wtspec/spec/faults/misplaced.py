"""Keys that stand a level too far out or in, where indentation went wrong."""

from __future__ import annotations

from wtspec.document import Mapping
from wtspec.spec.faults.place import Place
from wtspec.spec.layers import LayerSpec


def without_keys(layers: dict[str, object], place: Place) -> dict[str, object]:
    """What stands under `layers`, without keys of a layer, which are noted (`unknown-key`).

    Args:
        layers: The mapping under `layers`.
        place: Where that stands.
    """
    kept: dict[str, object] = {}
    told = False
    for name, content in layers.items():
        if name not in LayerSpec.model_fields or not kept:
            kept[name] = content
            continue
        owner = next(reversed(kept))
        if not told:
            _note(name, place.at(name), f"indent it further, so that it belongs to `{owner}`")
        place.notes.expect((*place.steps, owner, name))
        told = True
    return kept


def is_key_of_layer(name: object, place: Place) -> bool:
    """Whether what stands among the params of a layer is a key of it, which is noted."""
    layer = place.outer.outer
    node = layer.node
    if name not in LayerSpec.model_fields or not isinstance(node, Mapping) or name in node.entries:
        return False
    _note(
        str(name),
        place,
        f"give it the indentation of `params`, so that it belongs to {layer.label}",
    )
    place.notes.expect((*layer.steps, str(name)))
    return True


def _note(name: str, place: Place, help: str) -> None:
    place.error(
        "unknown-key",
        f"`{name}` is a key of a layer, and stands under {place.outer.label}",
        on_key=True,
        help=help,
    )
