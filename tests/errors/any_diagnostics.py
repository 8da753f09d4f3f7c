"""Any diagnostics, in sources of any names: what hides, acts and commands among it."""

import os

from hypothesis import strategies as st

from wtspec.errors import Diagnostic, Related, Source, Span

NEWLINE = "\n"

_COMMANDS = ["::", "::error::", "::stop-commands::x", "##[error]", "##vso[a]", "%0A", "](", "{0}"]
_SIGNS = ["\n", "\r", "\x1b[", "\u202e", "\u2028", "\u200b", '"', "\\", ",", "\ud800", " "]
_pieces = st.sampled_from([*_COMMANDS, *_SIGNS])
texts = st.lists(st.one_of(_pieces, st.text(max_size=4)), max_size=6).map("".join)
names = st.binary(min_size=1, max_size=12).map(os.fsdecode).filter(lambda name: "\0" not in name)


def last_character(source):
    line = len(source.lines)
    column = max(1, len(source.lines[-1]))
    return Span(source, line, column, line, column + 1)


bases = st.builds(Source, names, texts).map(last_character)
files = st.builds(Source, names, texts, st.lists(bases, max_size=1).map(tuple))
overrides = st.builds(
    lambda text: Source(f"--set {text.partition(NEWLINE)[0]}", text, is_file=False), texts
)
spans = (files | overrides).map(last_character)

diagnostics = st.builds(
    Diagnostic,
    st.just("some-code"),
    texts,
    st.none() | spans,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.lists(st.builds(Related, texts, spans), max_size=2).map(tuple),
    st.sampled_from(["error", "warning"]),
)
