"""Resolves the file's functions: pure, without recursion."""

from __future__ import annotations

from wtspec.document import locator
from wtspec.errors import Related, SpecError
from wtspec.language import Body, Expression, Signature, parse_signature
from wtspec.language import tree as t
from wtspec.program.declared import Function
from wtspec.program.kinds import Kind
from wtspec.program.walk import values_read
from wtspec.resolve.bind.body import bind_body
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import PURE, STATIC, Symbol
from wtspec.resolve.context import Context


def function_signatures(context: Context) -> dict[str, tuple[str, Signature]]:
    """The keys and signatures of a file's functions by name; faults go to the report."""
    found: dict[str, tuple[str, Signature]] = {}
    for entry in context.file.entries("functions").values():
        try:
            signature = parse_signature(entry.key.text, locator(entry.key))
        except SpecError as error:
            context.report.add_all(error.diagnostics)
            continue
        if signature.name in found:
            context.report.error(
                "duplicate-name",
                f"two functions are named `{signature.name}`",
                entry.key.span,
                related=(Related("the other one", found[signature.name][1].span),),
            )
        found[signature.name] = (entry.key.text, signature)
    return found


def resolve_function(context: Context, key: str, signature: Signature) -> Function:
    """A function, bound; which arguments must be static is found on the way."""
    symbols: dict[str, Symbol] = {}
    parameters: list[tuple[str, Expression | None]] = []
    for parameter in signature.parameters:
        default = parameter.default
        scope = context.scope("a default", {}, STATIC)
        binder = new_binder(scope, context.report)
        parameters.append((parameter.name, default and binder.static(default, "a default")))
        symbols[parameter.name] = Symbol("own", Kind.EITHER, span=parameter.span)
    place = f"the function `{signature.name}`"
    binder = new_binder(context.scope(place, symbols, PURE), context.report)
    parsed = context.body(context.file.find("functions", key))
    body = bind_body(binder, parsed or _nothing(signature), statements=False)
    return Function(
        name=signature.name,
        parameters=tuple(parameters),
        body=body,
        static=frozenset(binder.found.needed),
        valued=values_read(body.statements),
        calls=frozenset(binder.found.called),
        facts=binder.found.facts,
        span=signature.span,
    )


def _nothing(signature: Signature) -> Body:
    """Stands for a body that could not be read, which has been reported."""
    nothing = t.Value(None, span=signature.span)
    return Body((t.Return(nothing, span=signature.span),), span=signature.span)
