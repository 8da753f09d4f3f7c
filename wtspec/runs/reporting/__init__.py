"""Gathers what a run has recorded, for the page that shows it."""

REPORT = "report.html"
