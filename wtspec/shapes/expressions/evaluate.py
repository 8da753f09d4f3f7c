"""Follows bound expressions."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.reserved import CONSTANT_VALUES
from wtspec.program.bound import (
    InitializerCall,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    StaticCall,
    TensorEqual,
    WeightOf,
)
from wtspec.program.declared import Function, Layer
from wtspec.shapes import calls
from wtspec.shapes.algebra.arithmetic import calculate, compare, negate
from wtspec.shapes.algebra.broadcast import broadcast, join
from wtspec.shapes.algebra.polynomial import symbol
from wtspec.shapes.algebra.values import (
    SCALAR,
    Abstract,
    Block,
    Blocks,
    Copies,
    Either,
    Fact,
    Frame,
    Inner,
    Named,
    Perhaps,
    Position,
    Several,
    Tensor,
    number,
    shape_of,
)
from wtspec.shapes.declarations import declared, sizes_in, truth, weight_of
from wtspec.shapes.expressions.known import check_domain
from wtspec.shapes.expressions.loops import comprehend
from wtspec.shapes.expressions.static_calls import call_static
from wtspec.shapes.expressions.subscript import index_several, index_tensor
from wtspec.shapes.given import bind_arguments, plain
from wtspec.shapes.inference import Inference, Tell
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.operations import operate
from wtspec.shapes.recorded import OnBranch


def new_run(
    layers: Mapping[str, Layer], functions: Mapping[str, Function], tell: Tell | None = None
) -> Inference:
    """What follows bodies, and reports what does not fit there if it is given how."""
    return Inference(layers, functions, evaluate, tell)


def evaluate(run: Inference, frame: Frame, node: Expression) -> Abstract:
    """What an expression gives, whatever kind it is of; `Inference.evaluate` asks this."""
    match node:  # what is frequent stands first
        case Reference():
            return _reference(run, frame, node)
        case t.Value(value):
            return plain(value)
        case Operation():
            return _operation(run, frame, node)
        case t.Binary(operator, left, right):
            return _binary(operator, run.evaluate(frame, left), run.evaluate(frame, right))
        case LayerCall() | OwnCall() | WeightOf():
            return _call(run, frame, node)
        case t.Name(name):
            return declared(frame, name)
        case t.List(items) | t.Tuple(items):
            return Several(tuple(run.evaluate(frame, item) for item in items))
        case t.Subscript():
            return _subscript(run, frame, node)
        case StaticCall(function, arguments):
            return call_static(function, [run.evaluate(frame, argument) for argument in arguments])
        case t.Constant(name):
            return Fact(CONSTANT_VALUES[name])
        case t.Negative(operand):
            return negate(run.evaluate(frame, operand))
        case t.Conditional():
            return _conditional(run, frame, node)
        case t.Compare() | t.Not() | t.Logical():
            return _condition(run, frame, node)
        case TensorEqual(left, right):
            shapes = (shape_of(run.evaluate(frame, one)) for one in (left, right))
            return Tensor(broadcast(*shapes))
        case t.Dict(items):
            return Named(tuple((name, run.evaluate(frame, item)) for name, item in items))
        case InitializerCall(_, shape):
            known = run.evaluate(frame, shape)
            return Tensor(sizes_in(known)) if isinstance(known, Several) else Tensor(None)
        case t.Comprehension():
            return comprehend(run, frame, node)
        case _:
            return None


def _reference(run: Inference, frame: Frame, node: Reference) -> Abstract:
    match node.role:
        case "index":
            return frame.index
        case "classes":
            return symbol(node.name, "classes")
        case "shape":
            return frame.shape
        case "shaped":
            return frame.inputs.get(node.name)
        case "weight" | "layer":
            return _part(run, frame, node.name)
        case _:
            return None


def _part(run: Inference, frame: Frame, name: str) -> Abstract:
    """A weight, sublayer or wrapped layer of the layer at hand."""
    layer = frame.layer
    if layer is None:
        return None
    for wrapped in layer.wraps:
        if wrapped.name == name:
            return Inner(frame, wrapped)
    for sublayer in layer.sublayers:
        if sublayer.name == name:
            known = sublayer.when is None or truth(run, frame.at(), sublayer.when)
            if known is False:
                return Fact(None)
            repeated = sublayer.repeat is not None
            return Blocks(frame, sublayer) if repeated else Block(frame, sublayer)
    for weight in layer.weights:
        if weight.name == name:
            return weight_of(run, frame, name)
    return None


def _binary(operator: t.BinaryOperator, left: Abstract, right: Abstract) -> Abstract:
    """What an operator gives; a side that is one of two may be either for a reason."""
    if not isinstance(left, Either) and not isinstance(right, Either):
        return calculate(operator, left, right)
    try:
        return calculate(operator, left, right)
    except MisfitError:
        return None


def _condition(run: Inference, frame: Frame, node: t.Compare | t.Not | t.Logical) -> Abstract:
    match node:
        case t.Not(operand):
            holds = truth(run, frame, operand)
            return SCALAR if holds is None else Fact(not holds)
        case t.Logical(operator, operands):
            return _logical(run, frame, operands, decisive=operator == "or")
        case t.Compare(left, ("is" | "is not" as operator,), _):
            holds = _is_none(run, frame, left)
            return SCALAR if holds is None else Fact(holds == (operator == "is"))
        case t.Compare(left, operators, comparators):
            values = [run.evaluate(frame, one) for one in (left, *comparators)]
            return compare(operators, values)


def _logical(
    run: Inference, frame: Frame, operands: tuple[Expression, ...], *, decisive: bool
) -> Abstract:
    """What `and` and `or` give: what stands behind the operand that decides is not asked."""
    unknown = False
    for operand in operands:
        with run.silently(unknown):
            holds = truth(run, frame, operand)
        if holds is decisive and not unknown:
            return Fact(decisive)
        unknown = unknown or holds is None
    return SCALAR if unknown else Fact(not decisive)


def _is_none(run: Inference, frame: Frame, node: Expression) -> bool | None:
    value = run.evaluate(frame, node)
    if isinstance(value, Block | Blocks):
        when = value.sublayer.when
        return False if when is None or truth(run, value.frame.at(), when) else None
    if value is None or isinstance(value, Perhaps):
        return None
    return value == Fact(None)


def _conditional(run: Inference, frame: Frame, node: t.Conditional) -> Abstract:
    holds = truth(run, frame, node.test)
    if holds is not None:
        return run.evaluate(frame, node.body if holds else node.orelse)
    with run.on(frame, OnBranch(node.test, holds=True)):
        one = run.evaluate(frame, node.body)
    with run.on(frame, OnBranch(node.test, holds=False)):
        other = run.evaluate(frame, node.orelse)
    return join(one, other)


def _subscript(run: Inference, frame: Frame, node: t.Subscript) -> Abstract:
    def child(one: Expression) -> Abstract:
        return run.evaluate(frame, one)

    value = child(node.value)
    sliced = isinstance(node.index, t.Slice)
    match value:
        case Several():
            return index_several(value, node.index, child)
        case Named(items):
            key = child(node.index)
            return dict(items).get(key.value) if isinstance(key, Fact) else None  # pyright: ignore[reportArgumentType] - a key that is no text is not there
        case Copies(item, _):
            return Copies(item, None) if sliced else item
        case Blocks():
            return _one_block(value, None if sliced else child(node.index), sliced=sliced)
        case Tensor() | Perhaps():
            return index_tensor(shape_of(value), node.index, child)
        case _:
            return None


def _one_block(blocks: Blocks, index: Abstract, *, sliced: bool) -> Abstract:
    if sliced:
        return Blocks(blocks.frame, blocks.sublayer, whole=False)
    position = number(index)
    if isinstance(index, Position):
        return Block(blocks.frame, blocks.sublayer, whole=blocks.whole, through=index.count)
    if position is not None and position < 0:
        position = None
    return Block(blocks.frame, blocks.sublayer, position if blocks.whole else None)


def _operation(run: Inference, frame: Frame, node: Operation) -> Abstract:
    positional = tuple([run.evaluate(frame, one) for one in node.arguments])
    keywords = {one.name: run.evaluate(frame, one.value) for one in node.keywords}
    if len(positional) == 1:
        check_domain(node.function.name, positional[0])
    return operate(
        node.function.name, bind_arguments(node.function.parameters, positional, keywords)
    )


def _call(run: Inference, frame: Frame, node: WeightOf | OwnCall | LayerCall) -> Abstract:
    match node:
        case OwnCall():
            return calls.call_function(run, frame, node)
        case LayerCall():
            return calls.call_layer(run, frame, node)
        case WeightOf(layer, name):
            return calls.weight(run, run.evaluate(frame, layer), name)
