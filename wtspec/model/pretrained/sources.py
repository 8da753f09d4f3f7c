"""Chooses the line of `pretrained.map` that each weight's value comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtspec.errors import Diagnostic, Related, Report, Span, did_you_mean
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.model.pretrained.match import matches_dotted
from wtspec.program.pretrained import Mapped, Pretrained
from wtspec.program.template import bind, fill, rank
from wtspec.resolve.layers.pretrained import numbers_read, tensor_names


@dataclass(frozen=True, slots=True)
class TensorSource:
    """Where a weight comes from.

    Attributes:
        path: The weight's.
        names: The tensors that it needs.
        span: Of the line that says so; of the file's name where tensors are named by paths.
        line: None for the tensor that is named as the weight.
        bindings: What the placeholders of the line stand for.
    """

    path: str
    names: tuple[str, ...]
    span: Span
    line: Mapped | None = None
    bindings: Mapping[str, str] | None = None

    @property
    def formula(self) -> Expression | None:
        """Of tensors, whose names may hold placeholders; None for a tensor as it is."""
        if self.line is None or _is_name(self.line.source):
            return None
        return self.line.source


Fits = list[tuple[Mapped, Mapping[str, str]]]
"""The lines whose pattern a path has, each with what its placeholders stand for."""


def choose_sources(
    given: Pretrained, paths: Sequence[str], stored: Sequence[str], report: Report
) -> dict[str, TensorSource]:
    """The source of each weight that has one: the most specific line of the map that fits it.

    Without a map it is the tensor of the weight's own name. Lines that feed no weight, and lines
    of which none is the more specific one, are reported.
    """
    if given.map is None:
        ignored = {n for n in stored if any(matches_dotted(g.text, n) for g in given.ignore)}
        same = [path for path in paths if path in stored and path not in ignored]
        return {path: TensorSource(path, (path,), given.span) for path in same}
    fitting = {path: _fitting(given.map, path) for path in paths}
    chosen = {path: fits[0] for path, fits in fitting.items() if fits}
    _check_lines(given.map, fitting, report)
    _check_ties(fitting, report)
    odd = _check_numbers(chosen, report)
    return {path: _source(path, *fit) for path, fit in chosen.items() if path not in odd}


def _fitting(lines: Sequence[Mapped], path: str) -> Fits:
    """The most specific first."""
    bound = [(line, bind(line.pattern, path)) for line in lines]
    fits = [(line, bindings) for line, bindings in bound if bindings is not None]
    return sorted(fits, key=lambda fit: rank(fit[0].pattern), reverse=True)


def _source(path: str, line: Mapped, bindings: Mapping[str, str]) -> TensorSource:
    names = dict.fromkeys(fill(name, bindings) for name in tensor_names(line.source))
    return TensorSource(path, tuple(names), line.span, line, bindings)


def _is_name(source: Expression) -> bool:
    return isinstance(source, t.Value) and isinstance(source.value, str)


def _check_lines(lines: Sequence[Mapped], fitting: Mapping[str, Fits], report: Report) -> None:
    """Each line must be the first choice of some weight."""
    for line in lines:
        fed = [fits for fits in fitting.values() if any(one is line for one, _ in fits)]
        if not fed:
            report.add(_leads_nowhere(line, list(fitting)))
        elif not any(fits[0][0] is line for fits in fed):
            others = dict.fromkeys(fits[0][0] for fits in fed)
            report.add(
                Diagnostic(
                    "unused-source",
                    f"`{line.pattern}` feeds no weight: more specific lines take all that it fits",
                    line.span,
                    help="remove it",
                    related=tuple(Related("this one wins", one.span) for one in others),
                )
            )


def _check_ties(fitting: Mapping[str, Fits], report: Report) -> None:
    reported: set[tuple[str, str]] = set()
    for path, fits in fitting.items():
        first, *others = [line for line, _ in fits] or [None]
        rivals = [one for one in others if first and one]
        if first is None or not rivals or rank(first.pattern) > rank(rivals[0].pattern):
            continue
        pair = (first.pattern, rivals[0].pattern)
        if pair not in reported:
            reported.add(pair)
            report.error(
                "ambiguous-pattern",
                f"`{pair[0]}` and `{pair[1]}` both fit `{path}`, and neither is more specific",
                first.span,
                help=f"write out more of one of them, or give `{path}` a line of its own",
                related=(Related("the other line", rivals[0].span),),
            )


def _check_numbers(
    chosen: Mapping[str, tuple[Mapped, Mapping[str, str]]], report: Report
) -> set[str]:
    """The paths for which a formula takes text as a number; each line is told once."""
    odd: dict[str, tuple[str, Span, str]] = {}
    for path, (line, bindings) in chosen.items():
        for name, span in numbers_read(line.source).items():
            if not (bindings[name].isascii() and bindings[name].isdecimal()):
                odd[path] = (name, span, bindings[name])
    for span in dict.fromkeys(span for _, span, _ in odd.values()):
        path, (name, _, text) = next(item for item in odd.items() if item[1][1] == span)
        report.error(
            "wrong-type",
            f"`{name}` stands for `{text}` in `{path}`, which is no number",
            span,
            expected="a whole number, as the index of a repeated sublayer is",
            help=f'`tensor("…{{{name}}}…")` takes it as text',
        )
    return set(odd)


def _leads_nowhere(line: Mapped, paths: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "unknown-weight",
        f"the model has no weight `{line.pattern}`",
        line.span,
        expected="the path of a weight, as `wtspec plan` lists them",
        help=did_you_mean(line.pattern, paths),
    )
