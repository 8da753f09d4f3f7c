"""Lays several runs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from wtspec.document import read_text
from wtspec.document.flat_values import flat_values
from wtspec.errors import SpecError
from wtspec.model.pretrained.header import StoredTensor, read_header, read_tensors
from wtspec.report.comparison import ChangedValue, ComparedWeight, RunComparison, in_short
from wtspec.report.quantity import rounded
from wtspec.report.report import RunReport
from wtspec.report.tables import in_brackets
from wtspec.runs.checks.check_link import check_link
from wtspec.train.gauge import in_floats, norm_of

_WEIGHTS = "weights.safetensors"
_MOST_WEIGHTS = 5000


def compare(folders: Sequence[Path], reports: Sequence[RunReport]) -> RunComparison:
    """What is alike in runs, and what differs.

    Args:
        folders: Of the runs; the first is what others are compared with.
        reports: Of the same runs.
    """
    return RunComparison(
        runs=[in_short(report) for report in reports],
        changes=list(_changes([report.spec for report in reports])),
        weights=list(_weights(folders)),
    )


def _changes(texts: Sequence[str]) -> Iterator[ChangedValue]:
    """The paths whose values are not the same in all specs, in the order of the first."""
    specs = [dict(_values(text)) for text in texts]
    for path in dict.fromkeys(path for spec in specs for path in spec):
        values = [spec.get(path) for spec in specs]
        if any(value != values[0] for value in values):
            yield ChangedValue(path, values)


def _values(text: str) -> Iterator[tuple[str, str]]:
    with suppress(SpecError):
        yield from flat_values(read_text(text, "config.resolved.yaml"))


def _weights(folders: Sequence[Path]) -> Iterator[ComparedWeight]:
    headers = [_header(folder) for folder in folders]
    norms = [_norms(folder, header) for folder, header in zip(folders, headers, strict=True)]
    distances = [
        _distances(folders[0], folder, _alike(headers[0], header))
        for folder, header in zip(folders, headers, strict=True)
    ]
    paths = dict.fromkeys(path for header in headers for path in header)
    for path in list(paths)[:_MOST_WEIGHTS]:
        shapes = [header.get(path) for header in headers]
        yield ComparedWeight(
            path,
            [None if one is None else in_brackets(one.shape) for one in shapes],
            [_relative(own.get(path)) for own in norms],
            [_relative(own.get(path), norms[0].get(path, 0.0)) for own in distances],
        )


def _relative(value: float | None, to: float = 1.0) -> float | None:
    """A number in parts of another; of nothing, only nothing is any part."""
    if value is None:
        return None
    return rounded(value / to) if to else (0.0 if value == 0 else None)


def _norms(folder: Path, header: Mapping[str, StoredTensor]) -> dict[str, float]:
    tensors = read_tensors(folder / _WEIGHTS, header)
    return {path: norm_of(in_floats(array)) for path, array in tensors}


def _distances(one: Path, other: Path, paths: Sequence[str]) -> dict[str, float]:
    """How far weights lie from those of another run."""
    pairs = zip(
        read_tensors(one / _WEIGHTS, paths), read_tensors(other / _WEIGHTS, paths), strict=True
    )
    return {
        path: norm_of(in_floats(theirs).astype("float64") - in_floats(ours))
        for (path, ours), (_, theirs) in pairs
    }


def _alike(one: Mapping[str, StoredTensor], other: Mapping[str, StoredTensor]) -> list[str]:
    """The weights that both have, of one shape."""
    return [
        path for path, tensor in one.items() if path in other and tensor.shape == other[path].shape
    ]


def _header(folder: Path) -> Mapping[str, StoredTensor]:
    """The weights that a run has saved; none of one that has not ended."""
    with suppress(SpecError, OSError):
        check_link(folder / _WEIGHTS)
        return read_header(folder / _WEIGHTS)
    return {}
