"""Reads safetensors files: what they hold before what it is, and never more than is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from wtspec.errors import Diagnostic, SpecError

MAX_HEADER_BYTES = 100 * 1024 * 1024
"""As much as the format itself allows."""

MOST_AXES = 64
"""NumPy's own limit."""

_DTYPES = {
    "C64": "complex64",
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E8M0": "float8_e8m0fnu",
    "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2FNUZ": "float8_e5m2fnuz",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
}


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """What a file says of a tensor.

    Attributes:
        dtype: By its name in Keras; a dtype that NumPy lacks by its name in the file.
    """

    shape: tuple[int, ...]
    dtype: str

    def __str__(self) -> str:
        return f"{self.shape} {self.dtype}"


@dataclass(frozen=True, slots=True)
class _Stored:
    """A tensor with the place of its bytes in the file."""

    tensor: StoredTensor
    start: int
    stop: int


def is_known(dtype: str) -> bool:
    """Whether arrays can be of a dtype."""
    return dtype in _DTYPES.values()


def read_header(path: Path) -> dict[str, StoredTensor]:
    """The tensors of a file by name, without reading one of them.

    Raises:
        SpecError: `unreadable-file`.
    """
    return {name: stored.tensor for name, stored in _read(path).items()}


def read_tensors(path: Path, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The named tensors of a file, one after the other, as arrays over its bytes.

    Raises:
        SpecError: `unreadable-file`.
    """
    import ml_dtypes  # noqa: F401 - teaches NumPy the names of JAX's dtypes
    import numpy as np

    stored = _read(path)
    for name in names:
        one = stored[name]
        dtype = np.dtype(one.tensor.dtype)
        array = (
            np.memmap(path, np.uint8, "r", one.start, (one.stop - one.start,))
            if (one.stop > one.start)
            else np.zeros(0, np.uint8)
        )
        array = np.asarray(array)
        array = array != 0 if dtype == np.bool_ else array.view(dtype)  # any byte may stand there
        yield name, array.reshape(one.tensor.shape)


def _read(path: Path) -> dict[str, _Stored]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > min(MAX_HEADER_BYTES, size - 8):
                raise _unreadable(path, "it is no safetensors file")
            header = json.loads(file.read(length))
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None
    except (ValueError, RecursionError):
        raise _unreadable(path, "its header is no JSON") from None
    if not isinstance(header, dict):
        raise _unreadable(path, "its header is no mapping")
    found = cast("dict[str, object]", header)
    return {
        name: _stored(path, name, entry, 8 + length, size)
        for name, entry in found.items()
        if name != "__metadata__"
    }


def _stored(path: Path, name: str, entry: object, base: int, size: int) -> _Stored:
    """An entry of the header, if its bytes are as many as it says and lie in the file."""
    match entry:
        case {"dtype": str(dtype), "shape": [*shape], "data_offsets": [int(start), int(stop)]}:
            sizes = [one for one in shape if isinstance(one, int) and one >= 0]
            if len(sizes) == len(shape) and 0 <= start <= stop <= size - base:
                known = _DTYPES.get(dtype)
                if known is not None and not _has_bytes(sizes, _width(known), stop - start):
                    raise _unreadable(path, f"`{name}` has not the bytes that its shape needs")
                return _Stored(
                    StoredTensor(tuple(sizes), known or dtype), base + start, base + stop
                )
        case _:
            pass
    raise _unreadable(path, f"its header has no proper entry for `{name}`")


def _has_bytes(sizes: Sequence[int], width: int, count: int) -> bool:
    """Whether a shape takes that many bytes; no product grows without end."""
    if 0 in sizes:
        return count == 0
    for one in sizes:
        width *= one
        if width > count:
            return False
    return width == count


def _width(dtype: str) -> int:
    """Bytes of one element."""
    if dtype == "bool":
        return 1
    return int(dtype.partition("_")[0].lstrip("abcdefghijklmnopqrstuvwxyz")) // 8


def _unreadable(path: Path, reason: str) -> SpecError:
    message = f"`{path.name}` can't be read: {reason}"
    return SpecError(Diagnostic("unreadable-file", message))
