"""Faults as values: spans, diagnostics, the report that collects them."""

from wtspec.errors.diagnostic import Diagnostic, Related
from wtspec.errors.report import Report
from wtspec.errors.span import Source, Span
from wtspec.errors.spec_error import SpecError
from wtspec.errors.suggest import did_you_mean, nearest, one_of, with_article

__all__ = [
    "Diagnostic",
    "Related",
    "Report",
    "Source",
    "Span",
    "SpecError",
    "did_you_mean",
    "nearest",
    "one_of",
    "with_article",
]
