"""Prints bound expressions as Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from msgspec.structs import replace as replace_node

from wtspec.codegen.formulas.pooling import Window, with_windows
from wtspec.codegen.formulas.powers import is_positive, may_run_away
from wtspec.codegen.formulas.tensors import (
    AsTensor,
    arguments_as_tensors,
    as_tensors,
    given_as_tensors,
    operands_as_tensors,
)
from wtspec.codegen.naming import (
    Attributes,
    ModuleNames,
    classes_name,
    dim_variable,
    input_argument,
    variable,
)
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Precedence, Render, quote, render, render_arguments
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
from wtspec.program.literals import as_expression

DATA_NAMES = ("np", "table", "learned")
"""What the functions over the data look up besides."""

Where = Literal["init", "build", "call", "function", "data"]
Text = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints expressions at one place of the source.

    Attributes:
        where: In `init` the params are arguments; elsewhere they are attributes.
        settings: Values of the file's params where these are not attributes.
        seed: What random functions get as their `seed`.
        names: Other names for some locals.
        optional: The weights that may be none.
        casts: In a model: its weights that are cast here. Keras's training step calls a model
            past what would cast them; in a layer, or in full precision, a cast changes nothing.
        clones: Params that are initializers of which each use has its own: one draws the same
            numbers each time.
        tuples: Locals that may be a shape or a part of one.
        shapes: In `build`: the expressions for the inputs' shapes.
    """

    where: Where
    module: ModuleNames
    attributes: Attributes = field(default_factory=lambda: Attributes({}))
    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    seed: str = "self.seed_generator"
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    optional: frozenset[str] = frozenset()
    casts: frozenset[str] | None = None
    clones: frozenset[str] = frozenset()
    tuples: frozenset[str] = frozenset()
    shapes: Mapping[str, str] = field(default_factory=dict[str, str])

    def print(self, expression: Expression) -> str:
        """The expression as Python."""
        return render(expression, self.leaf)

    def leaf(self, node: Expression, child: Render) -> Text | None:
        """Nodes that are not written as in the language."""
        match node:
            case Reference(name, role):
                return self._reference(name, role, node)
            case t.Name(name):
                return self._variable(name), Precedence.ATOM
            case t.Constant(name):
                return _constant(name)
            case t.Value(value) if isinstance(value, float) and not math.isfinite(value):
                return f'float("{value}")', Precedence.ATOM
            case WeightOf(layer, name, remat):
                inner = ".layer" if remat else ""
                text = f"{child(layer, Precedence.POSTFIX)}{inner}.{name}"
                casts = self.casts is not None and not name.startswith("moving_")
                return (_cast(text) if casts else text), Precedence.POSTFIX
            case t.Compare(_, operators, _) if self.casts and operators[0] in ("is", "is not"):
                return replace(self, casts=None).print(node), Precedence.COMPARE
            case Operation():
                return self._operation(node, child), Precedence.POSTFIX
            case OwnCall(function):
                given = given_as_tensors(node, self.module.taken)
                inner = render_arguments(given.arguments, _renamed(given.keywords, variable), child)
                return f"{self.module.functions[function]}({inner})", Precedence.POSTFIX
            case AsTensor(weight):
                return self._as_tensor(weight, child)
            case Window(size):
                return f"as_window({child(size)})", Precedence.POSTFIX
            case FunctionName(function):
                return self.module.functions[function], Precedence.ATOM
            case LayerCall():
                return _layer_call(node, child), Precedence.POSTFIX
            case Spread(items):
                return f"*{child(items, Precedence.SUM)}", Precedence.CONDITIONAL
            case InitializerCall(initializer, shape):
                if isinstance(shape, t.List):
                    shape = t.Tuple(shape.items, span=shape.span)
                return f"{child(initializer)}({child(shape)}, dtype)", Precedence.POSTFIX
            case StaticCall(function, (Reference(name, "shaped"),)):
                shape = self.shapes[name]
                return (shape if function == "shape" else f"len({shape})"), Precedence.POSTFIX
            case StaticCall(function, arguments):
                return _static_call(function, arguments, child)
            case TensorEqual(left, right, negated) if self.where == "data":
                sides = (child(left, Precedence.SUM), child(right, Precedence.SUM))
                return (" != " if negated else " == ").join(sides), Precedence.COMPARE
            case TensorEqual(left, right, negated):
                name = "ops.not_equal" if negated else "ops.equal"
                return f"{name}({child(left)}, {child(right)})", Precedence.POSTFIX
            case t.Subscript(_, index) if as_tensors(index) != index:
                return child(replace_node(node, index=as_tensors(index))), Precedence.POSTFIX
            case t.Binary("**", base, exponent) if may_run_away(base, exponent):
                return f"power({child(base)}, {child(exponent)})", Precedence.POSTFIX
            case t.Comprehension():
                return self._comprehension(node, child), Precedence.ATOM
            case t.Binary("+") if self._joins_shape(node):
                return self._joined(node, child), Precedence.ATOM
            case _:
                return None

    def _reference(self, name: str, role: str, node: Reference) -> Text:
        if name in self.names and role != "classes":
            return self.names[name], Precedence.ATOM
        if role in ("weight", "layer"):
            text = self.attributes[name]
            return (_cast(text) if name in (self.casts or ()) else text), Precedence.POSTFIX
        if role == "param" and name in self.clones:
            return f"{self.attributes[name]}.clone()", Precedence.POSTFIX
        if role == "param":
            found = variable(name) if self.where == "init" else self.attributes[name]
            return found, Precedence.POSTFIX
        if role == "classes":
            key = classes_name(name)
            return key if self.where == "init" else self.attributes[key], Precedence.POSTFIX
        if role == "setting" and name in self.settings:
            text = render(as_expression(self.settings[name], node.span), self.leaf)
            return text, 0 if text.startswith("-") else Precedence.ATOM
        if role == "column":
            return f"table[{quote(name)}]", Precedence.POSTFIX
        if role == "dim":
            return dim_variable(name), Precedence.ATOM
        return self._variable(name), Precedence.ATOM

    def _as_tensor(self, weight: Expression, child: Render) -> Text:
        """A weight as a tensor; one that is cast here is one already, and so is an argument."""
        text = child(weight)
        argument = isinstance(weight, Reference) and weight.role == "own"
        if (argument and self.where == "function") or text.startswith(_CAST):
            return text, Precedence.POSTFIX
        made = f"ops.convert_to_tensor({text})"
        if isinstance(weight, Reference) and weight.name in self.optional:
            return f"None if {text} is None else {made}", Precedence.CONDITIONAL
        return made, Precedence.POSTFIX

    def _operation(self, node: Operation, child: Render) -> str:
        if self.where == "data":
            return self._data_call(node, child)
        node = with_windows(operands_as_tensors(node))
        inner = render_arguments(node.arguments, node.keywords, child)
        if node.function.name.startswith("random."):
            inner = f"{inner}, seed={self.seed}" if inner else f"seed={self.seed}"
        return f"{node.function.python}({inner})"

    def _data_call(self, node: Operation, child: Render) -> str:
        """NumPy's names for required arguments differ from Keras's: they go by position."""
        given = {keyword.name: keyword for keyword in node.keywords}
        names = [parameter.name for parameter in node.function.parameters]
        positional = [child(argument) for argument in node.arguments]
        positional += [
            child(given.pop(parameter.name).value)
            for parameter in node.function.parameters[len(positional) :]
            if parameter.required and parameter.name in given
        ]
        required = [p.name for p in node.function.parameters if p.required]
        count = len(positional) if node.function.variadic else len(required)
        named = [
            f"{names[index]}={text}" for index, text in enumerate(positional) if index >= count
        ]
        named += [f"{name}={child(_axes(keyword))}" for name, keyword in given.items()]
        first: list[str] = []
        if node.function.python.startswith("learned."):
            first = [quote(learned_name(node, child))]
        if node.function.name == "columns":
            first = ["table"]
        return f"{node.function.python}({', '.join([*first, *positional[:count], *named])})"

    def _variable(self, name: str) -> str:
        """A local's name; functions over the data look up more."""
        hidden = self.where == "data" and name.rstrip("_") in DATA_NAMES
        return f"{name}_" if hidden else variable(name)

    def _joins_shape(self, node: t.Binary) -> bool:
        """Whether lists and a shape are joined, which Python's `+` would refuse."""
        tuples = [of_shape(operand, self.tuples) for operand in _operands(node)]
        return any(tuples) and not all(tuples)

    def _joined(self, node: t.Binary, child: Render) -> str:
        parts: list[str] = []
        for operand in _operands(node):
            if isinstance(operand, t.List):
                parts += [child(item) for item in operand.items]
            else:
                parts.append(f"*{child(operand, Precedence.POSTFIX)}")
        return f"[{', '.join(parts)}]"

    def _comprehension(self, node: t.Comprehension, child: Render) -> str:
        loops = [
            f"for {', '.join(self._variable(one) for one in clause.targets)}"
            f" in {child(as_tensors(clause.iterable), Precedence.OR)}"
            for clause in node.clauses
        ]
        return f"[{' '.join([child(node.element), *loops])}]"


