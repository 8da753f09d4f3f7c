"""Binds the arguments of a call, and checks them against parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wtspec.catalog import Parameter
from wtspec.errors import Related, Report, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.binder import Binder

FOREIGN = {"dim": "axis", "keepdim": "keepdims", "input": "x", "other": "x2"}
"""Argument names of other libraries."""


def check_arguments(
    report: Report,
    call: t.Call,
    parameters: tuple[Parameter, ...],
    what: str,
    *,
    variadic: bool = False,
    hints: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Notes too many, unknown, repeated and missing arguments.

    Args:
        what: What is called, for messages.
        variadic: Whether any number of positional arguments is taken.
        hints: What to write instead of arguments that are none.
    """
    positional = [parameter.name for parameter in parameters if not parameter.keyword_only]
    if len(call.arguments) > len(positional) and not variadic:
        report.error(
            "too-many-arguments",
            f"{what} takes at most {len(positional)} by position",
            call.arguments[len(positional)].span,
            expected=_signature(parameters),
            received=f"{len(call.arguments)} arguments",
        )
    given = set(positional[: len(call.arguments)])
    names = [parameter.name for parameter in parameters]
    for keyword in call.keywords:
        if keyword.name not in names:
            _note_unknown(report, keyword, names, what, hints)
        elif keyword.name in given:
            report.error(
                "duplicate-argument",
                f"{what} is given `{keyword.name}` twice",
                keyword.span,
                help=f"it is given by position already: remove `{keyword.name}=`",
                related=_by_position(call, positional, keyword.name),
            )
        given.add(keyword.name)
    missing = [p.name for p in parameters if p.required and p.name not in given]
    if missing and not (variadic and call.arguments):
        report.error(
            "missing-argument",
            f"{what} needs `{'`, `'.join(missing)}`",
            call.span,
            expected=_signature(parameters),
        )


def _note_unknown(
    report: Report, keyword: t.Keyword, names: list[str], what: str, hints: Mapping[str, str]
) -> None:
    name, foreign = keyword.name, FOREIGN.get(keyword.name)
    known = f"did you mean `{foreign}`?" if foreign in names else None
    if name == "seed":
        known = "leave it out: the layer owns a seed of its own"
    report.error(
        "unknown-argument",
        f"{what} has no argument `{name}`",
        keyword.span,
        expected=one_of(names),
        help=known or hints.get(name) or did_you_mean(name, names),
    )


def _by_position(call: t.Call, positional: list[str], name: str) -> tuple[Related, ...]:
    at = positional.index(name) if name in positional else len(call.arguments)
    given = at < len(call.arguments)
    return (Related("given here first", call.arguments[at].span),) if given else ()


def _signature(parameters: tuple[Parameter, ...]) -> str:
    shown = [
        parameter.name if parameter.required else f"{parameter.name}=…" for parameter in parameters
    ]
    return f"({', '.join(shown)})"


def bind_arguments(
    binder: Binder, node: t.Call
) -> tuple[list[tuple[Expression, Kind]], list[tuple[t.Keyword, Kind]]]:
    """The bound arguments of a call with their kinds, by position and by name."""
    positional = [binder.bind(argument) for argument in node.arguments]
    keywords: list[tuple[t.Keyword, Kind]] = []
    for keyword in node.keywords:
        if isinstance(keyword.value, t.Dict):
            binder.report.error(
                "misplaced-dict",
                "only the call of a sublayer takes other values for its weights",
                keyword.span,
                expected='`sublayer(x, weights={"kernel": …})`',
            )
        value, kind = binder.bind(keyword.value)
        keywords.append((t.Keyword(keyword.name, value, span=keyword.span), kind))
    return positional, keywords
