"""What a spec asks of its data sources."""

from __future__ import annotations

from pathlib import Path

from wtspec.errors import Span
from wtspec.resolve.context import Context
from wtspec.resolve.plain import Params, text_at, whole_at
from wtspec.sources.date_forms import form_pattern
from wtspec.sources.dialect import Dialect
from wtspec.sources.formats import FORMATS
from wtspec.sources.request import SourceRequest, SyntheticColumn
from wtspec.spec import (
    DataSpec,
    DateSpec,
    ImagesSpec,
    SourceSpec,
    SyntheticSpec,
    TableSpec,
    WindowsSpec,
)


def source_requests(context: Context, params: Params, spec: DataSpec) -> dict[str, SourceRequest]:
    """The request for `source`, and for `validation` and `test` where they have their own."""
    sources = {"source": spec.source, "validation": spec.validation, "test": spec.test}
    return {
        part: _request(context, params, source)
        for part, source in sources.items()
        if source is not None
    }


def _request(context: Context, params: Params, spec: SourceSpec) -> SourceRequest:
    folder = context.folder(spec.span())
    if spec.windows is not None:
        return _windows(context, params, spec.windows)
    if spec.csv is not None:
        return SourceRequest(
            "csv",
            paths=(text_at(context, params, spec.csv, "path"),),
            folder=folder,
            dialect=_dialect(context, spec.csv),
        )
    for kind in FORMATS:
        if getattr(spec, kind) is not None:
            path = text_at(context, params, spec, kind)
            return SourceRequest(kind, paths=(path,), folder=folder)
    if spec.images is not None:
        return _images(context, params, spec.images, folder)
    if spec.npy is not None:
        arrays = {name: text_at(context, params, spec, "npy", name) for name in spec.npy}
        return SourceRequest("npy", arrays=arrays, folder=folder)
    if spec.synthetic is not None:
        return _synthetic(context, params, spec.synthetic)
    return SourceRequest("sklearn", name=spec.sklearn or "")


def _windows(context: Context, params: Params, spec: WindowsSpec) -> SourceRequest:
    return SourceRequest(
        "windows",
        of=_request(context, params, spec.of),
        length=whole_at(context, params, spec, "length") or 1,
        stride=whole_at(context, params, spec, "stride") or 1,
        by=spec.by,
        order=spec.order,
    )


def _images(context: Context, params: Params, spec: ImagesSpec, folder: Path) -> SourceRequest:
    sizes = [whole_at(context, params, spec, "size", at) or 1 for at in range(len(spec.size or ()))]
    return SourceRequest(
        "images",
        paths=(text_at(context, params, spec, "path"),),
        folder=folder,
        size=(sizes[0], sizes[1]) if sizes else None,
        channels=spec.channels,
        resize=spec.resize,
    )


def _dialect(context: Context, spec: TableSpec) -> Dialect:
    for kind in spec.types.values():
        if isinstance(kind, DateSpec):
            _check_form(context, kind.date, kind.span("date"))
    return Dialect(
        spec.separator,
        spec.decimal,
        spec.thousands or "",
        spec.encoding,
        "" if spec.quote == "none" else spec.quote,
        {name: kind if isinstance(kind, str) else kind.date for name, kind in spec.types.items()},
        None if spec.null_values is None else tuple(spec.null_values),
    )


def _check_form(context: Context, form: str, span: Span) -> None:
    try:
        form_pattern(form)
    except ValueError as error:
        message = f"`{form}` is no form of dates: {error}"
        expected = "a form such as `%d.%m.%Y`, `%m/%d/%y` or `%d %b %Y %H:%M`"
        context.report.error("invalid-date-form", message, span, expected=expected)


def _synthetic(context: Context, params: Params, spec: SyntheticSpec) -> SourceRequest:
    columns = {
        name: SyntheticColumn(
            tuple(whole_at(context, params, one, "shape", at) or 1 for at in range(len(one.shape))),
            one.dtype,
            whole_at(context, params, one, "classes"),
            one.low,
            one.high,
        )
        for name, one in spec.columns.items()
    }
    rows = whole_at(context, params, spec, "rows") or 1
    return SourceRequest("synthetic", rows=rows, columns=columns)
