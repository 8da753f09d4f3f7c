"""What a module brings along where layers look into sizes that may be open."""

from __future__ import annotations

from wtspec.catalog import has
from wtspec.codegen.layers.shapes import sizing_dims
from wtspec.language import STATIC_FUNCTIONS
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Operation, OwnCall, Reference, StaticCall
from wtspec.program.declared import Layer
from wtspec.program.walk import expressions, in_blocks, in_statements


def looks_into_sizes(layer: Layer) -> bool:
    """Whether a trace of the layer may have to know sizes that are open, as in `table[:time]`."""
    nodes = in_statements(layer.body.statements)
    if any(isinstance(node, Operation) and _is_sized(node) for node in nodes):
        return True
    sizing = sizing_dims(layer)
    sizes = {dim.name for dim in layer.dims if dim.axis != 0} - sizing
    sizes |= _computed(layer.body.statements, sizes)
    looked = [expression for node in nodes for expression in _looked_into(node)]
    looked += _tests(layer.body.statements)
    return any(_is_size(one, sizes) for each in looked for one in expressions(each))


def _is_sized(node: Operation) -> bool:
    """Whether it is a function that JAX has not for an axis of open size; the last rarely is."""
    if not has(node.function.name, "needs_size"):
        return False
    axis = next((one.value for one in node.keywords if one.name == "axis"), None)
    return not (isinstance(axis, t.Value) and axis.value == -1)


def _computed(statements: tuple[t.Statement, ...], sizes: set[str]) -> set[str]:
    """The locals that are computed from sizes, and from such locals."""
    found: set[str] = set()
    for statement in in_blocks(statements):
        if isinstance(statement, t.Assign) and _is_computed(statement.value, sizes | found):
            found.update(statement.targets)
    return found


def _is_computed(value: t.Expression, sizes: set[str]) -> bool:
    """Whether a value is a number that depends on sizes, and no tensor."""
    nodes = expressions(value)
    tensors = any(isinstance(one, Operation | LayerCall | OwnCall) for one in nodes)
    return not tensors and any(_is_size(one, sizes) for one in nodes)


def _tests(statements: tuple[t.Statement, ...]) -> list[t.Expression]:
    """The conditions of statements."""
    choices = (one for one in in_blocks(statements) if isinstance(one, t.If))
    return [branch.test for one in choices for branch in one.branches]


def _is_size(node: t.Expression, sizes: set[str]) -> bool:
    if isinstance(node, StaticCall):
        return node.function == "shape"
    return isinstance(node, Reference) and node.role in ("dim", "local") and node.name in sizes


def _looked_into(node: t.Expression) -> tuple[t.Expression, ...]:
    """The parts of an expression of which a trace has to know more than that they are numbers."""
    match node:
        case t.Subscript(_, index):
            return (index,)
        case t.Conditional(test):
            return (test,)
        case StaticCall(function) if function in STATIC_FUNCTIONS and function != "len":
            return (node,)
        case OwnCall(_, arguments, keywords):
            return (*arguments, *(one.value for one in keywords))
        case _:
            return ()
