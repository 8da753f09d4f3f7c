"""Resolves the plain settings of `data` and `runtime`."""

from __future__ import annotations

from wtspec.errors import did_you_mean, one_of
from wtspec.program.dtypes import WIDE, check_dtype
from wtspec.program.program import Settings
from wtspec.resolve.components.values import DTYPES
from wtspec.resolve.context import Context
from wtspec.resolve.plain import Params, truth_at, whole_at
from wtspec.resolve.processes import resolve_processes
from wtspec.spec import DataSpec, RuntimeSpec, SplitSpec

POLICIES = tuple(
    sorted(one for one in DTYPES - WIDE.keys() if "float" in one and "float8" not in one)
)
"""What `precision` may be: the names of Keras's dtype policies."""

NO_DATA = DataSpec.model_construct()
"""The defaults of `data`, for a file without one."""


def resolve_settings(context: Context, params: Params) -> Settings:
    """The settings, with the defaults of what the file does not say."""
    data, runtime = context.file.data or NO_DATA, context.file.runtime
    split = data.split or SplitSpec()
    _check_precision(context, runtime)
    return Settings(
        batch_size=whole_at(context, params, data, "batch_size") or 1,
        shuffle=truth_at(context, params, data, "shuffle"),
        drop_remainder=truth_at(context, params, data, "drop_remainder"),
        validation=split.validation or 0.0,
        test=split.test or 0.0,
        split_seed=split.seed,
        split_shuffle=split.shuffle,
        stratify=split.stratify,
        group=split.group,
        order=split.order,
        seed=whole_at(context, params, runtime, "seed", least=0) or 0,
        precision=runtime.precision,
        platform=runtime.platform,
        compile_cache=truth_at(context, params, runtime, "compile_cache"),
        deterministic=truth_at(context, params, runtime, "deterministic"),
        rewrite_for_cpu=truth_at(context, params, runtime, "rewrite_for_cpu"),
        mesh=_mesh(runtime),
        processes=resolve_processes(context, params, runtime),
    )


def _mesh(runtime: RuntimeSpec) -> tuple[tuple[str, int | None], ...] | None:
    if runtime.mesh is None:
        return None
    sizes = runtime.mesh.items()
    return tuple((axis, size if isinstance(size, int) else None) for axis, size in sizes)


_FOREIGN = {
    **dict.fromkeys(("bf16", "bfloat"), "mixed_bfloat16"),
    **dict.fromkeys(("fp16", "16", "amp", "half"), "mixed_float16"),
    **dict.fromkeys(("fp32", "32", "full"), "float32"),
}
"""Precisions by the names that other tools give them."""


def _check_precision(context: Context, runtime: RuntimeSpec) -> None:
    precision, place = runtime.precision, runtime.span("precision")
    check_dtype(context.report, precision, place)
    if precision not in {*POLICIES, *WIDE}:
        meant = _FOREIGN.get(precision.lower())
        context.report.error(
            "unknown-precision",
            f"`{precision}` is not a dtype policy",
            place,
            expected=one_of(POLICIES),
            help=f"did you mean `{meant}`?" if meant else did_you_mean(precision, POLICIES),
        )
