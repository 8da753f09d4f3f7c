"""Checks that a mesh can cut a model's weights as the file says, before anything is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wtspec.errors import Diagnostic, Report
from wtspec.model.generated import Generated
from wtspec.model.groups import unmatched
from wtspec.model.mesh.weight_axes import Cut, weight_cuts
from wtspec.model.paths import weights
from wtspec.model.pretrained.match import matches
from wtspec.model.stacks import ModelWeight, WeightSlice

if TYPE_CHECKING:
    import keras


def check_axes(code: Generated, model: keras.Model, sizes: Mapping[str, int]) -> None:
    """Refuses cuts that do not fit the weights, whose shapes are known by now.

    Call it with the model as `build_abstract` makes it, wherever there is a mesh, before the model
    is made with arrays: by `plan` and by a run alike.

    Args:
        code: Says how weights are cut.
        model: Built, with arrays or without.
        sizes: How many devices each axis has, as `settle_mesh` or `Mesh.sizes` says.

    Raises:
        SpecError: `sharding-rank`, `indivisible-size`, `scan-divided`, `unmatched-glob`; of the
            weights that one group or declaration cuts, the first at fault is told.
    """
    by_path, cuts, report = weights(model), weight_cuts(code, model), Report()
    _check_matches(code, list(by_path), report)
    told = {one.span for one in report.diagnostics}
    for path, cut in cuts.items():
        fault = _misfit(path, by_path[path].shape, cut, sizes)
        if fault is not None and cut.span not in told:
            told.add(cut.span)
            report.add(fault)
    for path, other in _divided(by_path, cuts):
        if cuts[path].span not in told:
            told.add(cuts[path].span)
            report.add(_scan_divided(path, other, cuts))
    report.check()


def _check_matches(code: Generated, paths: list[str], report: Report) -> None:
    training = code.program.training
    for group in training.groups if training is not None else ():
        if group.sharding is not None and not any(matches(group.match, path) for path in paths):
            report.add(unmatched(group, paths))


def _misfit(
    path: str, shape: tuple[int, ...], cut: Cut, sizes: Mapping[str, int]
) -> Diagnostic | None:
    if len(cut.axes) != len(shape):
        return Diagnostic(
            "sharding-rank",
            f"this `sharding` is for another number of dims than `{path}` has",
            cut.span,
            expected=f"a mesh axis or null for each of {len(shape)}: its shape is {list(shape)}",
            received=f"{len(cut.axes)}",
        )
    for index, (axis, size) in enumerate(zip(cut.axes, shape, strict=True)):
        count = sizes[axis] if axis is not None else 1
        if size % count:
            return Diagnostic(
                "indivisible-size",
                f"the {count} devices of `{axis}` can't share dim {index} of `{path}` evenly",
                cut.span,
                expected=f"a multiple of {count}",
                received=f"`{size}`",
                help="change the size, cut another dim, or write `null` for this one",
            )
    return None


def _divided(
    by_path: Mapping[str, ModelWeight], cuts: Mapping[str, Cut]
) -> Iterator[tuple[str, str]]:
    """The last block of a stack that a group speaks of, with one that lies otherwise.

    What a layer declares holds for all blocks.
    """
    stacks: dict[int, list[str]] = {}
    for path, weight in by_path.items():
        if isinstance(weight, WeightSlice):
            stacks.setdefault(id(weight.stack), []).append(path)
    for paths in stacks.values():
        axes = {path: _axes(cuts, path) for path in paths}
        last = next((one for one in reversed(paths) if one in cuts and cuts[one].group), None)
        other = next((path for path in paths if last and axes[path] != axes[last]), None)
        if last is not None and other is not None:
            yield last, other


def _axes(cuts: Mapping[str, Cut], path: str) -> tuple[str | None, ...]:
    """Nothing where the weight is whole, however that is said."""
    return cuts[path].axes if path in cuts and any(cuts[path].axes) else ()


def _scan_divided(path: str, other: str, cuts: Mapping[str, Cut]) -> Diagnostic:
    return Diagnostic(
        "scan-divided",
        f"`sharding` is {_written(cuts, path)} for `{path}`, but {_written(cuts, other)} for "
        f"`{other}`",
        cuts[path].span,
        expected="the same for all blocks of a scan, whose weights are one",
        help="match all blocks, as in `blocks/*/kernel`, or remove `scan`",
    )


def _written(cuts: Mapping[str, Cut], path: str) -> str:
    axes = _axes(cuts, path)
    return f"[{', '.join(axis or 'null' for axis in axes)}]" if axes else "null"
