import pytest

from wtspec.document import find, plain, read_text
from wtspec.errors import SpecError


def faults(text):
    with pytest.raises(SpecError) as caught:
        read_text(text, "t.yaml")
    return caught.value.diagnostics


def test_duplicate_key_names_both_lines():
    (fault,) = faults("a: 1\nb: 2\na: 3\n")
    assert fault.code == "duplicate-key"
    assert "lines 1 and 3" in fault.message
    assert fault.span.start == (3, 1)
    assert [related.span.start for related in fault.related] == [(1, 1)]


def test_every_duplicate_is_named_at_once():
    assert len(faults("a: 1\na: 2\nb: {c: 1, c: 2}\n")) == 2


@pytest.mark.parametrize(
    "text", ['a: 1\n"a": 2', "1: a\n0x1: b", "{a: 1, 'a': 2}", "<<: {}\n<<: {}"]
)
def test_keys_are_duplicates_by_what_they_mean(text):
    assert [fault.code for fault in faults(text)] == ["duplicate-key"]


def test_a_number_is_found_however_it_is_written():
    tree = read_text("{a: {0x1F: b, 05: c}}", "t.yaml")
    assert [find(tree, "a", step) for step in (31, "5")] == [
        entry.value for entry in tree.get("a").entries.values()
    ]


@pytest.mark.parametrize(
    "key", ["null", "~", "true", "FALSE", "1.5", ".nan", ".inf", '""', "[a]", "{a: b}", "? [a]\n"]
)
def test_a_key_that_is_neither_text_nor_integer_is_refused(key):
    (fault,) = faults(f"{key}: x")
    assert fault.code == "invalid-key"


def test_text_that_looks_like_another_type_can_be_a_key_in_quotes():
    assert plain(read_text('{"null": 1, "1.5": 2, 3: 4, on: 5}', "t.yaml")) == {
        "null": 1,
        "1.5": 2,
        3: 4,
        "on": 5,
    }


def test_merge_key_gives_way_to_own_keys_and_stands_where_it_was_written():
    text = "base: &b {x: 1, y: 2}\nown:\n  z: 0\n  <<: *b\n  y: 3\n  w: 4\n"
    own = plain(read_text(text, "t.yaml"))["own"]
    assert list(own.items()) == [("z", 0), ("x", 1), ("y", 3), ("w", 4)]


def test_the_first_of_several_merged_mappings_wins():
    text = "- &a {x: 1}\n- &b {x: 2, y: 3}\n- <<: [*a, *b]\n"
    assert plain(read_text(text, "t.yaml"))[2] == {"x": 1, "y": 3}


def test_a_quoted_merge_key_is_an_ordinary_key():
    assert plain(read_text('"<<": 5', "t.yaml")) == {"<<": 5}


@pytest.mark.parametrize("value", ["5", "[1]", "[[]]"])
def test_merging_what_is_no_mapping_is_an_error(value):
    (fault,) = faults(f"<<: {value}")
    assert fault.code == "invalid-merge-key"


@pytest.mark.parametrize(
    "value",
    ["!t x", "! x", "!!str x", "!<t> x", "!t [x]", "!!python/object:os.system {}", "&a !t x"],
)
def test_every_tag_is_refused_where_it_stands(value):
    (fault,) = faults(f"a: {value}")
    assert fault.code == "tag"
    assert fault.span.start == (1, 4 + value.index("!"))


def test_a_tag_on_a_key_is_refused_once():
    assert [fault.code for fault in faults("!t a: 1")] == ["tag"]


def test_an_unknown_tag_handle_is_a_tag_too():
    assert [fault.code for fault in faults("a: !e!x b")] == ["tag"]
