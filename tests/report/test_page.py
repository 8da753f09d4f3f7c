"""The page of a run, as people use it."""

import re

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from tests.report.samples.runs import classifier, interrupted, large, regression
from wtspec.graph import Graph, GraphWeight
from wtspec.report.page import report_page

SECTIONS = (
    *("Learning curves", "Outcomes", "Model", "Weights"),
    *("Throughput", "Spec", "Timings", "Environment"),
)


@pytest.fixture(scope="module")
def text():
    return report_page(classifier())


def test_contents_lead_to_every_section(show, text):
    page = show(text)
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    assert links.all_inner_texts() == list(SECTIONS)
    for name in SECTIONS:
        section = page.locator(
            "details.section", has=page.get_by_role("heading", name=name, level=2)
        )
        section.locator(":scope > summary").click()
        assert section.get_attribute("open") is None
        page.get_by_role("link", name=name).click()
        assert section.get_attribute("open") == ""


def test_the_head_says_what_the_run_was(show, text):
    head = show(text).locator("header")
    assert head.get_by_role("heading", level=1).inner_text() == "digits"
    for said in ("finished", "best: epoch 33, val_loss 0.1183", "4,810", "16.4 s",
                 "2026-11-29, 19:04 (UTC+01:00)"):  # fmt: skip
        assert said in head.inner_text()
    row = head.get_by_role("row").filter(has_text="accuracy")
    assert row.get_by_role("cell").all_inner_texts() == ["0.9877", "0.9654", "0.9611"]


def test_a_curve_that_is_pointed_at_tells_its_epoch(show, text):
    page = show(text)
    chart = page.get_by_role("img", name="Line chart of loss over epochs")
    assert "best epoch 33" in chart.get_attribute("aria-label")
    chart.hover(position={"x": 200, "y": 100})
    tip = page.locator('[aria-label="tip"]').filter(has_text="epoch").text_content()
    assert re.fullmatch(
        r"epoch \d+train  [01]\.\d+validation  [01]\.\d+", tip.replace("\u200b", "")
    )
    assert "The best val_loss is 0.1183, at epoch 33." in page.locator("#learning").inner_text()


def test_values_of_a_curve_are_there_as_a_table(show, text):
    page = show(text)
    figure = page.locator("figure", has=page.get_by_role("heading", name="accuracy", exact=True))
    figure.locator("summary").press("Enter")
    expect(figure.get_by_role("row")).to_have_count(41)
    assert figure.get_by_role("columnheader").all_inner_texts() == ["epoch", "train", "validation"]


def test_a_logarithmic_scale_can_be_asked_for(show, text):
    page = show(text)
    button = page.get_by_role("button", name="Log scale").first
    before = page.locator("#learning .chart svg").first.inner_html()
    button.press("Space")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator("#learning .chart svg").first.inner_html() != before


def test_the_colors_can_be_turned_around(show, text):
    page = show(text)
    color = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(color)
    page.get_by_role("button", name="Dark colors").click()
    assert page.evaluate(color) != light
    page.get_by_role("button", name="Light colors").click()
    assert page.evaluate(color) == light


def test_a_weight_opens_to_its_histograms_and_its_line(show, text):
    page = show(text)
    opener = page.get_by_role("button", name="linear/bias")
    opener.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    detail = page.locator("tr.detail")
    assert "all 0" in detail.inner_text()
    assert 'add_weight(name="linear/bias"' in detail.inner_text()
    expect(detail.get_by_role("img")).to_have_count(3)
    opener.press("Enter")
    expect(page.locator("tr.detail")).to_have_count(0)


def test_weights_are_sorted_by_a_click_on_a_head(show, text):
    page = show(text)
    table = page.locator("#weights table").first
    paths = table.locator("tbody th")
    first = paths.all_inner_texts()
    page.get_by_role("button", name="path", exact=True).click()
    assert paths.all_inner_texts() == sorted(first)
    page.get_by_role("button", name="path", exact=True).click()
    assert paths.all_inner_texts() == sorted(first, reverse=True)
    assert table.get_by_role("columnheader", name="path").get_attribute("aria-sort") == "descending"


def test_a_layer_folds_out_by_mouse_and_by_keyboard(show, text):
    page = show(text)
    fold = page.locator("#model .fold")
    fold.click(position={"x": 5, "y": 5})
    assert fold.get_attribute("aria-expanded") == "true"
    assert "y = x @ kernel" in page.locator("#model svg").text_content()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Space")
    assert fold.get_attribute("aria-expanded") == "true"


def test_a_weight_of_the_drawing_leads_to_its_row(show, text):
    page = show(text)
    page.locator('#model [data-weight="linear/bias"]').first.click()
    opener = page.get_by_role("button", name="linear/bias")
    assert opener.get_attribute("aria-expanded") == "true"
    assert opener.evaluate("one => one === document.activeElement")
    expect(page.locator("#weights button.opener")).to_have_count(4)
    assert page.locator("#model .fold").get_attribute("aria-expanded") == "false"


