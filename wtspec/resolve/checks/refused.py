"""What is said of a value that is known and lies outside of what is allowed."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors import Related, Report, Span, did_you_mean, one_of


def refuse_number(
    report: Report,
    what: str,
    bounds: str,
    given: object,
    span: Span,
    related: tuple[Related, ...] = (),
) -> None:
    """Notes a number beyond its bounds, which are told in words."""
    report.error(
        "out-of-range",
        f"{what} must be {bounds}",
        span,
        expected=bounds,
        received=f"`{given}`",
        related=related,
    )


def refuse_choice(
    report: Report,
    what: str,
    choices: Iterable[object],
    given: object,
    span: Span,
    related: tuple[Related, ...] = (),
) -> None:
    """Notes a value that is none of those that may be chosen."""
    words = [str(choice) for choice in choices]
    report.error(
        "invalid-choice",
        f"{what} can't be `{given}`",
        span,
        expected=one_of(words),
        received=f"`{given}`",
        help=did_you_mean(str(given), words),
        related=related,
    )
