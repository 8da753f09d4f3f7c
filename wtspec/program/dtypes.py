"""Dtypes that have a name in Keras, and that JAX would compute otherwise."""

from __future__ import annotations

from wtspec.errors import Report, Span

WIDE = {"float64": "float32", "int64": "int32", "uint64": "uint32", "complex128": "complex64"}
"""Dtypes of numbers of 64 bits, and what JAX makes of them unless the whole process is told
otherwise."""


def check_dtype(report: Report, dtype: object, span: Span) -> None:
    """Notes a dtype of numbers of 64 bits: a run would have 32, and say that it had 64."""
    if not isinstance(dtype, str) or dtype not in WIDE:
        return
    report.error(
        "wide-dtype",
        f"`{dtype}` takes numbers of 64 bits, and a run computes with 32",
        span,
        expected="a dtype whose numbers take at most 32 bits",
        received=f"`{dtype}`",
        help=f"write `{WIDE[dtype]}`",
    )


def is_discrete(dtype: str) -> bool:
    """Whether a dtype has no gradients."""
    return dtype == "bool" or dtype.startswith(("int", "uint"))
