"""Values in the dtypes that models are fed."""

from __future__ import annotations

import numpy as np


def narrow(x: np.ndarray) -> np.ndarray:
    """Floats as float32, 64-bit integers as int32; smaller integers and bools as they are.

    Raises:
        ValueError: An integer does not fit int32.
    """
    x = np.asarray(x)
    if x.dtype.kind == "f":
        return x.astype("float32", copy=False)
    if x.dtype.kind not in "iu" or (x.dtype.itemsize < 8 and x.dtype != "uint32"):
        return x
    if x.size and not -(2**31) <= int(x.min()) <= int(x.max()) < 2**31:
        raise ValueError("an integer does not fit int32")
    return x.astype("int32")
