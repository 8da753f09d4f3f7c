"""Prints bound expressions as Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from msgspec.structs import replace as replace_node

from wtspec.codegen.displays import call, dict_of, list_of
from wtspec.codegen.formulas.data_calls import data_arguments
from wtspec.codegen.formulas.pooling import Window, with_windows
from wtspec.codegen.formulas.powers import is_positive, may_run_away
from wtspec.codegen.formulas.shape_sums import joins_shape, summands
from wtspec.codegen.formulas.tensors import (
    AsTensor,
    arguments_as_tensors,
    as_tensors,
    given_as_tensors,
    operands_as_tensors,
)
from wtspec.codegen.lines import Code, Lines
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
from wtspec.language.print import (
    Precedence,
    Render,
    precedence,
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
from wtspec.program.literals import as_expression

DATA_NAMES = ("np", "table", "learned", "files")
"""What the functions over the data look up besides."""

INPUT_SHAPE = "input_shape"
"""Needed where `build` looks at any shape that it is given."""

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
        needs: What was printed looks up these names; printers of one part of the source share it.
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
    needs: set[str] = field(default_factory=set[str])

    def code(self, lines: Lines) -> Code:
        """Lines that this printed, with what they need."""
        return Code(lines, frozenset(self.needs))

    def use(self, name: str) -> str:
        """A name such as `ops.mean` or `copy_layer`, which is then needed."""
        self.needs.add(name.partition(".")[0])
        return name

    def call(self, function: str, *arguments: str) -> str:
        """A call of a function that is then needed."""
        return call(self.use(function), *arguments)

    def shape(self, name: str) -> str:
        """In `build`: the expression for an input's shape, which is then needed."""
        self.needs.add(INPUT_SHAPE)
        return self.shapes[name]

    def first_shape(self) -> str:
        """In `build`: the expression for the first input's shape; None where none is told."""
        return self.shape(next(iter(self.shapes))) if self.shapes else "None"

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
                return (self._cast(text) if self._is_cast(node) else text), Precedence.POSTFIX
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
                return self.call("as_window", child(size)), Precedence.POSTFIX
            case FunctionName(function):
                return self.module.functions[function], Precedence.ATOM
            case LayerCall():
                return self._layer_call(node, child), Precedence.POSTFIX
            case Spread(items):
                return f"*{child(items, Precedence.SUM)}", Precedence.CONDITIONAL
            case InitializerCall(initializer, shape):
                if isinstance(shape, t.List):
                    shape = t.Tuple(shape.items, span=shape.span)
                return f"{child(initializer)}({child(shape)}, dtype)", Precedence.POSTFIX
            case StaticCall(function, (Reference(name, "shaped"),)):
                shape = self.shape(name)
                return (shape if function == "shape" else f"len({shape})"), Precedence.POSTFIX
            case StaticCall(function, arguments):
                return self._static_call(function, arguments, child)
            case TensorEqual(left, right, negated) if self.where == "data":
                sides = (child(left, Precedence.SUM), child(right, Precedence.SUM))
                return (" != " if negated else " == ").join(sides), Precedence.COMPARE
            case TensorEqual(left, right, negated):
                name = "ops.not_equal" if negated else "ops.equal"
                return self.call(name, child(left), child(right)), Precedence.POSTFIX
            case t.Subscript(_, index) if as_tensors(index) != index:
                return child(replace_node(node, index=as_tensors(index))), Precedence.POSTFIX
            case t.Binary("**", base, exponent) if may_run_away(base, exponent):
                return self.call("power", child(base), child(exponent)), Precedence.POSTFIX
            case t.Comprehension():
                return f"[{self._generator(node, child)}]", Precedence.ATOM
            case t.Binary("+") if joins_shape(node, self.tuples):
                return self._joined(node, child), Precedence.ATOM
            case _:
                return None

    def _reference(self, name: str, role: str, node: Reference) -> Text:
        if name in self.names and role != "classes":
            return self.names[name], Precedence.ATOM
        if role in ("weight", "layer"):
            text = self.attributes[name]
            return (self._cast(text) if self._is_cast(node) else text), Precedence.POSTFIX
        if role == "param" and name in self.clones:
            return f"{self.attributes[name]}.clone()", Precedence.POSTFIX
        if role == "param":
            found = variable(name) if self.where == "init" else self.attributes[name]
            return found, Precedence.POSTFIX
        if role == "classes":
            key = classes_name(name)
            return key if self.where == "init" else self.attributes[key], Precedence.POSTFIX
        if role == "setting" and name in self.settings:
            value = as_expression(self.settings[name], node.span)
            return render(value, self.leaf), precedence(value)
        if role == "column":
            return f"table[{quote(name)}]", Precedence.POSTFIX
        if role == "dim":
            return dim_variable(name), Precedence.ATOM
        return self._variable(name), Precedence.ATOM

    def _as_tensor(self, weight: Expression, child: Render) -> Text:
        """A weight as a tensor; one that is cast here is one already, and so is an argument."""
        text = child(weight)
        argument = isinstance(weight, Reference) and weight.role == "own"
        if (argument and self.where == "function") or self._is_cast(weight):
            return text, Precedence.POSTFIX
        made = self.call("ops.convert_to_tensor", text)
        if isinstance(weight, Reference) and weight.name in self.optional:
            return f"None if {text} is None else {made}", Precedence.CONDITIONAL
        return made, Precedence.POSTFIX

    def _operation(self, node: Operation, child: Render) -> str:
        if self.where == "data":
            return self.call(node.function.python, *data_arguments(node, child))
        node = with_windows(operands_as_tensors(node))
        inner = render_arguments(node.arguments, node.keywords, child)
        seed = f"seed={self.seed}" if node.function.name.startswith("random.") else ""
        return self.call(node.function.python, inner, seed)

    def _variable(self, name: str) -> str:
        """A local's name; functions over the data look up more."""
        hidden = self.where == "data" and name.rstrip("_") in DATA_NAMES
        return f"{name}_" if hidden else variable(name)

    def _joined(self, node: t.Binary, child: Render) -> str:
        parts: list[str] = []
        for operand in summands(node):
            if isinstance(operand, t.List):
                parts += [child(item) for item in operand.items]
            else:
                parts.append(f"*{child(operand, Precedence.POSTFIX)}")
        return list_of(parts)

    def _generator(self, node: t.Comprehension, child: Render) -> str:
        """A comprehension without its brackets."""
        loops = [
            f"for {', '.join(self._variable(one) for one in clause.targets)}"
            f" in {child(as_tensors(clause.iterable), Precedence.OR)}"
            for clause in node.clauses
        ]
        return " ".join([child(node.element), *loops])

    def _layer_call(self, node: LayerCall, child: Render) -> str:
        if isinstance(node.layer, Reference) and node.layer.role == "param":
            node = arguments_as_tensors(node)
        inner = render_arguments(node.arguments, _renamed(node.keywords, input_argument), child)
        layer = child(node.layer, Precedence.POSTFIX)
        if node.weights:
            weights = dict_of((path, child(value)) for path, value in node.weights)
            return self.call("call_with_weights", layer, weights, inner)
        return self.call("run_in_order", layer, inner) if node.chain else f"{layer}({inner})"

    def _static_call(self, function: str, arguments: tuple[Expression, ...], child: Render) -> Text:
        match function, arguments:
            case "sqrt", (value,) if not is_positive(value):
                text = self.call("power", child(value), "0.5")
            case "sqrt", (value,):
                return f"{child(value, Precedence.POSTFIX)} ** 0.5", Precedence.POWER
            case "shape", (value,):
                text = self.call("ops.shape", child(value))
            case "ndim", (value,):
                text = f"len({self.call('ops.shape', child(value))})"
            case "nesting", (value,):
                text = self.call("nesting", child(value))
            case "sum" | "all" | "any", (t.Comprehension() as value,):  # no list is needed
                text = f"{function}({self._generator(value, child)})"
            case _:
                text = call(function, *map(child, arguments))
        return text, Precedence.POSTFIX

    def _is_cast(self, node: Expression) -> bool:
        """Whether a weight is cast where it is printed."""
        match node:
            case WeightOf(_, name):
                return self.casts is not None and not name.startswith("moving_")
            case Reference(name, role):
                own = role in ("weight", "layer") and name not in self.names
                return own and name in (self.casts or ())
            case _:
                return False

    def _cast(self, weight: str) -> str:
        return self.call("ops.cast", weight, "self.compute_dtype")


def _constant(name: str) -> Text:
    if name == "pi":
        return repr(math.pi), Precedence.ATOM
    return 'float("inf")', Precedence.ATOM


def _renamed(keywords: tuple[t.Keyword, ...], name: Callable[[str], str]) -> tuple[t.Keyword, ...]:
    """Arguments of the file's own functions and layers, which may be named otherwise in Python."""
    return tuple(t.Keyword(name(k.name), k.value, span=k.span) for k in keywords)