def test_a_weight_of_a_repeated_layer_leads_to_the_first_of_them(show):
    report = large()
    path = "block_*/attention/query/w_*"
    graph = Graph("g", (), (), weights=(GraphWeight("w", path, "[2]"),))
    page = show(report_page(replace(report, graph=graph)))
    page.locator("#model [data-weight]").first.click()
    assert page.locator("button.opener[aria-expanded=true]").inner_text() == report.weights[0].path
    assert page.locator("#weights").get_by_role("status").inner_text() == "192 of 768 weights"


def test_weights_are_searched_and_made_as_far_as_they_are_seen(show):
    page = show(report_page(large()))
    openers = page.locator("#weights button.opener")
    expect(openers).to_have_count(100)
    page.get_by_role("searchbox", name="Search the weights").fill("block_7 KEY")
    expect(openers).to_have_count(4)
    page.get_by_role("searchbox", name="Search the weights").fill("nothing of the kind")
    assert "No weight is found." in page.locator("#weights").inner_text()
    page.get_by_role("searchbox", name="Search the weights").fill("")
    page.get_by_role("button", name="Show 668 more").click()
    expect(openers).to_have_count(768)
    assert page.locator("#weights svg").count() < 100


def test_a_confusion_matrix_has_counts_and_shares(show, text):
    page = show(text)
    table = page.get_by_role("region", name="Confusion matrix").get_by_role("table")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="3", exact=True))
    assert "25\n69 %" in row.inner_text()
    assert "3 taken for 5: 9 of 36 rows, 25 %" in page.locator("#outcomes").inner_text()


def test_the_worst_examples_are_pictures_or_rows(show, text):
    page = show(text)
    cards = page.locator(".card")
    expect(cards).to_have_count(6)
    page.get_by_role("button", name="Show 2 more").click()
    expect(cards).to_have_count(8)
    assert (
        page.get_by_role("img", name="Row 3 as a picture").evaluate("one => one.naturalWidth") == 8
    )
    rows = show(report_page(regression())).locator(".card")
    rows.first.locator("summary").click()
    expect(rows.first.get_by_role("row")).to_have_count(10)


def test_a_regression_shows_residuals(show, scroll_through):
    page = show(report_page(regression()))
    scroll_through(page)
    expect(page.get_by_role("img", name="Scatter plot of 300 rows")).to_have_count(1)
    expect(page.get_by_role("img", name="Histogram of the residuals of progression")).to_have_count(
        1
    )
    assert "Mean absolute error 42.31, R² 0.4817" in page.locator("#outcomes").inner_text()
    assert "The model is not drawn" in page.get_by_role("region", name="Remarks").inner_text()


def test_a_spec_says_where_its_values_come_from(show, text):
    page = show(text)
    lines = page.locator(".line.overridden")
    assert lines.all_text_contents() == [
        "5  width: 64\n← --set params.width=64", "17  epochs: 40\n← base.yaml:12",
    ]  # fmt: skip


def test_a_run_that_ended_early_says_so_and_what_was_lost(show):
    page = show(report_page(interrupted()))
    assert "interrupted in epoch 13" in page.locator("header").inner_text()
    assert "not finite" in page.locator("header").inner_text()
    said = page.locator("#learning").inner_text()
    assert "The best val_loss is 0.6100, at epoch 5. Weights kept: last: epoch 12." in said
    assert "val_loss was not finite at 7 of the epochs drawn, first at epoch 6." in said


@pytest.mark.parametrize("make", [classifier, regression])
def test_nothing_is_wider_than_a_phone(show, scroll_through, make):
    page = show(report_page(make()), phone=True)
    scroll_through(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_paper_has_all_of_it(show, text):
    page = show(text)
    page.locator("#spec > summary").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details.section:not([open])")).to_have_count(0)
    expect(page.get_by_role("img", name="Line chart of Rows per second")).to_have_count(1)


def test_every_stop_of_the_keyboard_is_seen(show, text):
    page = show(text)
    page.wait_for_selector("#model .picture")
    seen = """() => { const found = document.activeElement;
        const isSeen = getComputedStyle(found).outlineStyle !== 'none';
        const isDrawn = found.closest('svg') !== null;  // the drawing has a test of its own
        return found === document.body ? null : [found.outerHTML.slice(0, 80), isSeen || isDrawn]; }
    """
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(seen))
        if stops[-1] is None:
            break
    assert stops[-1] is None
    assert len(stops) > 30
    assert [stop for stop in stops[:-1] if not stop[1]] == []


def test_a_spec_is_copied_as_it_is(show, text):
    page = show(text)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    page.get_by_role("button", name="Copy").click()
    assert page.locator("#spec").get_by_role("status").inner_text() == "Copied."
    assert page.evaluate("window.copied") == classifier().spec
