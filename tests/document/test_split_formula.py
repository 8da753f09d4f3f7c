import pytest

from wtspec.document import plain, read_text
from wtspec.errors import SpecError


def fault(text):
    with pytest.raises(SpecError) as caught:
        read_text(text, "t.yaml")
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a: {c: =clip(w, 0, 1)}", 'a: {c: "=clip(w, 0, 1)"}'),
        ("a: {c: =clip(w, 0.5, 1) * 2, d: 1}", 'a: {c: "=clip(w, 0.5, 1) * 2", d: 1}'),
        ("a: {when: min(a, b) > 1}", 'a: {when: "min(a, b) > 1"}'),
        ("a: [=clip(w, 0, 1)]", 'a: ["=clip(w, 0, 1)"]'),
        ("a: [batch, max(n, 2)]", 'a: [batch, "max(n, 2)"]'),
        ("a: {rms(x, eps): x}", 'a: {"rms(x, eps)": x}'),
        ("a: {c: =clip(w, [0, 1]), d: 2}", 'a: {c: "=clip(w, [0, 1])", d: 2}'),
        ("a: {c: =w[0]}", 'a: {c: "=w[0]"}'),
        ("a: {c: =w[:, -1], d: 1}", 'a: {c: "=w[:, -1]", d: 1}'),
        ("a: {when: w[0]}", 'a: {when: "w[0]"}'),
        ("a: {c: =y: z}", 'a: {c: "=y: z"}'),
        ("a: =x if y: z", 'a: "=x if y: z"'),
        ('a: =f(": ")', "a: '=f(\": \")'"),
        ('a: {c: =f(a, b=": ")}', "a: {c: '=f(a, b=\": \")'}"),
        ('a: =column("p #1") # why', "a: '=column(\"p #1\")' # why"),
        ('a: column("p #1")', "a: 'column(\"p #1\")'"),
        ('a: "x" + y', "a: '\"x\" + y'"),
        ("a: [x] + y", 'a: "[x] + y"'),
        ("a: {x: [b] + c}", 'a: {x: "[b] + c"}'),
        ('- =f("a: b")', "- '=f(\"a: b\")'"),
        ("a: [=x: y, z]", 'a: ["=x: y", z]'),
        ("- f(x: y)", '- "f(x: y)"'),
        ("a: &b * 2", 'a: "&b * 2"'),
    ],
)
def test_a_formula_without_its_quotes_is_shown_with_them(text, quoted):
    found = fault(text)
    assert found.code == "split-formula"
    assert found.help == f"write `{quoted}`"


def test_the_span_is_that_of_the_whole_formula():
    span = fault("a: 1\nb: {c: =clip(w, 0, 1), d: 2}").span
    assert (span.line, span.column, span.end_column) == (2, 8, 22)


def test_the_shown_line_is_valid():
    line = fault('a: {c: =f(a, b="it\'s")}').help.removeprefix("write `").removesuffix("`")
    assert plain(read_text(line, "t.yaml")) == {"a": {"c": '=f(a, b="it\'s")'}}


def test_a_formula_over_several_lines_is_told_without_a_line():
    assert fault("a: {c: =clip(w,\n  0, 1)}").help == "put the whole formula into quotes"


def test_text_that_a_comma_splits_is_told_as_text():
    assert "text needs quotes" in fault("a: {doc: a scale (learned, per head), default: 1}").message


@pytest.mark.parametrize(
    "text",
    [
        "a: =4 * width  # four times",
        "a: =f(x) # note (see",
        "a: {c: =f(w), d: (x)}",
        "a: {c: 'f(w', d: 1}",
        "a: =x[0, 1]",
        "a: see (this # note",
        "a: [f(x), g(y)]",
    ],
)
def test_what_yaml_takes_as_a_whole_is_left_alone(text):
    assert plain(read_text(text, "t.yaml"))
