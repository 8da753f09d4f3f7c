"""Checks the axes that shardings name against those of the mesh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtspec.errors import Related, Report, Span, did_you_mean, one_of
from wtspec.resolve.gaps import Gaps
from wtspec.spec import RuntimeSpec, Spec
from wtspec.spec.values import Sharding

MOST_RELATED = 3
"""Other places of a fault that are told; the repair of one mends them all."""


def check_axes_known(spec: Spec, gaps: Gaps, report: Report) -> None:
    """Notes axes that a mesh lacks, each once, and shardings where there is no mesh.

    A library leaves it to the files that import it whether there is one.

    Codes: `unknown-axis`, `missing-mesh`.
    """
    runtime = spec.file.runtime
    if spec.file.model is None or gaps.lies_in(("runtime",)):
        return
    if runtime.mesh is None and runtime.processes is None:
        _check_no_mesh(_named([spec]), report)
        return
    known = axes_of(runtime)
    places: dict[str, list[Span]] = {}
    for axis, span in _named([spec, *spec.libraries]):
        if axis not in known:
            places.setdefault(axis, []).append(span)
    for axis, (first, *others) in places.items():
        meant = did_you_mean(axis, known)
        report.error(
            "unknown-axis",
            f"the mesh has no axis `{axis}`",
            first,
            expected=one_of(known),
            help=meant or f"add `{axis}: 1` to `runtime.mesh`, or as many devices as are to share",
            related=_also(axis, others),
        )


def axes_of(runtime: RuntimeSpec) -> tuple[str, ...]:
    """The axes of a mesh; `data` is always one of them."""
    named = tuple(runtime.mesh or ())
    return named if "data" in named else ("data", *named)


def known_sizes(spec: Spec) -> dict[str, int] | None:
    """How many devices each axis has of which a file says it; None where it has no mesh."""
    runtime = spec.file.runtime
    if runtime.mesh is None:
        return None if runtime.processes is None else {}
    return {axis: size for axis, size in runtime.mesh.items() if isinstance(size, int)}


def _check_no_mesh(named: Iterable[tuple[str, Span]], report: Report) -> None:
    first = dict(reversed([*named]))
    if not first:
        return
    axis, span = next(reversed(first.items()))
    sizes = "".join(f", {one}: 1" for one in sorted(first) if one != "data")
    report.error(
        "missing-mesh",
        f"`{axis}` is an axis of a mesh, and `runtime` has no `mesh`",
        span,
        expected="`runtime.mesh`, which says how the devices lie",
        help=f"add `runtime: {{mesh: {{data: auto{sizes}}}}}`, or remove `sharding`",
    )


def _also(axis: str, spans: Iterable[Span]) -> tuple[Related, ...]:
    return tuple(Related(f"`{axis}` stands here too", one) for one in [*spans][:MOST_RELATED])


def _named(specs: Iterable[Spec]) -> Iterator[tuple[str, Span]]:
    """The axes that shardings name, with their places."""
    for one in specs:
        for layer in (*one.file.layers.values(), one.file.model):
            for weight in layer.weights.values() if layer is not None else ():
                for index, axis in _axes(weight.sharding):
                    yield axis, weight.span("sharding", index)
        for group in one.file.train.groups if one.file.train is not None else ():
            for index, axis in _axes(group.sharding):
                yield axis, group.span("sharding", index)


def _axes(sharding: Sharding | None) -> list[tuple[int, str]]:
    return [(index, axis) for index, axis in enumerate(sharding or ()) if axis is not None]
