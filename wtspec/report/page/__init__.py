"""The page of a run, and the page of several."""

from wtspec.report.page.page import comparison_page, report_page

__all__ = ["comparison_page", "report_page"]
