"""The text form of diagnostics."""

from textwrap import dedent

import pytest

from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.render import render_text

MLP = "\n" * 11 + "      shape: [hiden, units]\n"


def span(source: Source, line: int, column: int, end_column: int, end_line: int = 0) -> Span:
    return Span(source, line, column, end_line or line, end_column)


def place(text: str, column: int, end_column: int) -> Span:
    """A span in the one line of a file called `x`."""
    return span(Source("x", text), 1, column, end_column)


def excerpt_of(where: Span) -> list[str]:
    """The shown line and its underline, without the gutter."""
    lines = render_text([Diagnostic("c", "m", where)]).split("\n")
    return [line.split("| ", 1)[1] for line in lines[3:5]]


def test_a_fault_shows_its_place_its_line_and_what_is_right():
    fault = Diagnostic(
        "unknown-dim",
        "dim `hiden` is not declared",
        span(Source("configs/mlp.yaml", MLP), 12, 15, 20),
        expected="one of `batch`, `hidden`, `units`",
        help="did you mean `hidden`?",
    )
    assert render_text([fault]) == dedent("""\
        error[unknown-dim]: dim `hiden` is not declared
          --> configs/mlp.yaml:12:15
           |
        12 |       shape: [hiden, units]
           |               ^^^^^
           = expected: one of `batch`, `hidden`, `units`
           = help: did you mean `hidden`?""")


def test_a_related_place_has_an_excerpt_labeled_with_its_message():
    source = Source("a.yaml", "units: 1\n" + "\n" * 8 + "units: 2\n")
    fault = Diagnostic(
        "duplicate-key",
        "key `units` stands twice",
        span(source, 10, 1, 6),
        received="`units`",
        related=(Related("first here", span(source, 1, 1, 6)),),
    )
    assert render_text([fault]) == dedent("""\
        error[duplicate-key]: key `units` stands twice
          --> a.yaml:10:1
           |
        10 | units: 2
           | ^^^^^
          ::: a.yaml:1:1
           |
         1 | units: 1
           | ----- first here
           = received: `units`""")


def test_a_place_tells_the_includes_that_led_to_it_nearest_first():
    outer = Source("main.yaml", "imports: [a.yaml]")
    middle = Source("a.yaml", "imports: [b.yaml]", via=(span(outer, 1, 11, 17),))
    inner = Source("b.yaml", "oops: 1", via=(*middle.via, span(middle, 1, 11, 17)))
    assert render_text([Diagnostic("unknown-key", "no", span(inner, 1, 1, 5))]) == dedent("""\
        error[unknown-key]: no
         --> b.yaml:1:1
             included from a.yaml:1:11
             included from main.yaml:1:11
          |
        1 | oops: 1
          | ^^^^""")


def test_a_related_place_in_another_file_tells_its_own_includes():
    main = Source("main.yaml", "extends: base.yaml")
    base = Source("base.yaml", "a: 1", via=(span(main, 1, 10, 19),))
    related = (Related("from here", span(base, 1, 4, 5)),)
    text = render_text([Diagnostic("c", "m", span(main, 1, 1, 8), related=related)])
    assert " ::: base.yaml:1:4\n     included from main.yaml:1:10\n" in text


def test_a_fault_without_a_place_is_told_without_an_excerpt():
    fault = Diagnostic("file-not-found", "no file `x.yaml`", help="check the path")
    assert (
        render_text([fault]) == "error[file-not-found]: no file `x.yaml`\n  = help: check the path"
    )


def test_a_warning_says_so():
    assert render_text([Diagnostic("unused", "m", severity="warning")]) == "warning[unused]: m"


def test_several_faults_stand_in_the_order_of_their_places():
    first, second = Source("a.yaml", "x\n" * 12), Source("b.yaml", "xyz\n")
    faults = [
        Diagnostic("e", "m", span(second, 1, 2, 3)),
        Diagnostic("d", "m", span(second, 1, 1, 2)),
        Diagnostic("c", "m", span(first, 10, 1, 2)),
        Diagnostic("b", "m", span(first, 9, 1, 2)),
        Diagnostic("a", "m"),
    ]
    told = render_text(faults).split("\n\n")
    assert [text[6:7] for text in told] == ["a", "b", "c", "d", "e"]


def test_nothing_found_is_told_by_nothing():
    assert render_text([]) == ""


def test_a_span_of_several_lines_is_underlined_to_the_end_of_its_first():
    source = Source("x", "call: |   \n  y = x\n")
    assert excerpt_of(span(source, 1, 7, 8, end_line=2)) == ["call: |", "      ^"]


