"""Binds calls: a sublayer, one of the file's functions, or one of Keras's, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wtspec.catalog import Parameter
from wtspec.language import STATIC_FUNCTIONS, Expression
from wtspec.language import tree as t
from wtspec.program.bound import (
    InitializerCall,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
)
from wtspec.program.kinds import Kind, join
from wtspec.resolve.bind.arguments import bind_arguments, check_arguments
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.called_by_name import bind_classes, bind_column, bind_tensor
from wtspec.resolve.bind.names import bind_name
from wtspec.resolve.bind.operation import bind_operation
from wtspec.resolve.bind.replaced import bind_replaced, replaced_hints
from wtspec.resolve.bind.static import OF_TENSORS, bind_static_call

if TYPE_CHECKING:
    from wtspec.program.declared import Function


def bind_call(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """The bound call and what it gives."""
    if not isinstance(node.function, t.Name):
        return _member_or_subscript(binder, node)
    name = node.function.id
    if _is_layer(binder, name):
        return _layer_call(binder, node)
    if name not in binder.locals and _is_initializer(binder, name):
        return _initializer_call(binder, node, node.function)
    own = binder.scope.names.function(name)
    if own is not None:
        return _own_call(binder, node, own)
    if name == "column" and "column" in binder.scope.allows:
        return bind_column(binder, node)
    if name == "tensor" and "tensor" in binder.scope.allows:
        return bind_tensor(binder, node)
    if name == "classes":
        return bind_classes(binder, node)
    if name in STATIC_FUNCTIONS or name in OF_TENSORS:
        found = bind_static_call(binder, node, name)
        if found is not None:
            return found
    return bind_operation(binder, node, name)


def _is_layer(binder: Binder, name: str) -> bool:
    if name in binder.locals:
        return binder.locals[name].kind in (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN)
    symbol = binder.scope.symbols.get(name)
    return symbol is not None and symbol.callable


def _is_initializer(binder: Binder, name: str) -> bool:
    symbol = binder.scope.symbols.get(name)
    return symbol is not None and symbol.role == "param" and symbol.type == "initializer"


def _initializer_call(binder: Binder, node: t.Call, function: t.Name) -> tuple[Expression, Kind]:
    """`start([n])` in the formula of an initializer: what the param gives for a shape."""
    if "initializers" not in binder.scope.allows:
        binder.report.error(
            "not-callable",
            f"`{function.id}` is an initializer, which only the formula of an initializer calls",
            function.span,
            help=f"name it as a weight's: `initializer: ={function.id}`",
        )
        return node, Kind.UNKNOWN
    check_arguments(binder.report, node, (Parameter("shape"),), f"the initializer `{function.id}`")
    positional, keywords = bind_arguments(binder, node)
    given = [value for value, _ in positional] + [keyword.value for keyword, _ in keywords]
    initializer, _ = bind_name(binder, function.id, function.span)
    shape = given[0] if given else t.List((), span=node.span)
    return InitializerCall(cast("Reference", initializer), shape, span=node.span), Kind.TENSOR


def _member_or_subscript(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    """A weight may be named `random`: a called name of two parts is always a function's."""
    if isinstance(node.function, t.Member) and isinstance(node.function.value, t.Name):
        return bind_operation(binder, node, f"{node.function.value.id}.{node.function.name}")
    return _layer_call(binder, node)


def _layer_call(binder: Binder, node: t.Call) -> tuple[Expression, Kind]:
    layer, kind = binder.bind(node.function)
    node, weights = bind_replaced(binder, node, layer, kind)
    positional, keywords = bind_arguments(binder, node)
    activation = isinstance(layer, Reference) and layer.role == "param"
    if kind not in (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN) and not activation:
        binder.report.error(
            "not-callable",
            f"this is {kind.value}, which can't be called",
            node.function.span,
            expected="a function, a sublayer, or a param of type `activation`",
            help="a product is written `a * (b)`",
        )
        return node, Kind.UNKNOWN
    callee = binder.callee(layer)
    if callee is not None and callee.inputs is not None:
        hints = replaced_hints(callee.weights)
        check_arguments(binder.report, node, callee.inputs, "the sublayer", hints=hints)
    told = any(keyword.name == "training" for keyword, _ in keywords)
    same = callee is not None and not callee.depends_on_training
    if binder.scope.tells_training and not (told or activation or same):
        keywords.append((_training(node), Kind.STATIC))
        binder.found.uses_training = True
    bound = LayerCall(
        layer,
        tuple(value for value, _ in positional),
        tuple(keyword for keyword, _ in keywords),
        chain=kind is Kind.LAYERS and not (callee is not None and callee.scan),
        weights=weights,
        span=node.span,
    )
    return bound, Kind.TENSOR


def _training(node: t.Call) -> t.Keyword:
    value = Reference("training", "training", span=node.span)
    return t.Keyword("training", value, span=node.span)


def _own_call(binder: Binder, node: t.Call, own: Function) -> tuple[Expression, Kind]:
    parameters = tuple(
        Parameter(name, required=default is None) for name, default in own.parameters
    )
    check_arguments(binder.report, node, parameters, f"`{own.name}`")
    positional, keywords = bind_arguments(binder, node)
    names = [name for name, _ in own.parameters]
    given = list(zip(names, positional, strict=False))
    given += [(keyword.name, (keyword.value, kind)) for keyword, kind in keywords]
    for name, (value, kind) in given:
        if name in own.static:
            _need_static(binder, value, kind, f"the argument `{name}` of `{own.name}`")
    binder.found.called.add(own.name)
    kinds = [kind for name, (_, kind) in given if name in own.valued]
    bound = OwnCall(
        own.name,
        tuple(value for value, _ in positional),
        tuple(keyword for keyword, _ in keywords),
        span=node.span,
    )
    return bound, Kind.TENSOR if Kind.TENSOR in kinds or not given else _own_kind(own, kinds)


def _own_kind(own: Function, kinds: list[Kind]) -> Kind:
    """A function that calls none of Keras's gives a static value for static arguments."""
    from wtspec.program.walk import in_statements

    tensor = any(isinstance(node, Operation) for node in in_statements(own.body.statements))
    return Kind.TENSOR if tensor else join(kinds)


def _need_static(binder: Binder, value: Expression, kind: Kind, what: str) -> None:
    if kind is Kind.EITHER:
        binder.need(value)
    elif kind in (Kind.TENSOR, Kind.DYNAMIC):
        binder.report.error(
            "tensor-condition",
            f"{what} must be static, but this is {kind.value}",
            value.span,
            expected="params, literals, dims with a known size",
        )
