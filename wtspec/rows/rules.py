"""What each function over columns makes of the rows.

A function that is not here is not known to keep rows apart: `tests/resolve` asks for each.
"""

from __future__ import annotations

from collections.abc import Callable

from wtspec.rows import rules_axis as along
from wtspec.rows import rules_made as made
from wtspec.rows import rules_product as product
from wtspec.rows import rules_shape as shape
from wtspec.rows.form import Array
from wtspec.rows.given import Given

Rule = Callable[[Given], Array]

_NAMES: dict[Rule, str] = {
    along.elementwise: """
        abs absolute arccos arccosh arcsin arcsinh arctan arctanh ceil cos cosh cbrt deg2rad exp
        exp2 expm1 floor isfinite isinf isnan log log10 log1p log2 logical_not negative rad2deg sign
        signbit sin sinc sinh sqrt square tan tanh trunc add arctan2 divide equal floor_divide
        greater greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor
        maximum minimum mod multiply not_equal power subtract true_divide bitwise_and bitwise_or
        bitwise_xor clip round nan_to_num where isclose relu rsqrt sigmoid softplus cast
        divide_no_nan ones_like zeros_like full_like
    """,
    along.reduced: """
        all amax amin any argmax argmin mean median nanmax nanmean nanmedian nanmin nanstd nansum
        nanvar ptp std sum var max min prod average norm logsumexp count_nonzero
    """,
    along.quantile: "quantile percentile nanquantile nanpercentile",
    along.kept: "cumsum cumprod flip roll softmax log_softmax normalize argsort sort",
    along.shortened: "diff",
    along.looked_up_in: "digitize searchsorted isin",
    along.selected: "select",
    along.learned: "standardize minmax lookup",
    along.one_hot: "one_hot",
    shape.stack: "stack",
    shape.concatenate: "concatenate hstack",
    shape.transpose: "transpose",
    shape.moveaxis: "moveaxis",
    shape.swapaxes: "swapaxes",
    shape.expand_dims: "expand_dims",
    shape.squeeze: "squeeze",
    shape.reshape: "reshape",
    shape.broadcast_to: "broadcast_to",
    shape.tile: "tile",
    shape.repeat: "repeat",
    shape.pad: "pad",
    shape.triangle: "tril triu",
    product.take: "take",
    product.take_along_axis: "take_along_axis",
    product.matmul: "matmul",
    product.tensordot: "tensordot",
    product.einsum: "einsum",
    made.filled: "ones zeros full",
    made.arange: "arange",
    made.linspace: "linspace",
    made.columns: "columns",
    made.column: "column",
}
RULES: dict[str, Rule] = {name: rule for rule, names in _NAMES.items() for name in names.split()}
