"""Resolves the plain settings of `data` and `runtime`."""

from __future__ import annotations

from wtspec.document import Step
from wtspec.errors import did_you_mean, one_of
from wtspec.program.declared import Settings
from wtspec.program.dtypes import WIDE, check_dtype
from wtspec.resolve.components.values import DTYPES
from wtspec.resolve.context import Context
from wtspec.resolve.plain import number, whole
from wtspec.spec import DataSpec, Spec, SplitSpec

POLICIES = tuple(
    sorted(one for one in DTYPES - WIDE.keys() if "float" in one and "float8" not in one)
)
"""What `precision` may be: the names of Keras's dtype policies."""


def resolve_settings(context: Context, spec: Spec, params: dict[str, object]) -> Settings:
    """The settings, with the defaults of what the file does not say."""
    data, runtime = spec.file.data, spec.file.runtime
    split = (data.split if data else None) or SplitSpec()
    _check_precision(context, runtime.precision)
    return Settings(
        batch_size=whole(context, params, "data", "batch_size") or 32,
        shuffle=_flag(context, params, data, "shuffle", default=True),
        drop_remainder=_flag(context, params, data, "drop_remainder", default=False),
        validation=split.validation or 0.0,
        test=split.test or 0.0,
        split_seed=split.seed,
        split_shuffle=split.shuffle,
        stratify=split.stratify,
        seed=whole(context, params, "runtime", "seed", least=0) or 0,
        precision=runtime.precision,
        platform=runtime.platform,
        compile_cache=_truth(context, params, True, "runtime", "compile_cache"),
        deterministic=_truth(context, params, False, "runtime", "deterministic"),
        rewrite_for_cpu=_truth(context, params, True, "runtime", "rewrite_for_cpu"),
    )


def _flag(
    context: Context, params: dict[str, object], data: DataSpec | None, key: str, *, default: bool
) -> bool:
    return default if data is None else _truth(context, params, default, "data", key)


def _truth(context: Context, params: dict[str, object], default: bool, *steps: Step) -> bool:
    value = number(context, params, *steps)
    return default if value is None else bool(value)


_FOREIGN = {
    **dict.fromkeys(("bf16", "bfloat"), "mixed_bfloat16"),
    **dict.fromkeys(("fp16", "16", "amp", "half"), "mixed_float16"),
    **dict.fromkeys(("fp32", "32", "full"), "float32"),
}
"""Precisions by the names that other tools give them."""


def _check_precision(context: Context, precision: str) -> None:
    check_dtype(context.report, precision, context.document.span("runtime", "precision"))
    if precision not in {*POLICIES, *WIDE}:
        meant = _FOREIGN.get(precision.lower())
        context.report.error(
            "unknown-precision",
            f"`{precision}` is not a dtype policy",
            context.document.span("runtime", "precision"),
            expected=one_of(POLICIES),
            help=f"did you mean `{meant}`?" if meant else did_you_mean(precision, POLICIES),
        )
