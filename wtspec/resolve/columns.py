"""What a spec asks of its data sources."""

from __future__ import annotations

from wtspec.document import Step
from wtspec.resolve.context import Context
from wtspec.resolve.plain import text_at, whole
from wtspec.sources.request import SourceRequest, SyntheticColumn
from wtspec.spec import DataSpec, SourceSpec
from wtspec.spec.data import SyntheticSpec, TableSpec


def source_requests(
    context: Context, params: dict[str, object], spec: DataSpec
) -> dict[str, SourceRequest]:
    """The request for `source`, and for `validation` and `test` where they have their own."""
    sources = {"source": spec.source, "validation": spec.validation, "test": spec.test}
    return {
        part: _request(context, params, source, ("data", part))
        for part, source in sources.items()
        if source is not None and source.images is None
    }


def _request(
    context: Context, params: dict[str, object], spec: SourceSpec, steps: tuple[Step, ...]
) -> SourceRequest:
    if spec.sklearn is not None:
        return SourceRequest("sklearn", name=spec.sklearn)
    folder = context.folder(*steps)
    if spec.csv is not None:
        table = spec.csv if isinstance(spec.csv, TableSpec) else TableSpec(path=spec.csv)
        place = ("csv", "path") if table is spec.csv else ("csv",)
        nulls = tuple(table.null_values) if table.null_values is not None else None
        return SourceRequest(
            "csv",
            paths=(text_at(context, params, *steps, *place),),
            folder=folder,
            separator=table.separator,
            types=table.types,
            null_values=nulls,
        )
    if spec.parquet is not None:
        return SourceRequest(
            "parquet", paths=(text_at(context, params, *steps, "parquet"),), folder=folder
        )
    if spec.npz is not None:
        return SourceRequest("npz", paths=(text_at(context, params, *steps, "npz"),), folder=folder)
    if spec.npy is not None:
        return SourceRequest(
            "npy",
            arrays={n: text_at(context, params, *steps, "npy", n) for n in spec.npy},
            folder=folder,
        )
    if spec.synthetic is not None:
        return _synthetic(context, params, spec.synthetic, (*steps, "synthetic"))
    return SourceRequest("sklearn")


def _synthetic(
    context: Context, params: dict[str, object], spec: SyntheticSpec, steps: tuple[Step, ...]
) -> SourceRequest:
    columns: dict[str, SyntheticColumn] = {}
    for name, column in spec.columns.items():
        path = (*steps, "columns", name)
        sizes = [
            whole(context, params, *path, "shape", index) or 1 for index in range(len(column.shape))
        ]
        classes = whole(context, params, *path, "classes")
        columns[name] = SyntheticColumn(
            tuple(sizes), column.dtype, classes, column.low, column.high
        )
    rows = whole(context, params, *steps, "rows") or 1
    return SourceRequest("synthetic", rows=rows, columns=columns)
