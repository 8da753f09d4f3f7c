"""Rules of a weight: what can't go with a weight that never trains."""

from __future__ import annotations

from wtspec.spec.checks.check_sharding import check_sharding
from wtspec.spec.faults.place import Place
from wtspec.spec.layers import WeightSpec

_UNTRAINED = "a weight that never trains"


def check_weight(weight: WeightSpec, place: Place) -> None:
    """Notes what is wrong with a weight whose keys all have the right type.

    Codes: `trainable-integer`, `untrained-regularizer`, `untrained-constraint`,
    `untrained-scale`, `sharding-rank`; those of shardings.
    """
    integer = weight.dtype is not None and weight.dtype.startswith(("int", "uint", "bool"))
    if integer and weight.trainable is True:
        message = f"weight {place.label} of dtype {weight.dtype} can't be trainable"
        related = (place.at("dtype").related("its dtype is here"),)
        place.at("trainable").error(
            "trainable-integer", message, help="remove `trainable: true`", related=related
        )
    elif integer or weight.trainable is False:
        _check_untrained(weight, place, "dtype" if integer else "trainable")
    listed = isinstance(weight.shape, list)
    if weight.sharding is not None and listed and len(weight.sharding) != len(weight.shape):
        place.at("sharding").error(
            "sharding-rank",
            f"the `sharding` of weight {place.label} is for another number of dims",
            expected=f"a mesh axis or null for each of {len(weight.shape)}",
            received=f"{len(weight.sharding)}",
            related=(place.at("shape").related("its shape is here"),),
        )
    check_sharding(weight.sharding, place.at("sharding"))


def _check_untrained(weight: WeightSpec, place: Place, reason: str) -> None:
    related = (place.at(reason).related("it does not train because of this"),)
    for key in ("regularizer", "constraint"):
        if getattr(weight, key) is not None:
            message = f"a {key} on {_UNTRAINED} has no effect"
            code = f"untrained-{key}"
            place.at(key).error(code, message, on_key=True, help=f"remove `{key}`", related=related)
    if weight.lr_scale != 1:
        message = f"`lr_scale` on {_UNTRAINED} has no effect"
        place.at("lr_scale").error(
            "untrained-scale", message, on_key=True, help="remove `lr_scale`", related=related
        )
