"""Resolves `pretrained`: which tensor of a file each weight comes from."""

from __future__ import annotations

import re

from wtspec.document import Entry, Node, Scalar, Sequence
from wtspec.errors import Span, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.kinds import Kind
from wtspec.program.pretrained import Glob, Mapped, Pretrained
from wtspec.program.template import ACROSS, ambiguity, placeholders
from wtspec.program.walk import expressions, names_of
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import SETTING, Allowed, Symbol
from wtspec.resolve.context import Context, is_formula
from wtspec.resolve.plain import Params, text_at
from wtspec.spec import ModelSpec

_OF_FILE: frozenset[Allowed] = frozenset({"tensors", "tensor"})


def resolve_pretrained(context: Context, spec: ModelSpec, params: Params) -> Pretrained | None:
    """The model's `pretrained`; formulas may use the file's params and `tensor("name")`."""
    source = spec.pretrained
    if source is None:
        return None
    lines = [_line(context, entry, params) for entry in source.entries("map").values()]
    return Pretrained(
        file=text_at(context, params, source, "file"),
        map=tuple(line for line in lines if line is not None) if source.map is not None else None,
        ignore=_globs(source.find("ignore")),
        partial=_globs(source.find("partial")),
        span=source.span("file"),
    )


def tensor_names(source: Expression) -> list[str]:
    """The names of the tensors that a line of `map` reads, with their placeholders."""
    if isinstance(source, t.Value) and isinstance(source.value, str):
        return [source.value]
    return list(names_of("tensor", expressions(source)))


def numbers_read(source: Expression) -> dict[str, Span]:
    """The placeholders that a formula takes as numbers, each with where it first does."""
    return names_of("placeholder", expressions(source))


def _globs(node: Node | None) -> tuple[Glob, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(Glob(item.text, item.span) for item in items if isinstance(item, Scalar))


def _line(context: Context, entry: Entry, params: Params) -> Mapped | None:
    node, pattern = entry.value, entry.key.text
    if not isinstance(node, Scalar):
        return None
    _check_pattern(context, pattern, entry.key.span)
    known = placeholders(pattern)
    source = _source(context, node, params, known)
    used = [name for text in tensor_names(source) for name in placeholders(text)]
    for name in dict.fromkeys(used):
        if name not in known:
            context.report.error(
                "unknown-placeholder",
                f"nothing says what `{{{name}}}` stands for",
                node.span,
                expected=one_of(f"{{{one}}}" for one in known)
                if known
                else "a placeholder of the path, such as `{i}` in `blocks/{i}/wq`",
            )
    return Mapped(pattern, source, entry.key.span)


def _check_pattern(context: Context, pattern: str, span: Span) -> None:
    """Refuses a path that no weight can have, or that leaves open what stands for what."""
    rest = pattern
    for name in placeholders(pattern):
        rest = rest.replace(f"{{{name}}}", "")
    odd = next((letter for letter in rest if letter in "*?[]{}"), None)
    if odd is not None:
        context.report.error(
            "unknown-placeholder",
            f"`{odd}` means nothing in a path of `map`",
            span,
            expected="`{name}` for a part of one name, `{**}` for whole names",
            help=f"write `{re.sub(r'[*]+', _placeholder, rest)}`" if "*" in rest else None,
        )
        return
    reason = ambiguity(pattern)
    if reason is not None:
        context.report.error(
            "ambiguous-pattern",
            f"`{pattern}` can be read in several ways: {reason}",
            span,
            expected="text between placeholders, as in `h{i}_{j}/w`",
        )


def _placeholder(stars: re.Match[str]) -> str:
    return f"{{{ACROSS}}}" if len(stars[0]) > 1 else "{i}"


def _source(context: Context, node: Scalar, params: Params, known: list[str]) -> Expression:
    if not is_formula(node):
        return t.Value(node.text, span=node.span)
    symbols = dict.fromkeys(params, SETTING)
    symbols |= {name: Symbol("placeholder", Kind.STATIC) for name in known if name != ACROSS}
    parsed = context.expression(node)
    if parsed is None:
        return t.Value(None, span=node.span)
    scope = context.scope("a source in `map`", symbols, _OF_FILE)
    return new_binder(scope, context.report).bind(parsed)[0]
