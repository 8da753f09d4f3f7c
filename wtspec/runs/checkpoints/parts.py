"""Arrays that are cut over devices, as TensorStore writes and reads them: each part by itself.

Orbax, which rests on TensorStore too, would have a copy of each part for every device that has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from wtspec.errors import Diagnostic, SpecError
from wtspec.model.mesh.parts import Bounds, HeldParts, assemble, whole

if TYPE_CHECKING:
    import numpy as np

Described = tuple[str, tuple[int, ...]]
"""An array's dtype and shape."""

_CHUNK_BYTES = 64 * 2**20
_AT_ONCE_BYTES = 256 * 2**20
"""Of parts that are written at a time, or one that is larger."""

STATE = "state"
"""The folder of whole arrays, which Orbax writes."""


class UnlikeError(ValueError):
    """Files that do not hold what their description says."""


class Tiling(msgspec.Struct, frozen=True):
    """How arrays are cut, each dim into parts of one size.

    Attributes:
        counts: How many parts each dim is cut into.
        owners: The process that wrote each part; those of the last dim follow each other.
    """

    counts: list[Annotated[int, msgspec.Meta(ge=1)]]
    owners: list[Annotated[int, msgspec.Meta(ge=0)]]


@dataclass(frozen=True, slots=True, eq=False)
class StoredArray:
    """An array of a checkpoint, of which parts are read when they are asked for.

    Attributes:
        folder: The checkpoint's.
        name: The array's.
        shape: Of the whole array.
        dtype: Of its numbers.
        parts: Which process wrote each part; none where it is stored whole.
    """

    folder: Path
    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    parts: Mapping[Bounds, int]
    _opened: dict[Bounds, Any] = field(default_factory=dict[Bounds, Any])

    @property
    def nbytes(self) -> int:
        """Of the whole array."""
        return math.prod(self.shape) * self.dtype.itemsize

    def read(self, bounds: Bounds) -> np.ndarray:
        """A part of it; of what was cut otherwise, no more than that.

        Raises:
            SpecError: `no-checkpoint`: it can't be read, though it could be before.
        """
        try:
            return assemble(bounds, self.dtype, self.parts or [whole(self.shape)], self._read)
        except (OSError, ValueError) as error:
            message = f"the checkpoint `{self.folder.name}` can't be read any more"
            raise SpecError(Diagnostic("no-checkpoint", message)) from error

    def check(self) -> None:
        """Looks at how it is stored, before memory is taken for what a file claims.

        Raises:
            UnlikeError: Not as it is described.
        """
        for part in self.parts or [whole(self.shape)]:
            self._open(part)

    def _read(self, part: Bounds, at: tuple[slice, ...]) -> np.ndarray:
        return self._open(part)[at].read().result()

    def _open(self, part: Bounds) -> Any:  # noqa: ANN401 - of TensorStore's own class
        if part not in self._opened:
            sizes = tuple(stop - start for start, stop in part)
            folder, name = self.folder / STATE, self.name
            if self.parts:
                folder, name = parts_folder(self.folder, self.parts[part]), _key(self.name, part)
            self._opened[part] = open_stored(folder, {name: (self.dtype.name, sizes)})[name]
        return self._opened[part]


def parts_folder(checkpoint: Path, process: int) -> Path:
    """Where a process writes its parts."""
    return checkpoint / f"parts_{process}"


def write_parts(parts: Iterable[tuple[str, Bounds, np.ndarray]], folder: Path) -> None:
    """Makes a folder of parts, each written as it is, without compression."""
    import tensorstore as ts

    shared = ts.Context()  # of one database, whose files are as few
    for some in _batches(parts):
        transaction = ts.Transaction()
        for name, bounds, values in some:
            metadata = {
                "shape": list(values.shape),
                "chunks": _chunks(values),
                "dtype": _spelled(values.dtype),
                "compressor": None,
            }
            spec = {**_spec(folder, _key(name, bounds)), "metadata": metadata}
            opened = ts.open(spec, create=True, transaction=transaction, context=shared).result()
            opened.write(values, can_reference_source_data_indefinitely=True).result()
        transaction.commit_sync()


def cut_of(array: HeldParts) -> Tiling:
    """How an array is cut, which is the same in each process."""
    counts = [len(set(one)) for one in zip(*array.owners, strict=True)]
    return Tiling(counts, [array.owners[one] for one in sorted(array.owners)])


def parts_of(cut: Tiling, shape: tuple[int, ...]) -> dict[Bounds, int]:
    """The process of each part of an array that is cut so.

    Raises:
        UnlikeError: No array of this shape is.
    """
    counts = cut.counts
    fits = len(counts) == len(shape) and math.prod(counts) == len(cut.owners)
    if not fits or any(size % count for size, count in zip(shape, counts, strict=True)):
        message = f"an array of the shape {shape} can't be cut into {counts} parts"
        raise UnlikeError(message)
    steps = [size // count for size, count in zip(shape, counts, strict=True)]
    along = [
        [(at * step, (at + 1) * step) for at in range(count)]
        for count, step in zip(counts, steps, strict=True)
    ]
    return dict(zip(product(*along), cut.owners, strict=True))


def open_stored(folder: Path, described: Mapping[str, Described]) -> dict[str, Any]:
    """Arrays of a folder by name, as TensorStore has them, none of their numbers read.

    Raises:
        UnlikeError: What is there is not what was described.
    """
    import tensorstore as ts

    opened = {name: ts.open(_spec(folder, name), open=True) for name in described}
    found = {name: one.result() for name, one in opened.items()}
    for name, one in found.items():
        dtype, shape = described[name]
        stored = one.spec().to_json()["metadata"]
        as_written = {"shape": list(shape), "compressor": None, "filters": None}
        is_small = math.prod(stored["chunks"]) <= max(1, math.prod(shape))
        if {**stored, **as_written} != stored or one.dtype.name != dtype or not is_small:
            message = f"the array {name} is another one than its description says"
            raise UnlikeError(message)
    return found


def _spec(folder: Path, name: str) -> dict[str, Any]:
    base = {"driver": "file", "path": str(folder.resolve())}
    stores = {
        "driver": "ocdbt",
        "base": base,
        "path": name,
        "target_data_file_size": _CHUNK_BYTES,
    }
    return {"driver": "zarr", "kvstore": stores}


def _key(name: str, bounds: Bounds) -> str:
    return f"{name}@{','.join(f'{start}-{stop}' for start, stop in bounds)}"


def _spelled(dtype: np.dtype[Any]) -> str:
    """A dtype as zarr has it."""
    return dtype.name if dtype.kind == "V" else dtype.str


def _chunks(values: np.ndarray) -> list[int]:
    """Whole rows, as many as go into a chunk; of very long ones, parts of one."""
    chunks, left = list(values.shape), max(1, _CHUNK_BYTES // values.dtype.itemsize)
    for dim, size in enumerate(values.shape):
        chunks[dim] = max(1, min(size, left // math.prod(values.shape[dim + 1 :])))
        if chunks[dim] > 1:
            break
    return chunks


def _batches(
    parts: Iterable[tuple[str, Bounds, np.ndarray]],
) -> Iterator[list[tuple[str, Bounds, np.ndarray]]]:
    """What is written at a time."""
    some: list[tuple[str, Bounds, np.ndarray]] = []
    for part in parts:
        if some and sum(one[2].nbytes for one in some) + part[2].nbytes > _AT_ONCE_BYTES:
            yield some
            some = []
        some.append(part)
    if some:
        yield some