def learned_name(node: Operation, child: Render) -> str:
    """What a function that learns is called in its record: its column, or its whole argument.

    `lookup` and `one_hot` of a column share its categories.
    """
    argument = node.arguments[0] if node.arguments else node.keywords[0].value
    if isinstance(argument, Reference) and argument.role == "column":
        kind = "lookup" if node.function.name == "one_hot" else node.function.name
        return argument.name if kind == "lookup" else f"{kind} {argument.name}"
    return f"{node.function.name} {child(argument)}"


def _axes(keyword: t.Keyword) -> Expression:
    """NumPy takes several axes as a tuple alone."""
    if keyword.name == "axis" and isinstance(keyword.value, t.List):
        return t.Tuple(keyword.value.items, span=keyword.value.span)
    return keyword.value


_CAST = "ops.cast("


def _cast(weight: str) -> str:
    return f"{_CAST}{weight}, self.compute_dtype)"


def _constant(name: str) -> Text:
    if name == "pi":
        return repr(math.pi), Precedence.ATOM
    return 'float("inf")', Precedence.ATOM


def _renamed(keywords: tuple[t.Keyword, ...], name: Callable[[str], str]) -> tuple[t.Keyword, ...]:
    """Arguments of the file's own functions and layers, which may be named otherwise in Python."""
    return tuple(t.Keyword(name(k.name), k.value, span=k.span) for k in keywords)


