"""What axe-core finds wrong with pages for people who see, point or read otherwise: nothing."""

import os

import pytest

from tests.report.draw.graphs import nested
from tests.report.samples.compared import comparison
from tests.report.samples.runs import classifier, interrupted, regression
from tests.report.samples.sweeps import pareto, sweep
from tests.rooms import ROOT
from wtspec.report.draw import draw_html
from wtspec.report.page import comparison_page, report_page, sweep_page

PHONE = {"width": 390, "height": 844}

AXE = ROOT / "scripts/viewer/node_modules/axe-core/axe.min.js"
PAGES = {
    "classifier": lambda: report_page(classifier()),
    "forty classes": lambda: report_page(classifier(40)),
    "regression": lambda: report_page(regression()),
    "interrupted": lambda: report_page(interrupted()),
    "comparison": lambda: comparison_page(comparison()),
    "sweep": lambda: sweep_page(sweep(), range(20)),
    "front": lambda: sweep_page(pareto()),
    "drawing": lambda: draw_html(nested(2), None),
}
RUN = """() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
    'best-practice']})"""


@pytest.fixture(scope="module")
def axe():
    """The checker's script."""
    if AXE.is_file():
        return AXE.read_text("utf-8")
    reason = "`make setup` installs axe-core, if there is Node with npm"
    return pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.mark.parametrize("name", ["classifier", "comparison", "front", "drawing"])
def test_axe_finds_nothing(show, scroll_through, axe, name):
    page = show(PAGES[name](), dark=True)
    _unfold(page)
    page.evaluate(axe)
    assert _faults(page, scroll_through) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert _faults(page, scroll_through) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("dark", "phone"), [(False, False), (True, True)], ids=["light desktop", "dark phone"]
)  # the other two pairs are looked at above
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_any_page(show, scroll_through, axe, name, dark, phone):
    page = show(PAGES[name](), phone=phone, dark=dark)
    _unfold(page)
    page.evaluate(axe)
    assert _faults(page, scroll_through) == []


def _unfold(page):
    for opener in page.locator("button.opener").all()[:2]:
        opener.click()
    page.locator("details.folded > summary").evaluate_all(
        "all => all.slice(0, 3).forEach(e => e.click())"
    )


def _faults(page, scroll_through):
    scroll_through(page)
    found = page.evaluate(RUN)
    assert len(found["passes"]) > 20
    return [
        (one["id"], node["html"][:200], [fault["message"] for fault in node["any"]])
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]
