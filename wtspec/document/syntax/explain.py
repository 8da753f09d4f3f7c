"""Says in human words where and why YAML's parser stopped."""

from __future__ import annotations

from collections.abc import Callable

from yaml import MarkedYAMLError

from wtspec.document.input import YamlInput
from wtspec.document.split_formula import split_by_syntax
from wtspec.document.syntax.block import (
    explain_colon,
    explain_dash,
    explain_item,
    explain_key,
    explain_missing_colon,
)
from wtspec.document.syntax.inline import (
    explain_after_end,
    explain_alias,
    explain_directive,
    explain_escape,
    explain_flow,
    explain_missing_value,
    explain_quote,
    explain_start,
    explain_tab,
    explain_tag,
)
from wtspec.document.syntax.stop import Stop
from wtspec.errors import Diagnostic

_EXPLANATIONS: tuple[tuple[str, Callable[[Stop], Diagnostic]], ...] = (
    ("tab character", explain_tab),
    ("cannot start any token", explain_start),
    ("mapping values are not allowed", explain_colon),
    ("expected ':'", explain_missing_colon),
    ("block sequence entries are not allowed", explain_dash),
    ("mapping keys are not allowed", explain_start),
    ("unexpected end of stream", explain_quote),
    ("unexpected document", explain_quote),
    ("incompatible yaml", explain_directive),
    ("escape", explain_escape),
    ("hexdec", explain_escape),
    ("',' or '", explain_flow),
    ("node content", explain_missing_value),
    ("document start", explain_after_end),
)
"""What libyaml or PyYAML's own parser says, and who explains it; the first that matches."""

_CONTEXTS: tuple[tuple[str, Callable[[Stop], Diagnostic]], ...] = (
    ("an alias", explain_alias),
    ("an anchor", explain_alias),
    ("tag", explain_tag),
    ("directive", explain_directive),
    ("block collection", explain_item),
    ("block mapping", explain_key),
)


def explain_syntax(error: MarkedYAMLError, text: YamlInput) -> Diagnostic:
    """The diagnostic of what PyYAML raised: `yaml-syntax`, `split-formula` or `tag`."""
    stop = _stop(error, text)
    return _split(stop) or _explanation(stop)(stop)


def _stop(error: MarkedYAMLError, text: YamlInput) -> Stop:
    mark = error.problem_mark or error.context_mark
    at = text.point(mark) if mark else (0, text.shift)
    opened = text.point(error.context_mark) if error.context_mark else at
    return Stop(text, (error.problem or "").lower(), at, (error.context or "").lower(), opened)


def _split(stop: Stop) -> Diagnostic | None:
    line, column = stop.opened if "quoted" in stop.context else stop.at
    flow = stop.flow or "{" in stop.text.line(line)[:column]
    return split_by_syntax(stop.text.source, line + 1, column, flow=flow)


def _explanation(stop: Stop) -> Callable[[Stop], Diagnostic]:
    for words, explain in _EXPLANATIONS:
        if words in stop.problem:
            return explain
    for words, explain in _CONTEXTS:
        if words in stop.context or words in stop.problem:
            return explain
    return _explain_rest


def _explain_rest(stop: Stop) -> Diagnostic:
    return stop.fault(f"this is not YAML: {stop.problem}")
