"""Rules of the keys of `functions`: each is a signature, and names are different."""

from __future__ import annotations

import re

from wtspec.spec.faults.place import Place
from wtspec.spec.names import NAME, is_reserved

_SIGNATURE = r"(?s)\s*([^\s(]+)\s*\(.*\)\s*"


def check_functions(functions: dict[str, str], place: Place) -> None:
    """Notes keys that are no signature.

    Codes: `invalid-signature`, `invalid-name`, `duplicate-name`.
    """
    seen: dict[str, Place] = {}
    for signature in functions:
        here = place.at(signature)
        matched = re.fullmatch(_SIGNATURE, signature)
        if matched is None:
            _note_signature(signature, here)
        elif NAME.fullmatch(matched[1]) is None or is_reserved(matched[1]):
            here.error("invalid-name", f"`{matched[1]}` can't be a function's name", on_key=True)
        else:
            _note_twice(matched[1], here, seen)


def _note_signature(signature: str, place: Place) -> None:
    plain = NAME.fullmatch(signature) is not None
    place.error(
        "invalid-signature",
        f"`{signature}` is not a function's signature",
        on_key=True,
        expected="a name with its parameters, such as `rms(x, eps=1e-6)`",
        help=f"write `{signature}(x)`" if plain else None,
    )


def _note_twice(name: str, place: Place, seen: dict[str, Place]) -> None:
    first = seen.setdefault(name, place)
    if first is not place:
        related = (first.related("first declared here"),)
        message = f"function `{name}` is declared twice"
        place.error("duplicate-name", message, on_key=True, related=related)
