"""What a program was made of, said again on one line as its file writes it."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import (
    Precedence,
    Render,
    quote,
    render,
    render_arguments,
)
from wtspec.program.bound import (
    FunctionName,
    InitializerCall,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    Spread,
    StaticCall,
    TensorEqual,
    WeightOf,
)
from wtspec.program.declared import Items, Table, Use, Value, Weight


def as_written(value: Value) -> str:
    """A component, a plain value, or a formula behind its `=`."""
    match value:
        case Use(arguments=()):
            return value.alias or value.name
        case Use():
            return f"{{{value.name}: {{{arguments_as_written(value)}}}}}"
        case Items(items):
            return f"[{', '.join(as_written(item) for item in items)}]"
        case Table(pairs):
            return f"{{{', '.join(f'{key}: {as_written(one)}' for key, one in pairs)}}}"
        case _:
            plain = _plain(value)
            return f"={formula_as_written(value)}" if plain is None else plain


def initializer_as_written(weight: Weight) -> str:
    """How a weight begins; `pretrained` where a file fills it."""
    return "pretrained" if t.is_none(weight.initializer) else as_written(weight.initializer)


def arguments_as_written(use: Use) -> str:
    """What a component is given, without its braces."""
    if use.alias is not None and use.alias != use.name and use.name == "Activation":
        return use.alias
    return ", ".join(f"{name}: {as_written(one)}" for name, one in use.arguments)


def formula_as_written(node: Expression) -> str:
    """A formula; one of several lines, or with escapes in it, is printed anew."""
    span = node.span
    text = span.text if span.line == span.end_line else ""
    return text if text and "\\" not in text else print_bound(node)


def print_bound(node: Expression) -> str:
    """A bound expression as a formula would be written."""
    return render(node, _leaf)


def _plain(value: Expression) -> str | None:
    """A value that is no formula, or a list of such."""
    match value:
        case t.Value(None):
            return "null"
        case t.Value(bool() as flag):
            return "true" if flag else "false"
        case t.Value(str() as text):
            return text
        case t.Value(int() | float() as number):
            return _number(value, number)
        case t.Negative(t.Value(int() | float() as number)):
            return f"-{_number(value.operand, number)}"
        case t.List(items) | t.Tuple(items):
            texts = [_plain(item) for item in items]
            known = [text for text in texts if text is not None]
            return f"[{', '.join(known)}]" if len(known) == len(texts) else None
        case _:
            return None


def _number(node: Expression, number: float) -> str:
    """A number as it stands in the file, `1e-3`, if that is what stands there."""
    span = node.span
    text = span.text.strip() if span.line == span.end_line else ""
    try:
        return text if float(text) == number else repr(number)
    except ValueError:
        return repr(number)


def _leaf(node: Expression, child: Render) -> tuple[str, int] | None:
    match node:
        case Reference(name) | FunctionName(name):
            return name, Precedence.ATOM
        case WeightOf(layer, name):
            return f"{child(layer, Precedence.POSTFIX)}.{name}", Precedence.POSTFIX
        case Spread(items):
            return child(items), Precedence.CONDITIONAL
        case TensorEqual(left, right, negated):
            sign = "!=" if negated else "=="
            sides = (child(left, Precedence.SUM), child(right, Precedence.SUM))
            return f"{sides[0]} {sign} {sides[1]}", Precedence.COMPARE
        case _:
            text = _call(node, child)
            return None if text is None else (text, Precedence.POSTFIX)


def _call(node: Expression, child: Render) -> str | None:
    match node:
        case Operation(function, arguments, keywords):
            return f"{function.name}({render_arguments(arguments, keywords, child)})"
        case OwnCall(function, arguments, keywords):
            return f"{function}({render_arguments(arguments, keywords, child)})"
        case StaticCall(function, arguments):
            name = "ndim" if function == "nesting" else function
            return f"{name}({render_arguments(arguments, (), child)})"
        case InitializerCall(initializer, shape):
            return f"{child(initializer)}({child(shape)})"
        case LayerCall(layer, arguments, keywords, _, weights):
            given = [render_arguments(arguments, without_training(keywords), child)]
            pairs = ", ".join(f"{quote(path)}: {child(value)}" for path, value in weights)
            given += [f"weights={{{pairs}}}"] if weights else []
            inner = ", ".join(one for one in given if one)
            return f"{child(layer, Precedence.POSTFIX)}({inner})"
        case _:
            return None


def without_training(keywords: tuple[t.Keyword, ...]) -> tuple[t.Keyword, ...]:
    """The arguments of a call but for `training`, which is handed on without being written."""
    return tuple(one for one in keywords if not _hands_on(one))


def _hands_on(keyword: t.Keyword) -> bool:
    return isinstance(keyword.value, Reference) and keyword.value.role == "training"
