"""The functions that data formulas may call. Free of NumPy.

Each has the name, parameters and meaning of its counterpart in `keras.ops`, or of the language's
own where Keras has none.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

Home = Literal["numpy", "arrays", "learned", "table"]


class DataParameter(Struct, frozen=True):
    """A parameter of a data function.

    Generated source gives those that are required by position, in order, and the others by
    keyword: then NumPy's names for the required ones do not matter.
    """

    name: str
    required: bool


class DataFunction(Struct, frozen=True):
    """A function that data formulas may call.

    Attributes:
        name: As a formula says it.
        python: As source says it: `np.mean`; the bare name for `arrays` and `table`;
            `learned.lookup`, whose first argument is the call's own name.
        home: `numpy`; `arrays`, a function of `wtspec/data/arrays.py`; `learned`, a method of
            `Learned`; or `table`, which source says with the dict of columns: `column(name)` as
            `table[name]`, `columns(pattern)` as `columns(table, pattern)` of `arrays.py`.
        parameters: In order.
        variadic: Whether more positional arguments may follow.
        takes_list: The parameters that are lists of arrays.
    """

    name: str
    python: str
    home: Home
    parameters: tuple[DataParameter, ...]
    variadic: bool = False
    takes_list: tuple[str, ...] = ()

    def parameter(self, name: str) -> DataParameter | None:
        """The parameter of that name, or None."""
        return next((known for known in self.parameters if known.name == name), None)


def data_functions() -> dict[str, DataFunction]:
    """Every function that data formulas may call, by name."""
    return {name: data_function(name) for name in data_function_names()}


def data_function_names() -> tuple[str, ...]:
    """The names of all these functions."""
    return tuple(_signatures())


@cache
def data_function(name: str) -> DataFunction:
    """The function of that name.

    Raises:
        KeyError: There is none.
    """
    home, signature = _signatures()[name]
    words = [word.strip() for word in signature.split(",")]
    return DataFunction(
        name=name,
        python=_PYTHON.get(
            name, {"numpy": f"np.{name}", "learned": f"learned.{name}"}.get(home, name)
        ),
        home=home,
        parameters=tuple(
            DataParameter(word.rstrip("?"), not word.endswith("?"))
            for word in words
            if not word.startswith("*")
        ),
        variadic=words[-1].startswith("*"),
        takes_list=_LISTS.get(name, ()),
    )


@cache
def _signatures() -> dict[str, tuple[Home, str]]:
    return {
        name: (home, signature)
        for (home, signature), names in _TABLE.items()
        for name in names.split()
    }


_ELEMENTWISE = """
    abs absolute arccos arccosh arcsin arcsinh arctan arctanh ceil cos cosh cbrt deg2rad exp exp2
    expm1 floor isfinite isinf isnan log log10 log1p log2 logical_not negative rad2deg sign signbit
    sin sinc sinh sqrt square tan tanh trunc
"""
_TWO = """
    add arctan2 divide equal floor_divide greater greater_equal hypot less less_equal logaddexp
    logical_and logical_or logical_xor matmul maximum minimum mod multiply not_equal power subtract
    true_divide
"""
_REDUCTIONS = """
    all amax amin any argmax argmin mean median nanmax nanmean nanmedian nanmin nanstd nansum nanvar
    ptp std sum var
"""

# Which functions share a place and a signature; `?` marks what has a default.
_TABLE: dict[tuple[Home, str], str] = {
    ("numpy", "x"): _ELEMENTWISE,
    ("numpy", "x1, x2"): _TWO,
    ("numpy", "x, y"): "bitwise_and bitwise_or bitwise_xor",
    ("numpy", "x, axis?, keepdims?"): _REDUCTIONS,
    ("numpy", "x, axis?, keepdims?, initial?"): "max min",
    ("numpy", "x, axis?, keepdims?, dtype?"): "prod",
    ("numpy", "x, q, axis?, method?, keepdims?"): "quantile percentile nanquantile nanpercentile",
    ("numpy", "x, axis?, weights?"): "average",
    ("numpy", "x, ord?, axis?, keepdims?"): "norm",
    ("numpy", "x, axis?, dtype?"): "cumsum cumprod",
    ("numpy", "x, axis?"): "argsort count_nonzero flip sort stack",
    ("numpy", "xs, axis?"): "concatenate",
    ("numpy", "xs"): "hstack",
    ("numpy", "x, axes?"): "transpose",
    ("numpy", "x, axis"): "expand_dims",
    ("numpy", "x, newshape"): "reshape",
    ("numpy", "x, shape"): "broadcast_to",
    ("numpy", "x, source, destination"): "moveaxis",
    ("numpy", "x, axis1, axis2"): "swapaxes",
    ("numpy", "x, repeats"): "tile",
    ("numpy", "x, repeats, axis?"): "repeat",
    ("numpy", "x, shift, axis?"): "roll",
    ("numpy", "x, pad_width, mode?, constant_values?"): "pad",
    ("numpy", "x, x_min, x_max"): "clip",
    ("numpy", "x, decimals?"): "round",
    ("numpy", "x, nan?, posinf?, neginf?"): "nan_to_num",
    ("numpy", "a, n?, axis?"): "diff",
    ("numpy", "x, indices, axis?"): "take",
    ("numpy", "x, indices, axis"): "take_along_axis",
    ("numpy", "condition, x1, x2"): "where",
    ("numpy", "condlist, choicelist, default?"): "select",
    ("numpy", "x1, x2, assume_unique?, invert?"): "isin",
    ("numpy", "x1, x2, rtol?, atol?, equal_nan?"): "isclose",
    ("numpy", "x, bins"): "digitize",
    ("numpy", "sorted_sequence, values, side?"): "searchsorted",
    ("numpy", "x, k?"): "tril triu",
    ("numpy", "x1, x2, axes?"): "tensordot",
    ("numpy", "subscripts, *operands"): "einsum",
    ("numpy", "x, dtype?"): "ones_like zeros_like",
    ("numpy", "x, fill_value, dtype?"): "full_like",
    ("numpy", "shape, dtype?"): "ones zeros",
    ("numpy", "shape, fill_value, dtype?"): "full",
    ("numpy", "start, stop?, step?, dtype?"): "arange",
    ("numpy", "start, stop, num?, endpoint?, dtype?, axis?"): "linspace",
    ("arrays", "x"): "relu rsqrt sigmoid softplus",
    ("arrays", "x, axis?"): "log_softmax softmax squeeze",
    ("arrays", "x, axis?, keepdims?"): "logsumexp",
    ("arrays", "x, axis?, order?"): "normalize",
    ("arrays", "x, dtype"): "cast",
    ("arrays", "x1, x2"): "divide_no_nan",
    ("learned", "x"): "lookup minmax standardize",
    ("learned", "x, num_classes?"): "one_hot",
    ("table", "name"): "column",
    ("table", "pattern"): "columns",
}
_PYTHON = {"norm": "np.linalg.norm", "column": "table"}
_LISTS = {
    "concatenate": ("xs",),
    "hstack": ("xs",),
    "select": ("condlist", "choicelist"),
    "stack": ("x",),
}
