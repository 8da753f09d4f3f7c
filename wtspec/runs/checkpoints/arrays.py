"""Arrays by name, as Orbax writes and reads them."""

from __future__ import annotations

import errno
import logging
import math
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import orbax.checkpoint as ocp

    from wtspec.train.snapshot import Array

Described = tuple[str, tuple[int, ...]]
"""An array's dtype and shape."""

_AT_ONCE_BYTES = 256 * 2**20
"""Of arrays that are written at a time, or one that is larger: what lies between them and the disk
takes memory too."""
_CHUNK_BYTES = 64 * 2**20
"""Of a large array, and of a file."""
_BESIDE_BYTES = 4096
"""What is written beside an array's numbers, about."""


class UnlikeError(ValueError):
    """Files that do not hold what their description says."""


def describe(arrays: Mapping[str, Array]) -> dict[str, Described]:
    """The dtype and shape of each array that Orbax takes: it refuses those without a number."""
    return {
        name: (str(one.dtype), tuple(one.shape))
        for name, one in arrays.items()
        if 0 not in one.shape
    }


def write_arrays(arrays: Mapping[str, Array], folder: Path) -> None:
    """Makes a folder of arrays; each is written as it is, without compression."""
    import orbax.checkpoint as ocp

    from wtspec.train.host import on_host

    # Orbax copies what NumPy holds; what JAX holds it writes from where it lies.
    state = on_host({name: arrays[name] for name in describe(arrays)})
    arguments = ocp.args.PyTreeSave(
        state,
        save_args={name: ocp.SaveArgs(chunk_byte_size=_CHUNK_BYTES) for name in state},
        ocdbt_target_data_file_size=_CHUNK_BYTES,
    )
    _check_room(folder, arrays)
    largest = max((one.nbytes for one in state.values()), default=0)
    with _silent(), _checkpointer(max(largest, _AT_ONCE_BYTES)) as checkpointer:
        checkpointer.save(folder.resolve(), args=arguments)


def read_arrays(folder: Path, described: Mapping[str, Described]) -> dict[str, np.ndarray]:
    """The named arrays of a folder; others may be there.

    Raises:
        UnlikeError: What is there is not what was described.
    """
    import jax
    import numpy as np
    import orbax.checkpoint as ocp

    _check_size(folder, described)
    _check_stored(folder, described)
    wanted: dict[str, Any] = {
        name: jax.ShapeDtypeStruct(shape, np.dtype(dtype))
        for name, (dtype, shape) in described.items()
    }
    plain = {name: ocp.RestoreArgs(restore_type=np.ndarray) for name in wanted}
    arguments = ocp.args.PyTreeRestore(wanted, restore_args=plain, partial_restore=True)
    with _silent(), _checkpointer(_AT_ONCE_BYTES) as checkpointer:
        return checkpointer.restore(folder.resolve(), args=arguments)


def _checkpointer(bytes_at_once: int) -> ocp.Checkpointer:
    import orbax.checkpoint as ocp

    handler = ocp.PyTreeCheckpointHandler(
        save_concurrent_gb=(bytes_at_once + 2**20) / 10**9,  # pyright: ignore[reportArgumentType]
        use_compression=False,
    )
    return ocp.Checkpointer(handler)


@contextmanager
def _silent() -> Iterator[None]:
    """What fails in threads of Orbax and TensorStore is raised; they print tracebacks as well."""
    loggers = [logging.getLogger(name) for name in ("absl", "asyncio")]
    levels, hook = [one.level for one in loggers], sys.unraisablehook

    def pass_on(raised: sys.UnraisableHookArgs) -> None:
        if "loop is closed" not in str(raised.exc_value):
            hook(raised)

    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    sys.unraisablehook = pass_on
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _check_room(folder: Path, arrays: Mapping[str, Array]) -> None:
    """Orbax notices a full disk in the middle of many files."""
    needed = sum(one.nbytes + _BESIDE_BYTES for one in arrays.values()) + 64 * _BESIDE_BYTES
    if shutil.disk_usage(folder.parent).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _check_size(folder: Path, described: Mapping[str, Described]) -> None:
    """Nothing is compressed: more numbers than the files have bytes are a stranger's claim."""
    import numpy as np

    there = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    claimed = sum(math.prod(shape) * np.dtype(one).itemsize for one, shape in described.values())
    if claimed > there:
        message = f"its arrays would take {claimed:,} bytes, and its files have {there:,}"
        raise UnlikeError(message)


def _check_stored(folder: Path, described: Mapping[str, Described]) -> None:
    """Looks at how the arrays are stored, before memory is taken for what a file claims."""
    import tensorstore as ts

    base = {"driver": "file", "path": str(folder.resolve())}
    opened = {
        name: ts.open(
            {"driver": "zarr", "kvstore": {"driver": "ocdbt", "base": base, "path": name}}
        )
        for name in described
    }
    for name, one in opened.items():
        dtype, shape = described[name]
        stored = one.result().spec().to_json()["metadata"]
        as_written = {"shape": list(shape), "compressor": None, "filters": None}
        is_small = math.prod(stored["chunks"]) <= max(1, math.prod(shape))
        if {**stored, **as_written} != stored or one.result().dtype.name != dtype or not is_small:
            message = f"the array {name} is another one than its description says"
            raise UnlikeError(message)
