"""A picture holds all that it should, and nothing in it lies on another thing."""

import io
import re
import struct
import xml.etree.ElementTree as ET
from importlib import import_module

import pytest
from PIL import Image, ImageChops

from tests.report.draw.geometry import SVG, faults, levels
from tests.report.draw.graphs import chain, formula, layer, nested, woven
from wtspec.graph import Edge, Graph, GraphNode, GraphWeight
from wtspec.report.draw import draw_svg, svg_to_png
from wtspec.report.draw.draw_svg import TooLargeToDrawError

ENGINE = import_module("wtspec.report.draw.draw_svg")
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "\" onload='x'",
    "${x} {{y}}",
    "\u202eRTL\u2066",
    "a" * 10_000,
    "👩‍👩‍👧 emoji",
    "a\0b\x1b[31m",
    "&amp; <!-- --",
    "",
    "\u0301\u0301",
    "\ufffe\uffff",
    "a\n\tb",
    "__proto__",
    "漢字" * 500,
    "\U0001f600" * 3000,
]


def texts(svg):
    found = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314
    return [one[0].tail if len(one) else one.text for one in found]  # a title comes first


@pytest.mark.parametrize("graph", [nested(4), woven(12), woven(25), Graph("empty", (), ())])
def test_nothing_lies_on_another_thing_or_outside(graph):
    for depth in (0, 1, None):
        assert faults(draw_svg(graph, depth, interactive=True)) == []


def test_overlaps_and_what_lies_outside_would_be_seen():
    svg = draw_svg(chain(formula("a"), formula("b")), interactive=True)
    below = re.sub(r'(data-id="b" transform="translate\(\S+ )[\d.]+', r"\g<1>0", svg)
    assert faults(below) == ["a lies on b"]
    outside = re.sub(r'(data-id="b" transform="translate\(\S+ )[\d.]+', r"\g<1>900", svg)
    assert faults(outside) == ["b lies outside"]


def test_a_box_says_what_the_node_says():
    node = layer("dense", doc="Weighs.", arguments="units: 8", repeat="12")
    said = texts(draw_svg(chain(node)))
    rows = ["kernel", "[8, 8]", "glorot_uniform", "bias", "[8]", "zeros", "frozen"]
    assert said == ["chain", "dense", "\u00d712", "Linear", "units: 8", "Weighs.", *rows]


def test_layers_are_unfolded_to_a_depth():
    folded, unfolded, more = (draw_svg(nested(2), depth, interactive=True) for depth in range(3))
    assert 'data-id="l1"' not in folded
    assert 'data-id="l1"' in unfolded
    assert 'data-id="l0"' not in unfolded
    assert 'data-id="l0"' in more
    assert 'role="button" tabindex="0" aria-expanded="false"' in folded
    assert 'role="button" tabindex="0" aria-expanded="true"' in unfolded


def test_what_is_in_loops_and_branches_is_seen():
    branch = GraphNode("b", "branch", "if causal", inner=chain(formula("inner")))
    loop = GraphNode(
        "l", "loop", "for x in xs", inner=chain(branch, layer("m", chain(formula("no"))))
    )
    svg = draw_svg(chain(loop), interactive=True)
    assert 'data-id="inner"' in svg
    assert 'data-id="no"' not in svg


def test_shapes_stand_at_edges_once_for_all_that_begin_at_a_node():
    nodes = (GraphNode("x", "input", "x", shape="[batch, 4]"), *map(formula, "abcd"))
    edges = (
        Edge("x", "a", "[batch, 4]"),  # which the input says itself
        *(Edge("a", other, "[batch, 8]", "h") for other in "bcd"),
    )
    assert texts(draw_svg(Graph("", nodes, edges))).count("h [batch, 8]") == 1
    assert texts(draw_svg(Graph("", nodes, edges))).count("[batch, 4]") == 1


def test_edges_to_nowhere_and_rings_are_drawn_as_far_as_they_can_be():
    nodes = tuple(map(formula, "abc"))
    edges = tuple(Edge(*ends) for ends in ("ab", "bc", "ca", "aa", "az"))
    svg = draw_svg(Graph("ring", nodes, edges), interactive=True)
    assert faults(svg) == []
    assert svg.count('class="edge"') == 4


