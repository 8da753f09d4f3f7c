"""A spec that no file holds: its text, whose places are said by key path."""

from __future__ import annotations

from msgspec import Struct

from wtspec.document.compose import compose
from wtspec.document.decode import check_size, to_input
from wtspec.document.node import Node
from wtspec.document.steps import key_path, steps_to
from wtspec.errors import Report, Source, Span


class Written(Struct, frozen=True):
    """A spec that Python code has written.

    Attributes:
        name: What a user is shown in place of a path.
        text: YAML.
    """

    name: str
    text: str


def read_written(written: Written, report: Report) -> tuple[Source, Node]:
    """The text as a source, and its tree.

    Raises:
        SpecError: Why there is no tree.
    """
    check_size(len(written.text.encode("utf-8", "surrogatepass")), written.name)
    text = to_input(written.text, written.name, is_file=False)
    tree = compose(text, report)

    def path_of(span: Span) -> str:
        return key_path(steps_to(tree, span) or ()) or written.name

    text.source.path_of = path_of
    return text.source, tree
