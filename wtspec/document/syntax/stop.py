"""Where YAML's parser stopped, as material for an explanation."""

from __future__ import annotations

from msgspec import Struct

from wtspec.document.input import Point, YamlInput
from wtspec.document.split_formula import quote_from
from wtspec.errors import Diagnostic, Related


class Stop(Struct, frozen=True):
    """Where the parser stopped, with what words.

    Attributes:
        text: What it read.
        problem: Its words for what it met, in lower case.
        at: Where it met it.
        context: Its words for what it was reading.
        opened: Where that began; the same as `at` where the parser does not say.
    """

    text: YamlInput
    problem: str
    at: Point
    context: str
    opened: Point

    @property
    def line(self) -> str:
        """The line in which the parser stopped."""
        return self.text.line(self.at[0])

    @property
    def before(self) -> str:
        """What precedes on that line."""
        return self.line[: self.at[1]]

    @property
    def rest(self) -> str:
        """What follows on that line."""
        return self.line[self.at[1] :]

    @property
    def flow(self) -> bool:
        """Whether it was inside `{…}` or `[…]`."""
        return "flow" in self.context

    def fault(
        self,
        message: str,
        at: Point | None = None,
        *,
        width: int = 1,
        help: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> Diagnostic:
        """A `yaml-syntax` diagnostic, where the parser stopped unless another place is given."""
        line, column = at or self.at
        span = self.text.span((line, column), (line, column + width))
        return Diagnostic("yaml-syntax", message, span, help=help, related=related)

    def related(self, message: str, at: Point) -> tuple[Related, ...]:
        """Another place that takes part, as a diagnostic wants it."""
        return (Related(message, self.text.span(at)),)

    def quoting(self, start: int) -> str:
        """Help that shows the line with the value that begins at a column in quotes."""
        quoted = quote_from(self.line, start, flow=self.flow)
        if quoted is None:
            return "put the whole value into quotes"
        return f"for text or a formula, write `{quoted}`"
