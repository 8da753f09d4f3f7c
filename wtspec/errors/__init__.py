"""Faults as values: spans, diagnostics, the report that collects them."""

from wtspec.errors.diagnostic import Diagnostic, Related, related_to
from wtspec.errors.report import Report
from wtspec.errors.span import Source, Span
from wtspec.errors.spec_error import SpecError
from wtspec.errors.suggest import did_you_mean, listed, nearest, one_of
from wtspec.errors.words import either, kind_words, with_article, within

__all__ = [
    "Diagnostic",
    "Related",
    "Report",
    "Source",
    "Span",
    "SpecError",
    "did_you_mean",
    "either",
    "kind_words",
    "listed",
    "nearest",
    "one_of",
    "related_to",
    "with_article",
    "within",
]
