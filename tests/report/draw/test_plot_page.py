"""A drawing as a page: layers fold by mouse and keyboard, and it looks as it does elsewhere."""

import io

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import expect

from tests.report.draw.graphs import chain, formula, layer, nested
from wtspec.graph import GraphNode
from wtspec.report.draw import draw_html, draw_svg, svg_to_png

HOSTILE = "</script><img src=x onerror=alert(1)>]]>\u202e${x}\"'\0"


@pytest.fixture
def page(show):
    return show(draw_html(nested(2)))


def boxes(page):
    return page.locator(".picture .node").count()


def test_a_layer_folds_where_it_is_clicked(page):
    before = boxes(page)
    page.locator(".picture .fold .title").first.click()
    assert boxes(page) > before
    page.locator(".picture .fold .title").first.click()
    assert boxes(page) == before


def test_a_layer_folds_where_its_weights_are_clicked_too(page):
    before = boxes(page)
    page.locator("[data-weight]").first.click()
    assert boxes(page) > before


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_layer_folds_by_the_keyboard_and_keeps_the_focus(page, key):
    before = boxes(page)
    button = page.locator(".picture .fold").first
    button.focus()
    page.keyboard.press(key)
    assert boxes(page) > before
    page.keyboard.press(key)
    assert boxes(page) == before


def test_all_is_unfolded_and_folded_at_once(page):
    before = boxes(page)
    page.get_by_role("button", name="Unfold all").click()
    expect(page.locator('.fold[aria-expanded="false"]')).to_have_count(0)
    page.get_by_role("button", name="Fold all", exact=True).click()
    assert boxes(page) == before


def test_the_picture_grows_by_buttons_and_keys(page):
    width = "document.querySelector('.picture svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(width) == pytest.approx(before * 1.25, rel=0.01)
    page.locator(".picture").focus()
    page.keyboard.press("0")
    assert page.evaluate(width) == pytest.approx(before, rel=0.01)


def test_a_mouse_moves_it_and_folds_nothing_then(page):
    page.get_by_role("button", name="Unfold all").click()
    page.set_viewport_size({"width": 600, "height": 400})
    box = page.locator(".picture .fold").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    count = boxes(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 100, steps=5)
    page.mouse.up()
    assert page.evaluate("document.querySelector('.picture').scrollTop") == 100
    assert boxes(page) == count


def test_any_text_stays_text_in_the_page(show):
    node = GraphNode("a", "loop", HOSTILE, doc=HOSTILE, inner=chain(formula("b", HOSTILE)))
    page = show(draw_html(chain(node, layer("c"), name=HOSTILE)))
    expect(page.locator("img")).to_have_count(0)
    assert "onerror" in page.locator("h1").inner_text()


def test_a_browser_shows_the_same_as_the_pixels(chromium):
    svg = draw_svg(nested(1), None, "light")
    pixels = Image.open(io.BytesIO(svg_to_png(svg, 1))).convert("RGB")
    page = chromium.new_page(viewport={"width": pixels.width, "height": pixels.height})
    page.set_content(f"<style>body{{margin:0}}</style>{svg}")
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    blurred = [one.filter(ImageFilter.GaussianBlur(4)) for one in (pixels, shown)]
    difference = ImageChops.difference(*blurred).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 1
    assert difference.getextrema()[1] < 60
