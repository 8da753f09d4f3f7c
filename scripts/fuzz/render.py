"""The renderers: any diagnostics can be told in every format, and none of them sends what acts."""

from scripts.fuzz.chance import Chance
from scripts.fuzz.oracle import check_rendered
from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.render import render_text


def render(data: bytes) -> str:
    """Tells diagnostics whose every text the file may have made."""
    chance = Chance(data)
    sources = [_source(chance) for _ in range(1 + chance.randrange(3))]
    found = tuple(_diagnostic(chance, sources) for _ in range(chance.randrange(4)))
    check_rendered(found)
    return render_text(found)


def _text(chance: Chance) -> str:
    return chance.take(chance.randrange(48)).decode("utf-8", "surrogateescape")


def _source(chance: Chance) -> Source:
    """A text, and perhaps a place in another that it was reached from."""
    source = Source(_text(chance), _text(chance))
    return Source(_text(chance), _text(chance), (_span(chance, source),) * chance.randrange(3))


def _span(chance: Chance, source: Source) -> Span:
    """Within the text, as every span is; a column may lie just behind its line."""
    line = chance.randrange(len(source.lines))
    end = line + chance.randrange(len(source.lines) - line)
    column = chance.randrange(len(source.lines[line]) + 1)
    first = column if end == line else 0
    end_column = first + chance.randrange(len(source.lines[end]) + 2 - first)
    return Span(source, line + 1, column + 1, end + 1, end_column + 1)


def _diagnostic(chance: Chance, sources: list[Source]) -> Diagnostic:
    def perhaps() -> str | None:
        return _text(chance) if chance.randrange(2) else None

    return Diagnostic(
        chance.choice(["yaml-syntax", "unknown-key", "tag"]),
        _text(chance),
        _span(chance, chance.choice(sources)) if chance.randrange(4) else None,
        perhaps(),
        perhaps(),
        perhaps(),
        tuple(
            Related(_text(chance), _span(chance, chance.choice(sources)))
            for _ in range(chance.randrange(3))
        ),
        chance.choice(["error", "warning"]),
    )
