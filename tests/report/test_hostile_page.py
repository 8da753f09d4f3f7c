"""Whatever text a run holds, it is shown as text, and all of it."""

import pytest
from msgspec import Struct
from msgspec.structs import replace
from playwright.sync_api import expect

from tests.report.samples.compared import comparison
from tests.report.samples.runs import classifier, regression
from tests.report.samples.sweeps import pareto, sweep
from wtspec.graph import Graph
from wtspec.report.page import comparison_page, report_page, sweep_page

ATTACKS = (
    "<script>fired()</script>",
    "</script><script>fired()</script><!-- <script>",
    "<img src=x onerror=fired()>",
    "\"'><svg onload=fired()>",
    "${fired()} {{fired()}} `${fired()}`",
    "javascript:fired()",
    "]]> --> </style><style>*{display:none}</style>",
    "a\u2028b\u2029c\u202ed\u2066e\0f",
    "__proto__",
    "&lt;b&gt; &amp; \\u003c",
)
UNSEEN = {
    "id",
    "source",
    "target",
    "kind",
    "began",
    "image",
    "status",
    "part",
    "state",
    "mode",
    "choices",
}
"""Fields that name something in the data, or are read."""
HIDDEN = {"\0": "\\x00"} | {
    letter: f"\\u{ord(letter):04x}" for letter in "\u2028\u2029\u202e\u2066"
}
FIRED = "() => { window.fired = () => { window.hasFired = true } }"


def hostile(value, made, field=""):
    """The value with an attack at the end of each text, names of metrics and parts included."""
    match value:
        case str() if value and field not in UNSEEN:
            made.append(f"{value} {ATTACKS[len(made) % len(ATTACKS)]}")
            return made[-1]
        case list() | tuple():
            return type(value)(hostile(one, made, field) for one in value)
        case dict():
            return {hostile(key, made): hostile(one, made) for key, one in value.items()}
        case Graph():
            return attacked(value, [])  # a drawing cuts long texts
        case Struct():
            return attacked(value, made)
    return value


def attacked(record, made):
    """The record with all of its texts hostile."""
    fields = record.__struct_fields__
    return replace(record, **{one: hostile(getattr(record, one), made, one) for one in fields})


def as_seen(text):
    """What is not seen is written as an escape; a line in a chart is told as validation."""
    escaped = "".join(HIDDEN.get(letter, letter) for letter in text)
    return escaped.removeprefix("val_")


def seen(page):
    """All text of a page, that of attributes included."""
    return page.evaluate(
        """() => [...document.querySelectorAll('#root *')].flatMap(one => [...one.attributes]
        .map(one => one.value)).join('\\n') + document.getElementById('root').textContent"""
    )


@pytest.mark.parametrize("make", [classifier, regression])
def test_a_run_fires_nothing_and_loses_nothing(show, scroll_through, make):
    texts = []
    report = attacked(make(), texts)
    _try(show, scroll_through, report_page(report), texts)


def test_a_comparison_fires_nothing_and_loses_nothing(show, scroll_through):
    texts = []
    compared = attacked(comparison(), texts)
    _try(show, scroll_through, comparison_page(compared), texts)


@pytest.mark.parametrize("make", [sweep, pareto])
def test_a_sweep_fires_nothing_and_loses_nothing(show, scroll_through, make):
    texts = []
    shown = attacked(make(12), texts)
    _try(show, scroll_through, sweep_page(shown, range(12)), texts)


INHERITED = ("constructor", "__proto__", "toString", "hasOwnProperty")
"""What every object of a script has already."""


def test_metrics_may_have_names_that_every_object_has(show):
    report = classifier()
    series = dict(zip(INHERITED, report.curves.series.values(), strict=True))
    metrics = {name: {name: 0.25} for name in INHERITED}
    curves = replace(report.curves, series=series)
    page = show(report_page(replace(report, metrics=metrics, curves=curves)))
    expect(page.locator("header table").get_by_text("0.2500")).to_have_count(4)
    expect(page.locator("header table").get_by_text("\u2013")).to_have_count(12)
    expect(page.locator("#learning .chart")).to_have_count(4)

    compared = comparison()
    runs = [replace(compared.runs[0], metrics=metrics, curves=curves), *compared.runs[1:]]
    page = show(comparison_page(replace(compared, runs=runs)))
    expect(page.locator("#metrics").get_by_text("0.2500")).to_have_count(4)
    expect(page.locator("#curves .chart")).to_have_count(8)


def _try(show, scroll_through, text, texts):
    page = show(text)
    page.evaluate(FIRED)
    for foldable in ("button.opener", ".worst > p > button", "details.folded > summary"):
        page.locator(foldable).evaluate_all("all => all.forEach(one => one.click())")
    for fold in page.locator('#model .fold[aria-expanded="false"]').all():
        fold.press("Enter")
    scroll_through(page)
    chart = page.locator(".chart").first
    chart.hover(position={"x": 150, "y": 100})
    page.wait_for_function("document.querySelector('[aria-label=tip] text')")
    assert page.evaluate("window.hasFired") is None
    expect(
        page.locator("#root script, #root style, #root [onload], #root [onerror]")
    ).to_have_count(0)
    found = seen(page)
    assert len(texts) > 60
    lines = [line for text in texts for line in as_seen(text).split("\n")]
    assert [line for line in lines if line not in found] == []