def test_an_empty_span_gets_one_caret():
    assert excerpt_of(place("units:", 7, 7)) == ["units:", "      ^"]


def test_the_only_line_of_an_empty_file_can_be_underlined():
    assert render_text([Diagnostic("empty", "m", place("", 1, 1))]).endswith("1 |\n  | ^")


def test_a_line_that_the_source_lacks_leaves_the_excerpt_out():
    fault = Diagnostic("c", "m", span(Source("x", "a"), 5, 1, 2))
    assert render_text([fault]) == "error[c]: m\n --> x:5:1"


def test_wide_characters_move_and_widen_the_underline():
    assert excerpt_of(place("名前: 値段", 5, 7)) == ["名前: 値段", "      ^^^^"]


def test_combining_marks_take_no_column():
    assert excerpt_of(place("e\u0301: ab", 5, 7)) == ["e\u0301: ab", "   ^^"]


def test_a_tab_is_shown_and_counted_as_shown():
    assert excerpt_of(place("\ta: b", 2, 3)) == [r"\ta: b", "  ^"]


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x1b", r"\x1b"),
        ("\x00", r"\x00"),
        ("\x85", r"\x85"),
        ("\xa0", r"\xa0"),
        ("\u202e", r"\u202e"),
        ("\u200b", r"\u200b"),
        ("\u2028", r"\u2028"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_hides_or_acts_is_shown_wherever_it_stands(character, shown):
    source = Source(f"n{character}", f"k{character}: 1", via=(place(character, 1, 2),))
    where = span(Source(f"n{character}", f"k{character}: 1", via=(span(source, 1, 1, 2),)), 1, 1, 2)
    text = render_text(
        [
            Diagnostic(
                f"c{character}",
                f"m{character}",
                where,
                expected=f"e{character}",
                received=f"r{character}",
                help=f"h{character}",
                related=(Related(f"l{character}", where),),
            )
        ],
        color=False,
    )
    assert character not in text
    for part in ("n", "k", "c", "m", "e", "r", "h", "l"):
        assert part + shown in text


def test_a_message_stays_on_one_line():
    assert render_text([Diagnostic("c", "a\nb\rc")]) == r"error[c]: a\nb\rc"


def test_further_lines_of_a_note_stand_under_the_first():
    told = render_text([Diagnostic("c", "m", help="quote it:\n'=a, b'")])
    assert told.split("\n")[1:] == ["  = help: quote it:", "          '=a, b'"]


@pytest.mark.parametrize("smuggled", ["::error::x", "  ::error::x", "##[error]x", "##vso[a]x"])
def test_no_line_can_be_read_as_a_command_by_a_ci_system(smuggled):
    where = place(f"a: {smuggled}", 1, 2)
    told = render_text([Diagnostic("c", smuggled, where, help=f"see\n{smuggled}")])
    assert not any(line.lstrip().startswith("::") for line in told.split("\n"))
    assert "##[" not in told
    assert "##vso[" not in told


def test_a_long_line_is_cut_round_the_underline():
    line, marks = excerpt_of(place("a" * 500 + "XYZ" + "b" * 500, 501, 504))
    assert len(line) <= 100
    assert line.startswith("…a")
    assert line.endswith("b…")
    assert line[marks.index("^") : marks.rindex("^") + 1] == "XYZ"


def test_a_long_line_is_shown_to_its_end_where_the_fault_is_there():
    line, marks = excerpt_of(place("a" * 200 + "X", 201, 202))
    assert line.endswith("aX")
    assert marks.index("^") == line.index("X")
    assert len(line) == 97


def test_a_long_stretch_is_underlined_as_far_as_it_is_shown():
    line, marks = excerpt_of(place("k: " + "v" * 300, 4, 304))
    assert marks == "   " + "^" * (len(line) - 4)


def test_a_long_part_is_cut():
    told = render_text([Diagnostic("c", "m", received="r" * 5000)])
    assert told.endswith("r…")
    assert len(told) < 1000


def test_color_adds_codes_and_changes_nothing_else():
    fault = Diagnostic("c", "m", place("a: \x1b[31m", 1, 2), expected="e")
    colored = render_text([fault], color=True)
    bare = colored
    for code in ("1;31", "1;34", "1", "0"):
        bare = bare.replace(f"\x1b[{code}m", "")
    assert "\x1b[1;31merror[c]\x1b[0m" in colored
    assert bare == render_text([fault])
