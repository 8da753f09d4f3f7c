import pytest

from wtspec.document import Mapping, Scalar, Sequence, read_text, walk


def places(text):
    """Each scalar's text with the stretch of the source that its span covers."""
    tree = read_text(text, "t.yaml")
    return [(node.text, covered(node.span)) for node in walk(tree) if isinstance(node, Scalar)]


def covered(span):
    lines = span.source.lines[span.line - 1 : span.end_line]
    if len(lines) == 1:
        return lines[0][span.column - 1 : span.end_column - 1]
    return "\n".join((lines[0][span.column - 1 :], *lines[1:-1], lines[-1][: span.end_column - 1]))


def test_spans_cover_keys_values_and_quotes():
    assert places("a: b\n'c': \"d e\"\n") == [
        ("a", "a"),
        ("b", "b"),
        ("c", "'c'"),
        ("d e", '"d e"'),
    ]


def test_columns_count_characters_not_bytes():
    assert places('é: "ü𐍈" # 𐍈\n𐍈𐍈: {ß: ñ}\n') == [
        ("é", "é"),
        ("ü𐍈", '"ü𐍈"'),
        ("𐍈𐍈", "𐍈𐍈"),
        ("ß", "ß"),
        ("ñ", "ñ"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_count_as_one(end):
    assert places(end.join(["a: b", "", "c: d", ""])) == places("a: b\n\nc: d\n")


def test_a_byte_order_mark_takes_no_column():
    assert places("\ufeffa: b") == [("a", "a"), ("b", "b")]


def test_anchors_are_not_part_of_a_span():
    text = "a: &x b\nc: &y # why\n  d: e\nf: &z {g: h}\n&k i: &l\n"
    assert places(text) == [
        ("a", "a"),
        ("b", "b"),
        ("c", "c"),
        ("d", "d"),
        ("e", "e"),
        ("f", "f"),
        ("g", "g"),
        ("h", "h"),
        ("i", "i"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: 1, c: [2]} # d\ne: f", "{b: 1, c: [2]}"),
        ("a: &x {b: 1}\ne: f", "{b: 1}"),
        ("a:\n  b: 1\n  c: |\n    d\n\n\n# e\nf: g", "b: 1\n  c: |\n    d"),
        ("a:\n- b\n- c: d\ne: f", "- b\n- c: d"),
        ("a: &x\n  - b\ne: f", "- b"),
        ("a: [b: 1, c]\ne: f", "[b: 1, c]"),
    ],
)
def test_collections_reach_from_their_first_to_their_last_character(text, expected):
    node = read_text(text, "t.yaml").get("a")
    assert isinstance(node, Mapping | Sequence)
    assert covered(node.span) == expected


def test_a_collection_that_ends_in_an_alias_ends_at_the_alias():
    node = read_text("x: &x 1\na:\n  - 2\n  - *x\nb: 3\n", "t.yaml").get("a")
    assert covered(node.span) == "- 2\n  - *x"


def test_an_alias_is_the_very_node_that_it_names():
    tree = read_text("a: &x {k: 1}\nb: *x\n", "t.yaml")
    assert tree.get("a") is tree.get("b")


def test_flow_is_told_for_scalars_and_collections():
    tree = read_text("a: b\nc: [d]\n", "t.yaml")
    assert not tree.get("a").flow
    assert tree.get("c").flow
    assert tree.get("c").items[0].flow
