"""What is missing in a file because of faults that have been told."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.document import Step
from wtspec.spec import DataSpec, LayerSpec, Spec, TrainSpec
from wtspec.spec.base import Section

Steps = tuple[Step, ...]

_DECLARING = ("params", "inputs", "weights", "layers", "state", "wraps")
_SECTIONS: dict[str, type[Section]] = {"data": DataSpec, "train": TrainSpec}
_BODY = frozenset({"call", "sequential"})
_SEEING_PARAMS = ("model", "data", "train", "runtime")


class Gaps(Struct, frozen=True):
    """The gaps of one file, by its parts: `("layers", name)`, `("model",)`, `("data",)` and so on.

    Attributes:
        incomplete: The parts in which declarations may be missing, and of which sections.
        names: The names that are known to be missing in a part.
        layers: Declared layers that are missing as a whole.
        functions: Functions that are missing.
        open: Whether there may be layers and functions of any name.
        steps: The gaps themselves.
    """

    incomplete: Mapping[Steps, frozenset[str]]
    names: Mapping[Steps, frozenset[str]]
    layers: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    open: bool = False
    steps: frozenset[Steps] = frozenset()

    def is_incomplete(self, part: Steps) -> bool:
        """Whether a name that is not known in a part may have been declared."""
        return part in self.incomplete or (_sees_params(part) and ("params",) in self.incomplete)

    def lies_in(self, part: Steps) -> bool:
        """Whether anything of a part is missing."""
        return any(steps[: len(part)] == part for steps in self.steps)

    def missing(self, part: Steps) -> frozenset[str]:
        """The names that were declared in a part, or are seen in it, and are missing."""
        own = self.names.get(part, frozenset())
        return own | self.names.get(("params",), frozenset()) if _sees_params(part) else own

    def lacks(self, section: str, key: str) -> bool:
        """Whether a key of `data` or `train` may be missing: a fault is under or in the key."""
        known = _SECTIONS[section].model_fields
        return any(
            steps[0] == section and (len(steps) == 1 or steps[1] == key or steps[1] not in known)
            for steps in self.steps
        )


WHOLE = Gaps({}, {})


def find_gaps(spec: Spec) -> Gaps:
    """The gaps of a spec."""
    if not spec.gaps and not spec.document.lacks_library:
        return WHOLE
    incomplete: dict[Steps, frozenset[str]] = {}
    names: dict[Steps, frozenset[str]] = {}
    gaps = sorted(spec.gaps, key=str)  # of a set in no order
    for steps in gaps:
        part, inner = _split(steps)
        if _loses_names(part, inner):
            lost = _BODY if not inner and _is_read(part, spec) else _sections(inner)
            incomplete[part] = incomplete.get(part, frozenset()) | lost
        declared = _declared(part, inner)
        if declared is not None:
            names[part] = names.get(part, frozenset()) | {declared}
    layers = [str(steps[1]) for steps in gaps if len(steps) == 2 and steps[0] == "layers"]
    keys = [str(steps[1]) for steps in gaps if len(steps) > 1 and steps[0] == "functions"]
    sections = {steps[0] for steps in spec.gaps if len(steps) == 1}
    return Gaps(
        incomplete=incomplete,
        names=names,
        layers=tuple(name for name in layers if name not in spec.file.layers),
        functions=tuple(key.partition("(")[0].strip() for key in keys),
        open=spec.document.lacks_library or bool(sections & {"layers", "functions", "imports"}),
        steps=spec.gaps,
    )


def _is_read(part: Steps, spec: Spec) -> bool:
    """Whether a part with a fault could be read: then it is its body that is missing."""
    if part[0] == "layers":
        return len(part) > 1 and part[1] in spec.file.layers
    return part == ("model",) and spec.file.model is not None


def _sees_params(part: Steps) -> bool:
    return part[0] in _SEEING_PARAMS


def _split(steps: Steps) -> tuple[Steps, Steps]:
    size = 2 if steps[0] == "layers" else 1
    return steps[:size], steps[size:]


def _loses_names(part: Steps, inner: Steps) -> bool:
    """Whether a part loses names by a gap; a field of a weight or sublayer declares none."""
    if part == ("data",):
        return inner[:1] in ((), ("source",))
    if part[0] in ("train", "runtime"):
        return False
    return not (len(inner) > 2 and inner[0] in ("weights", "layers", "sequential"))


def _sections(inner: Steps) -> frozenset[str]:
    """The sections of a part to which a gap may belong: any, for a key that there is not."""
    known = frozenset(LayerSpec.model_fields)
    return known & {str(inner[0])} or known if inner else known


def _declared(part: Steps, inner: Steps) -> str | None:
    if part == ("params",):
        return str(inner[0]) if inner else None
    return str(inner[1]) if len(inner) == 2 and inner[0] in _DECLARING else None
