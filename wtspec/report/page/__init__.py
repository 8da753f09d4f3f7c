"""The page of a run, that of several, and that of a sweep."""

from wtspec.report.page.page import comparison_page, report_page
from wtspec.report.page.sweep import sweep_page

__all__ = ["comparison_page", "report_page", "sweep_page"]
