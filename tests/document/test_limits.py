import pytest

from wtspec.document import plain, read_text
from wtspec.errors import SpecError


def code(text):
    with pytest.raises(SpecError) as caught:
        read_text(text, "t.yaml")
    (fault,) = caught.value.diagnostics
    return fault.code


@pytest.mark.parametrize(
    "text",
    [
        "[" * 65 + "]" * 65,
        "[" * 1_000_000,
        "{a: " * 900,
        "- " * 500_000,
        "? " * 500_000,
        "".join(" " * depth + "a:\n" for depth in range(70)),
        "a0: &a0 x\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i}]\n" for i in range(70)),
    ],
)
def test_nesting_deeper_than_the_limit_is_refused(text):
    assert code(text) == "nesting-too-deep"


def test_nesting_at_the_limit_is_read():
    node = plain(read_text("[" * 64 + "]" * 64, "t.yaml"))
    depth = 1
    while node:
        depth, node = depth + 1, node[0]
    assert depth == 64


def bomb(first, link):
    return first + "".join(link(i) for i in range(9))


@pytest.mark.parametrize(
    "text",
    [
        bomb("a0: &a0 [x, x]\n", lambda i: f"a{i + 1}: &a{i + 1} [{','.join([f'*a{i}'] * 9)}]\n"),
        bomb(
            "a0: &a0 {k: v}\n",
            lambda i: f"a{i + 1}: &a{i + 1} {{<<: [{','.join([f'*a{i}'] * 9)}]}}\n",
        ),
        "[" + "a," * 100_001 + "]",
        "k: 1\n" * 50_001,
    ],
)
def test_more_nodes_than_the_limit_are_refused(text):
    assert code(text) == "too-many-nodes"


def test_aliases_count_as_often_as_they_are_used():
    uses = 100_000 // 103
    anchor = "a: &a [" + ",".join("x" * 1 for _ in range(100)) + "]\n"
    text = anchor + "b: [" + ",".join(["*a"] * uses) + "]\n"
    assert code(text + "c: [" + ",".join(["*a"] * 30) + "]\n") == "too-many-nodes"
    assert len(plain(read_text(text, "t.yaml"))["b"]) == uses


@pytest.mark.parametrize("text", ["a: &x [*x]", "&x a: &x {b: *x}", "a: &x {<<: *x}"])
def test_an_alias_inside_what_it_names_is_refused(text):
    assert code(text) == "recursive-alias"


def test_an_alias_without_an_anchor_is_refused_and_shown_in_quotes():
    with pytest.raises(SpecError) as caught:
        read_text("a: {x: *scale * 2}", "t.yaml")
    (fault,) = caught.value.diagnostics
    assert fault.code == "unknown-alias"
    assert 'a: {x: "*scale * 2"}' in fault.help


def test_a_second_document_is_refused():
    assert code("a: 1\n---\nb: 2\n") == "several-documents"


def test_document_marks_round_the_only_document_are_fine():
    assert plain(read_text("%YAML 1.2\n---\na: 1\n...\n", "t.yaml")) == {"a": 1}


def test_a_text_above_the_size_limit_is_refused():
    assert code("#" * (1_048_576 + 1)) == "file-too-large"
    assert code("# " + "é" * 524_288) == "file-too-large"


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x07",
        "\x1b",
        "\x7f",
        "\x80",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\ud800",
    ],
)
def test_control_characters_are_refused_where_they_stand(character):
    with pytest.raises(SpecError) as caught:
        read_text(f"a: 1\nb: x{character}", "t.yaml")
    (fault,) = caught.value.diagnostics
    assert fault.code == "control-character"
    assert fault.span.start == (2, 5)


def test_escaped_control_characters_are_text():
    assert plain(read_text('a: "\\0\\x85\\u2028"', "t.yaml")) == {"a": "\0\x85\u2028"}
