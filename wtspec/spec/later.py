"""What the language has and this version can't run yet."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.document.node import Step
from wtspec.errors import Diagnostic
from wtspec.spec.base import Section, sections_in
from wtspec.spec.file import Spec
from wtspec.spec.layers import WeightSpec
from wtspec.spec.train import RuntimeSpec

Steps = tuple[Step, ...]

NOT_YET: dict[type[Section], tuple[str, ...]] = {
    WeightSpec: ("sharding",),
    RuntimeSpec: ("mesh", "processes"),
}
"""Keys that are validated, and that `run` refuses where they say more than their default."""


def find_not_yet(spec: Spec) -> list[Diagnostic]:
    """One `not-yet` error for each key of the spec and its libraries that can't be run yet."""
    return [
        Diagnostic(
            "not-yet",
            f"`{steps[-1]}` can't be run yet",
            part.document.key_span(*steps),
            help=f"remove `{steps[-1]}` to run this spec with this version of wtspec",
        )
        for part in (spec, *spec.libraries)
        for steps in _unready(part.file, ())
    ]


def _unready(section: Section, steps: Steps) -> Iterator[Steps]:
    kind = type(section)
    for key in kind.model_fields:
        value: object = getattr(section, key)
        if key in NOT_YET.get(kind, ()):
            if value != kind.model_fields[key].get_default(call_default_factory=True):
                yield (*steps, key)
        else:
            for inner, inner_steps in sections_in(value, (*steps, key)):
                yield from _unready(inner, inner_steps)
