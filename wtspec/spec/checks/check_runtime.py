"""Rules of `runtime` that its keys' types do not say."""

from __future__ import annotations

from wtspec.spec.faults.place import Place
from wtspec.spec.train import RuntimeSpec


def check_runtime(runtime: RuntimeSpec, place: Place) -> None:
    """Notes what is wrong with a runtime whose keys all have the right type.

    Codes: `several-autos`.
    """
    autos = [axis for axis, size in (runtime.mesh or {}).items() if size == "auto"]
    if len(autos) > 1:
        last = autos.pop()
        place.at("mesh").error(
            "several-autos",
            f"`{last}` is `auto`, as `{autos[0]}` is: how many devices each has is not said",
            on_key=True,
            expected="`auto` once: what the other axes leave",
            help=f"give `{last}` a size",
            related=tuple(place.at("mesh", one).related("`auto`") for one in (*autos, last)),
        )
