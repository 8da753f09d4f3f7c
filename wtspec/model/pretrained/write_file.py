"""Writes safetensors files part by part, with the bytes that the format's own library writes."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wtspec.model.mesh.exchange import Channel, place
from wtspec.model.pretrained.header import StoredTensor

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Bounds
    from wtspec.model.mesh.weight_parts import WeightPart

_ALIGNMENT = 8
_CHANNEL = Channel("weights")


def write_file(
    tensors: Mapping[str, StoredTensor], parts: Iterable[WeightPart], path: Path
) -> None:
    """Writes tensors, of which no part is held longer than it is written.

    Of several processes each writes its own parts into the file of the first one.

    Args:
        tensors: By name.
        parts: Those that this process has; all processes have all of every tensor.
        path: Of the file.
    """
    header, starts, size = _lay_out(tensors)
    file_of_all = Path(_CHANNEL.tell(str(path))[0])

    def begin() -> None:
        with file_of_all.open("wb") as file:
            file.write(header)
            file.truncate(size)

    def write() -> None:
        with file_of_all.open("r+b") as file:
            for part in parts:
                _write_part(file, part, starts[part.path], tensors[part.path].shape)
            if place()[1] > 1:  # the first process can't do it for other hosts
                file.flush()
                os.fsync(file.fileno())

    _CHANNEL.first_alone(begin)
    _CHANNEL.together(write)


def _lay_out(tensors: Mapping[str, StoredTensor]) -> tuple[bytes, dict[str, int], int]:
    """The file's header, where each tensor begins, and where the last one ends."""
    import ml_dtypes  # noqa: F401 - teaches NumPy the names of JAX's dtypes
    import numpy as np
    from safetensors.numpy import save

    # The order of tensors and the names of dtypes are the library's; it is shown none with numbers.
    shown = save({name: np.zeros(0, one.dtype) for name, one in tensors.items()})
    described = json.loads(shown[8 : 8 + int.from_bytes(shown[:8], "little")])
    entries, starts, end = dict[str, object](), dict[str, int](), 0
    for name, one in described.items():
        shape, starts[name] = tensors[name].shape, end
        end += math.prod(shape) * np.dtype(tensors[name].dtype).itemsize
        offsets = [starts[name], end]
        entries[name] = {"dtype": one["dtype"], "shape": list(shape), "data_offsets": offsets}
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    header = len(text).to_bytes(8, "little") + text
    return header, {name: len(header) + at for name, at in starts.items()}, len(header) + end


def _write_part(file: BinaryIO, part: WeightPart, start: int, shape: tuple[int, ...]) -> None:
    """Writes what stands together in the file at once."""
    import numpy as np

    if not part.values.size:
        return
    values = np.ascontiguousarray(part.values)
    offsets, length = _runs(part.bounds, shape)
    runs = values.reshape(-1, length).view(np.uint8)
    for offset, run in zip(offsets, runs, strict=True):
        file.seek(start + offset * values.itemsize)
        file.write(run.data)


def _runs(bounds: Bounds, shape: tuple[int, ...]) -> tuple[Iterator[int], int]:
    """Where the runs of a part begin that stand together in the whole, and how long each is."""
    cut = [at for at, one in enumerate(bounds) if one != (0, shape[at])]
    if not cut:
        return iter((0,)), math.prod(shape)
    last = cut[-1]
    strides = [math.prod(shape[at + 1 :]) for at in range(len(shape))]
    first = bounds[last][0] * strides[last]
    outer = product(*(range(*one) for one in bounds[:last]))
    offsets = (first + sum(map(int.__mul__, one, strides)) for one in outer)
    return offsets, (bounds[last][1] - bounds[last][0]) * strides[last]
