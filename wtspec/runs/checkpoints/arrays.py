"""Arrays by name, as Orbax writes and reads them."""

from __future__ import annotations

import errno
import logging
import math
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtspec.model.mesh.exchange import place
from wtspec.runs.checkpoints.parts import Described, UnlikeError, open_stored

if TYPE_CHECKING:
    import numpy as np
    import orbax.checkpoint as ocp

    from wtspec.model.mesh.parts import Source

_AT_ONCE_BYTES = 256 * 2**20
"""Of arrays that are written at a time, or one that is larger: what lies between them and the disk
takes memory too."""
_CHUNK_BYTES = 64 * 2**20
"""Of a large array, and of a file."""
_LATE_SECONDS = 0.5
"""Until threads have failed that were at what could not be read either."""

_BESIDE_BYTES = 4096
"""What is written beside an array's numbers, about."""


def describe(arrays: Mapping[str, Source]) -> dict[str, Described]:
    """The dtype and shape of each array that Orbax takes: it refuses those without a number."""
    return {
        name: (str(one.dtype), tuple(one.shape))
        for name, one in arrays.items()
        if 0 not in one.shape
    }


def write_arrays(arrays: Mapping[str, Source], folder: Path) -> None:
    """Makes a folder of arrays; each is written as it is, without compression."""
    import numpy as np
    import orbax.checkpoint as ocp

    from wtspec.train.host import on_host

    # What JAX holds is written from where it lies; of several processes Orbax takes none of it.
    state: Mapping[str, Any] = on_host({name: arrays[name] for name in describe(arrays)})
    if place()[1] > 1:
        state = {name: np.asarray(one) for name, one in state.items()}
    arguments = ocp.args.PyTreeSave(
        state,
        save_args={name: ocp.SaveArgs(chunk_byte_size=_CHUNK_BYTES) for name in state},
        ocdbt_target_data_file_size=_CHUNK_BYTES,
    )
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

    check_size(folder, described)
    open_stored(folder, described)
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

    me, many = place()
    options = dict[str, Any]()
    registry = dict[str, Any]()
    if many > 1:  # each process is alone with it: others would be waited for
        alone = ocp.options.MultiprocessingOptions(
            primary_host=me, active_processes={me}, barrier_sync_key_prefix=f"process_{me}"
        )
        options["multiprocessing_options"] = alone
        registry["type_handler_registry"] = _handlers()
    handler = ocp.PyTreeCheckpointHandler(
        save_concurrent_gb=(bytes_at_once + 2**20) / 10**9,  # pyright: ignore[reportArgumentType]
        use_compression=False,
        **options,
        **registry,
    )
    return ocp.Checkpointer(handler, **options)


def _handlers() -> Any:  # noqa: ANN401 - of a type that Orbax does not name
    """Orbax copies what NumPy holds, lest it changes meanwhile: nothing changes a snapshot."""
    import numpy as np
    from orbax.checkpoint import type_handlers

    handler = type_handlers.NumpyHandler(deepcopy_host_arrays=False)
    return type_handlers.create_type_handler_registry((np.ndarray, handler))


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
    except Exception:
        time.sleep(_LATE_SECONDS)
        raise
    finally:
        sys.unraisablehook = hook
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def check_room(folder: Path, arrays: Mapping[str, Source]) -> None:
    """Orbax notices a full disk in the middle of many files.

    Raises:
        OSError: There is no room.
    """
    needed = sum(one.nbytes + _BESIDE_BYTES for one in arrays.values()) + 64 * _BESIDE_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def check_size(folder: Path, described: Mapping[str, Described]) -> None:
    """Nothing is compressed: more numbers than the files have bytes are a stranger's claim.

    Raises:
        UnlikeError: That is so.
    """
    import numpy as np

    there = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    claimed = sum(math.prod(shape) * np.dtype(one).itemsize for one, shape in described.values())
    if claimed > there:
        message = f"its arrays would take {claimed:,} bytes, and its files have {there:,}"
        raise UnlikeError(message)
