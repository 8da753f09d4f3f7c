import pytest
import yaml._yaml
from hypothesis import given
from hypothesis import strategies as st

from wtspec.document import plain, read_text
from wtspec.errors import SpecError


def fault(text):
    with pytest.raises(SpecError) as caught:
        read_text(text, "t.yaml")
    (found,) = caught.value.diagnostics
    return found


def faults(text):
    try:
        read_text(text, "t.yaml")
    except SpecError as error:
        return error.diagnostics
    return ()


@pytest.mark.parametrize(
    ("text", "message", "place", "help"),
    [
        ("a:\n\tb: 1", "a tab indents this line", (2, 1), "indent with spaces alone"),
        ("a:\n  x: 1\n\ty: 2\n", "a tab indents this line", (3, 1), "indent with spaces alone"),
        ("a: |\n x\n\ty", "a tab indents this line", (3, 1), "indent with spaces alone"),
        ("a:b\nc: d", "a space is missing after the colon", (1, 2), "write `a: b`"),
        ("a: 1\nb:2\nc: 3", "a space is missing after the colon", (2, 2), "write `b: 2`"),
        ("a:\n  b:1\n  c: 2", "a space is missing after the colon", (2, 4), "write `b: 1`"),
        ("- a\n-b\n- c", "a space is missing after the dash", (2, 1), "write `- b`"),
        ("a: 1\nb\nc: 2", "`b` is a line among keys, and has no colon", (2, 1), "key: value"),
        ("doc: note: x", "a second colon in one line", (1, 10), 'write `doc: "note: x"`'),
        ('a: "b\nc: d', "the quote that opens here is never closed", (1, 4), "close it"),
        ("a: 'b\n---\nc", "the quote that opens here is never closed", (1, 4), "close it"),
        ('a: "x\nb: "y"', "this quote ends a value that began on a line above", (2, 4), "above"),
        ("a: 'it's'", "the value ended with `'`, and the line goes on", (1, 8), "quotes"),
        ("a: [1, 2\nb: 3", "the `[` that opens here is never closed", (1, 4), "`]`"),
        ("a: {x: 1,\nb: 3\n", "the `{` that opens here is never closed", (1, 4), "`}`"),
        ("a: [1}", "`}` can't close a `[`", (1, 6), "close it with `]`"),
        ("a: {b: 1}}", "`}` closes nothing", (1, 10), "remove it"),
        ('a: ["b" c]', "a `,` or `]` is missing before this", (1, 9), "quotes"),
        ("a:\n    b: 1\n  c: 2", "the indentation of this line fits none", (3, 3), "0 or 4 spaces"),
        ("a: 1\n  b: 2", "this line is indented below a line that has", (2, 3), "0 spaces"),
        ("a:\n  b: 1\n   c: 2", "this line is indented below a line", (3, 4), "2 spaces"),
        ("a:\n  - x\n  y: 1", "stands among the items of a list", (3, 3), "begin it with `- `"),
        ("a:\n  x: 1\n  - y", "a list's item stands among the keys", (3, 3), "not both"),
        ("a: - b", "a list's first dash stands on the line of its key", (1, 4), "write `[b]`"),
        ("a: @x", "`@` can't begin a value", (1, 4), 'write `a: "@x"`'),
        ("a: `x`", "``` can't begin a value", (1, 4), 'write `a: "`x`"`'),
        ('a: "\\q"', "`\\q` is no escape that YAML knows", (1, 5), "single quotes"),
        ('a: "\\xzz"', "`\\x` is no escape that YAML knows", (1, 5), "single quotes"),
        (": b", "a key is missing before the colon", (1, 1), None),
        ("a: }", "a value is missing before `}`", (1, 4), None),
        ('"a" 1', "the text goes on after its value has ended", (1, 5), "key: value"),
        ("%YAML 3.0\n---\na: b", "this directive is not YAML 1.2", (1, 1), "remove the line"),
        ("a: *", "`*` is not followed by a name", (1, 4), 'write `a: "*"`'),
        (f"{'x' * 1025}: 1", "a key is longer than 1,024 characters", (1, 1026), None),
    ],
)
def test_what_yaml_stops_at_is_told_in_human_words(text, message, place, help):
    found = fault(text)
    assert found.code == "yaml-syntax"
    assert message in found.message
    assert found.span.start == place
    assert help is None if found.help is None else help in found.help


@pytest.mark.parametrize(
    "text", ["a:\n\tb: 1", "a: [1, 2\nb: 3", 'a: "b\nc: d', 'a: "\\UFFFFFFFF"', "a: {x: =w[0]}"]
)
def test_errors_are_located_without_libyaml_too(text, monkeypatch):
    with_libyaml = fault(text)
    monkeypatch.delattr(yaml._yaml, "CParser")
    assert fault(text).code == with_libyaml.code


def test_trees_are_equal_without_libyaml(monkeypatch):
    text = "a: &x {é: [1, 'q']}\nb: |\n  y\n\nc:\n- *x\n- d: \"e\"\n"
    with_libyaml = read_text(text, "t.yaml")
    monkeypatch.delattr(yaml._yaml, "CParser")
    without = read_text(text, "t.yaml")
    assert plain(with_libyaml) == plain(without)
    assert str(with_libyaml.get("c").span) == str(without.get("c").span)


@given(st.text(st.sampled_from("ab0 \n\t:-=,()[]{}\"'#&*!|>?%@`\\.<é")))
def test_any_text_gives_a_tree_or_located_faults(text):
    assert all(found.span is not None for found in faults(text))


BODY = """\
layers:
  A:
    inputs: {x: [batch, 4]}
    call: |
      for i in range(2):
        x = x * 2
%s
      return x
    returns: [batch, 4]
"""


@pytest.mark.parametrize(
    ("line", "indent"),
    [("    x = x + 1", 6), ("    assign(w, x)", 6), ("  x = 2", 6), ("    # on", 6)],
)
def test_a_line_left_of_its_body_is_told_as_one(line, indent):
    found = fault(BODY % line)
    assert found.message == "this line stands left of the block that it belongs to"
    assert found.span.line == 7
    assert found.help == f"indent it with {indent} spaces, as its block"


def test_a_body_that_is_not_indented_is_told_at_its_first_line():
    found = fault("functions:\n  f(x): |\n  y = x\n  return y\n")
    assert found.span.line == 3
    assert found.help == "indent it with 4 spaces, as its block"
