"""Binds names: what each stands for, and what is said of those that stand for nothing."""

from __future__ import annotations

from wtspec.catalog import function
from wtspec.errors import Related, Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.program.bound import Reference
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.scope import Scope, Symbol

_ELSEWHERE = {
    "newaxis": "a new axis is written `none`",
    "self": "leave `self` out: what a layer declares goes by its bare name",
    "nan": "a formula has no `nan`; `where(…)` chooses around missing values",
    "epsilon": "write the number, such as `1e-7`, or declare a param for it",
}
"""Names from elsewhere, and what is written here."""


def bind_name(binder: Binder, name: str, span: Span) -> tuple[Expression, Kind]:
    """A name that stands for a value."""
    if name in binder.locals:
        return Reference(name, "local", span=span), binder.locals[name].kind
    symbol = binder.scope.symbols.get(name)
    if symbol is not None:
        binder.found.reads.add(name)
        binder.found.uses_training |= symbol.role == "training"
        if symbol.role == "shaped" and (not binder.sizing or symbol.optional):
            return _valueless(binder, name, symbol, span), Kind.UNKNOWN
        return Reference(name, symbol.role, span=span), symbol.kind
    if binder.scope.open:
        return Reference(name, "column", span=span), Kind.TENSOR
    if not binder.scope.incomplete:
        _unknown(binder, name, span)
    return Reference(name, "local", span=span), Kind.UNKNOWN


def _valueless(binder: Binder, name: str, symbol: Symbol, span: Span) -> Expression:
    """An input where the layer is built: its sizes are known, and no value."""
    what = "sizes for sure" if binder.sizing else "value"
    known = "sizes come from inputs that are not optional"
    if not symbol.optional:
        known = f"its sizes are known, as in `shape({name})[-1]`; its value is in `call`"
    binder.report.error(
        "undefined-name",
        f"`{name}` has no {what} where the layer is built",
        span,
        expected="params, dims, literals",
        help=known,
    )
    return Reference(name, "shaped", span=span)


def _unknown(binder: Binder, name: str, span: Span) -> None:
    scope = binder.scope
    if name in binder.uncertain:
        binder.report.error(
            "uncertain-name",
            f"`{name}` has a value only on some of the branches before",
            span,
            help="give it a value on every branch, or before the `if`",
            related=(Related("some branches of this give it one", binder.uncertain.pop(name)),),
        )
        return
    legal = [*binder.locals, *(known for known in scope.symbols if _may_stand(known, scope))]
    binder.report.error(
        "undefined-name",
        f"`{name}` is not defined in {scope.place}",
        span,
        expected=one_of(legal) if legal else None,
        help=_of_file(name, scope)
        or _ELSEWHERE.get(name)
        or did_you_mean(name, legal)
        or _call_it(name),
    )


def _may_stand(name: str, scope: Scope) -> bool:
    """Whether a name of a scope stands for a value that its formulas may have."""
    symbol = scope.symbols[name]
    dynamic = symbol.kind is Kind.DYNAMIC
    return symbol.role != "shaped" and ("tensors" in scope.allows or not dynamic)


def _of_file(name: str, scope: Scope) -> str | None:
    if name in scope.later:
        return f"move `{name}` above: an initializer reads what is declared before it"
    if name not in scope.names.params:
        return None
    return f"`{name}` is a param of the file; a layer or function sees its own alone"


def _call_it(name: str) -> str | None:
    return f"`{name}` is a function: call it, as in `{name}(x)`" if function(name) else None