def _layer_call(node: LayerCall, child: Render) -> str:
    if isinstance(node.layer, Reference) and node.layer.role == "param":
        node = arguments_as_tensors(node)
    inner = render_arguments(node.arguments, _renamed(node.keywords, input_argument), child)
    layer = child(node.layer, Precedence.POSTFIX)
    if node.weights:
        weights = ", ".join(f"{quote(path)}: {child(value)}" for path, value in node.weights)
        return f"call_with_weights({layer}, {{{weights}}}, {inner})"
    return f"run_in_order({layer}, {inner})" if node.chain else f"{layer}({inner})"


def _static_call(function: str, arguments: tuple[Expression, ...], child: Render) -> Text:
    if function == "sqrt" and not is_positive(arguments[0]):
        return f"power({child(arguments[0])}, 0.5)", Precedence.POSTFIX
    if function == "sqrt":
        return f"{child(arguments[0], Precedence.POSTFIX)} ** 0.5", Precedence.POWER
    if function == "shape":
        return f"ops.shape({child(arguments[0])})", Precedence.POSTFIX
    if function == "ndim":
        return f"len(ops.shape({child(arguments[0])}))", Precedence.POSTFIX
    if function == "nesting":
        return f"nesting({child(arguments[0])})", Precedence.POSTFIX
    inner = ", ".join(child(argument) for argument in arguments)
    if function in ("sum", "all", "any") and isinstance(arguments[0], t.Comprehension):
        inner = inner[1:-1]  # no list is needed
    return f"{function}({inner})", Precedence.POSTFIX


def of_shape(node: Expression, tuples: Container[str]) -> bool:
    """Whether an expression gives a shape or a part of one, which is a tuple in Python.

    Args:
        tuples: The locals that may be one.
    """
    match node:
        case t.Subscript(value, t.Slice()):
            return of_shape(value, tuples)
        case t.Binary("+"):
            return all(of_shape(operand, tuples) for operand in _operands(node))
        case t.Conditional(_, body, orelse):
            return of_shape(body, tuples) or of_shape(orelse, tuples)
        case Reference(name, "local"):
            return name in tuples
        case _:
            return isinstance(node, StaticCall) and node.function == "shape"


def _operands(node: Expression) -> list[Expression]:
    """What a chain of `+` adds up."""
    if isinstance(node, t.Binary) and node.operator == "+":
        return [*_operands(node.left), *_operands(node.right)]
    return [node]