def test_what_stands_beside_each_other_is_in_the_order_of_the_file():
    inputs = [GraphNode(name, "input", name) for name in "abcdef"]
    edges = tuple(Edge(one.id, "sum") for one in inputs)
    svg = draw_svg(Graph("", (*inputs, formula("sum")), edges), interactive=True)
    level = next(level for level in levels(svg)[1] if level.boxes)
    del level.boxes["sum"]
    assert sorted(level.boxes, key=level.boxes.get) == list("abcdef")


def test_a_picture_beyond_the_limits_is_refused(monkeypatch):
    monkeypatch.setattr(ENGINE, "_MEMORY_BYTES", 2**20)
    with pytest.raises(TooLargeToDrawError):
        draw_svg(nested(1))


def test_a_picture_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(ENGINE, "_SECONDS", 0.01)
    with pytest.raises(TooLargeToDrawError):
        draw_svg(woven(40))


def test_a_folded_layer_says_how_many_weights_are_in_it():
    inner = chain(layer("one"), formula("f"), layer("two"))
    bare = GraphNode("b", "layer", "b", inner=inner)
    assert "4 weights within" in texts(draw_svg(chain(bare)))
    assert "and 4 weights within" in texts(draw_svg(chain(layer("c", inner))))
    assert not [text for text in texts(draw_svg(chain(bare), None)) if "within" in text]


def test_many_weights_are_counted():
    weights = tuple(GraphWeight(f"w{at}", "", "[1]") for at in range(40))
    said = texts(draw_svg(Graph("g", (), (), weights=weights)))
    assert said[-1] == "… and 29 more"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_stays_text(text):
    weight = GraphWeight(text, text, text, text, text)
    inner = chain(GraphNode(text + "i", "formula", text), formula("g"), name=text)
    nodes = [
        GraphNode(text + kind, kind, text, text, text, text, text, text, (weight,), inner)
        for kind in ("input", "output", "layer", "formula", "loop", "branch")
    ]
    svg = draw_svg(chain(*nodes, name=text, shape=text), None, interactive=True)
    root = ET.fromstring(svg)  # noqa: S314 - also refuses what XML can't hold
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "style", "rect", "g", "path", "text", "title"}
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on")]
    (width, _), _ = levels(svg)
    assert width < 2500
    assert faults(svg) == []
    assert svg_to_png(svg, 0.5).startswith(b"\x89PNG")


def test_long_text_is_cut_and_whole_where_one_points():
    svg = draw_svg(chain(formula("a", "x + " * 200 + "1")))
    _, shown = ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314
    assert "".join(shown.itertext()).endswith("…")
    assert shown.findtext(f"{SVG}title") == "x + " * 200 + "1"


def test_colors_are_of_the_theme():
    light, dark, auto = (draw_svg(nested(0), theme=theme) for theme in ("light", "dark", "auto"))
    assert "#14171c" not in light
    assert "#ffffff" not in dark
    assert "prefers-color-scheme:dark" in auto
    assert not re.search(r"var\(|light-dark", light + dark + auto)


def test_pixels_are_as_many_as_the_scale_says_and_not_all_alike():
    svg = draw_svg(nested(0), theme="light")
    root = ET.fromstring(svg)  # noqa: S314
    png = svg_to_png(svg, 2)
    size = struct.unpack(">II", png[16:24])
    assert size == (2 * int(root.get("width")), 2 * int(root.get("height")))
    with Image.open(io.BytesIO(png)) as image:
        assert len(image.getcolors(1 << 20)) > 20  # letters have soft edges


def test_a_sign_of_mathematics_does_not_change_how_the_words_beside_it_look():
    images = [
        Image.open(io.BytesIO(svg_to_png(draw_svg(chain(layer("a", doc=doc)), theme="light"), 1)))
        for doc in ("Words and words", "Words and words ∈")
    ]
    left, *_ = ImageChops.difference(*(image.convert("RGB") for image in images)).getbbox()
    assert left > 120


def test_a_thousand_boxes_in_a_row_are_drawn():
    nodes = [formula(str(at)) for at in range(1000)]
    assert draw_svg(chain(*nodes)).count('class="node formula"') == 1000
