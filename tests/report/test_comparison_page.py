"""The page that lays runs beside each other."""

import pytest

from tests.report.samples.compared import comparison
from wtspec.report.page import comparison_page


@pytest.fixture(scope="module")
def text():
    return comparison_page(comparison())


def test_the_best_of_each_metric_is_said_in_words(show, text):
    table = show(text).get_by_role("region", name="Final metrics, test")
    rows = [row.get_by_role("cell").all_inner_texts() for row in table.get_by_role("row").all()[1:]]
    assert rows == [["best 0.1200", "0.1300", "0.1400"], ["0.9610", "best 0.9720", "not finite"]]


def test_none_is_the_best_where_a_name_does_not_tell(show, text):
    page = show(text)
    row = (
        page.get_by_role("region", name="Final metrics, train")
        .get_by_role("row")
        .filter(has_text="energy")
    )
    assert "best" not in row.inner_text()
    assert "None is marked of energy" in page.locator("#metrics").inner_text()


def test_runs_are_drawn_as_long_as_their_buttons_are_pressed(show, text):
    page = show(text)
    chart = page.locator("#curves .chart").first
    assert "digits-wide" in chart.get_attribute("aria-label")
    page.get_by_role("group", name="Runs that are drawn").get_by_role(
        "button", name="digits-wide"
    ).press("Space")
    assert "digits-wide" not in chart.get_attribute("aria-label")


def test_what_differs_is_shown_by_path(show, text):
    page = show(text)
    rows = page.get_by_role("region", name="Values that differ").get_by_role("row")
    assert rows.nth(3).inner_text().split("\t") == [
        "train.clip",
        "not there",
        "not there",
        "{norm: 1.0}",
    ]
    rows = page.get_by_role("region", name="Environments that differ").get_by_role("row")
    assert [row.inner_text().split("\t") for row in rows.all()[1:]] == [
        ["JAX", "0.8.1", "0.8.2", "0.8.2"]
    ]


def test_weights_are_as_far_as_they_are(show, text):
    rows = show(text).get_by_role("region", name="Weights of the runs").get_by_role("row")
    assert rows.nth(1).inner_text().split("\t") == [
        "linear/kernel", "64 \u00d7 64 or 64 \u00d7 128",
        "9.130", "12.81", "8.770", "\u2013", "0.3100",
    ]  # fmt: skip
