"""Follows values through a body: what each comes from, and where gradients flow back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Literal

from wtspec.errors import Span
from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Operation, OwnCall, Reference, StaticCall, TensorEqual
from wtspec.program.declared import Function, Items, Layer, Use, Value
from wtspec.program.lints.gradients import stops_gradients
from wtspec.program.walk import below
from wtspec.record import record

Key = str | int | None


class Origins:
    """The names that a value comes from; those that its gradients reach.

    Names are those of weights, inputs, sublayers, params, dims and `training`. No record: there is
    one for each node of a body.
    """

    __slots__ = ("gradients", "names")

    def __init__(self, names: frozenset[str], gradients: frozenset[str]) -> None:
        self.names = names
        self.gradients = gradients


NOTHING = Origins(frozenset(), frozenset())


Effects = frozenset[Literal["state", "loss"]]
"""What a call does besides giving a value: sets or reports something, adds a loss."""

NO_EFFECT: Effects = frozenset()
STATE_EFFECT: Effects = frozenset({"state"})
LOSS_EFFECT: Effects = frozenset({"loss"})
ANY_EFFECT = STATE_EFFECT | LOSS_EFFECT


@record
class Flow:
    """What a body's effects come from: what it returns, sets, adds to the loss and reports.

    Attributes:
        outputs: By name or position; under None where there is one.
        losses: The names that the gradients of added losses reach.
        used: All names that an effect or a condition depends on.
        unguarded: Weights assigned whether or not the layer trains, each with its place.
    """

    outputs: Mapping[Key, Origins]
    losses: frozenset[str]
    used: frozenset[str]
    unguarded: tuple[tuple[str, Span], ...]
    effects: Effects

    @property
    def result(self) -> Origins:
        """All outputs together."""
        return _joined(self.outputs.values())


class Flows:
    """The flows of a program's layers and functions, each followed once."""

    def __init__(self, layers: Iterable[Layer], functions: Iterable[Function]) -> None:
        self._layers = {layer.name: layer for layer in layers}
        self._functions = {function.name: function for function in functions}
        self._followed: dict[str, Flow] = {}

    def layer(self, layer: Layer) -> Flow:
        """The flow of a layer's body."""
        if layer.name not in self._followed:
            self._followed[layer.name] = _Follower(self, layer).follow(layer.body)
        return self._followed[layer.name]

    def function(self, name: str) -> Flow:
        """The flow of one of the file's functions; its names are its parameters."""
        if name not in self._followed:
            self._followed[name] = _Follower(self, None).follow(self._functions[name].body)
        return self._followed[name]

    def parameters(self, name: str) -> tuple[str, ...]:
        """The names of a function's parameters."""
        return tuple(parameter for parameter, _ in self._functions[name].parameters)

    def declared(self, value: Value) -> Layer | None:
        """The file's layer that a component is, or None."""
        name = value.component if isinstance(value, Use) else None
        return self._layers.get(name) if isinstance(name, str) else None

    def effects(self, value: Value) -> Effects:
        """What calling a layer may do, or one that it is given."""
        if isinstance(value, Items):
            return NO_EFFECT.union(*(self.effects(item) for item in value.items))
        if not isinstance(value, Use):
            return ANY_EFFECT if isinstance(value, Reference) else NO_EFFECT
        declared = self.declared(value)
        own = self.layer(declared).effects if declared is not None else _of_keras(value)
        return own.union(*(self.effects(one) for _, one in value.arguments if is_layer(one)))


def is_layer(value: Value) -> bool:
    """Whether an argument is a layer, or holds one."""
    if isinstance(value, Items):
        return any(is_layer(item) for item in value.items)
    return isinstance(value, Use) and (
        isinstance(value.component, str) or value.component.kind == "layer"
    )


def _of_keras(use: Use) -> Effects:
    penalized = any(name == "activity_regularizer" for name, _ in use.arguments)
    return ANY_EFFECT if penalized or use.name == "ActivityRegularization" else NO_EFFECT


class _Follower:
    """Follows one body; the names of its locals stand for what they come from."""

    def __init__(self, flows: Flows, layer: Layer | None) -> None:
        self.flows = flows
        self.sublayers = {one.name: one for one in layer.sublayers} if layer else {}
        self.wraps = {one.name for one in layer.wraps} if layer else set[str]()
        self.locals: dict[str, Origins] = {}
        self.guard: frozenset[str] = frozenset()
        self.looping = False
        self.outputs: dict[Key, Origins] = {}
        self.losses: frozenset[str] = frozenset()
        self.used: frozenset[str] = frozenset()
        self.unguarded: dict[tuple[str, Span], None] = {}
        self.effects: Effects = NO_EFFECT

    def follow(self, body: Body) -> Flow:
        self._block(body.statements)
        result = _joined(self.outputs.values())
        return Flow(
            outputs=self.outputs,
            losses=self.losses,
            used=self.used | result.names,
            unguarded=tuple(self.unguarded),
            effects=self.effects,
        )

    def _block(self, block: tuple[t.Statement, ...]) -> None:
        for statement in block:
            match statement:
                case t.Assign(targets, value):
                    self._assign(targets, value)
                case t.If():
                    self._if(statement)
                case t.Loop():
                    self._loop(statement)
                case t.Do(call):
                    self._do(call)
                case t.Return(value):
                    self._return(value)

    def _assign(self, targets: tuple[str, ...], value: Expression) -> None:
        if isinstance(value, t.Tuple | t.List) and len(value.items) == len(targets):
            found = [self.origins(item) for item in value.items]
        else:
            found = [self.origins(value)] * len(targets)
        for target, one in zip(targets, found, strict=True):
            self.locals[target] = Origins(one.names | self.guard, one.gradients)

    def _if(self, statement: t.If) -> None:
        tests = _joined(self.origins(branch.test) for branch in statement.branches).names
        self.used |= tests
        outer, before, after = self.guard, self.locals, list[dict[str, Origins]]()
        self.guard = outer | tests
        for block in t.blocks(statement):
            self.locals = dict(before)
            self._block(block)
            after.append(self.locals)
        self.guard, self.locals = outer, _merged(after)

    def _loop(self, statement: t.Loop) -> None:
        """A second round sees what the first left behind; once for all loops inside, too."""
        outermost, self.looping = not self.looping, True
        for _ in range(2 if outermost else 1):
            before = dict(self.locals)
            iterable = self.origins(statement.clause.iterable)
            self.used |= iterable.names
            self.locals |= dict.fromkeys(statement.clause.targets, iterable)
            self._block(statement.body)
            changed = {n: o for n, o in self.locals.items() if before.get(n) is not o}
            carried = _joined([*changed.values(), *(before[n] for n in changed if n in before)])
            self.locals |= dict.fromkeys(changed, carried)
        self.looping = not outermost

    def _do(self, call: t.Call) -> None:
        first, *rest = call.arguments
        name = call.function.id if isinstance(call.function, t.Name) else ""
        value = _joined(self.origins(argument) for argument in rest or [first])
        self.used |= value.names
        self.effects |= LOSS_EFFECT if name == "add_loss" else STATE_EFFECT
        if name == "add_loss":
            self.losses |= value.gradients
        if name == "assign" and isinstance(first, Reference):
            self.used |= {first.name}
            self.locals[f"={first.name}"] = value
            if "training" not in value.names | self.guard:
                self.unguarded[first.name, call.span] = None

    def _return(self, value: Expression) -> None:
        items: Iterable[tuple[Key, Expression]] = [(None, value)]
        if isinstance(value, t.Dict):
            items = value.items
        elif isinstance(value, t.Tuple):
            items = enumerate(value.items)
        for key, item in items:
            self.outputs[key] = _joined([self.outputs.get(key, NOTHING), self.origins(item)])

    def origins(self, node: Expression) -> Origins:
        """What an expression comes from."""
        match node:
            case Reference(name, "local"):
                return self.locals.get(name, NOTHING)
            case Reference(name, _):
                return self._named(name)
            case t.Value() | t.Constant() | t.Dots():
                return NOTHING
            case Operation() if stops_gradients(node):
                return self._without_gradients(node)
            case OwnCall():
                return self._own_call(node)
            case LayerCall():
                return self._layer_call(node)
            case StaticCall() | TensorEqual() | t.Compare() | t.Not() | t.Logical() | t.Slice():
                return self._without_gradients(node)
            case t.Binary("//", _, _):
                return self._without_gradients(node)
            case t.Subscript(value, index):
                found = self.origins(value)
                return Origins(found.names | self.origins(index).names, found.gradients)
            case t.Conditional(test, body, orelse):
                found = _joined([self.origins(body), self.origins(orelse)])
                return Origins(found.names | self.origins(test).names, found.gradients)
            case t.Comprehension():
                return self._comprehension(node)
            case _:
                return _joined(self.origins(child) for child in below(node))

    def _named(self, name: str) -> Origins:
        """What a declared name gives: itself, and what was assigned to it before."""
        own = frozenset((name,))
        assigned = self.locals.get(f"={name}", NOTHING)
        return Origins(own | assigned.names, own | assigned.gradients)

    def _without_gradients(self, node: Expression) -> Origins:
        return Origins(_joined(self.origins(child) for child in below(node)).names, frozenset())

    def _comprehension(self, node: t.Comprehension) -> Origins:
        outer = dict(self.locals)
        for clause in node.clauses:
            self.locals |= dict.fromkeys(clause.targets, self.origins(clause.iterable))
        found = self.origins(node.element)
        self.locals = outer
        return found

    def _own_call(self, node: OwnCall) -> Origins:
        reached = self.flows.function(node.function).result.gradients
        given = self._given(node, self.flows.parameters(node.function))
        return Origins(
            _joined(one for _, one in given).names,
            _joined(one for name, one in given if name in reached).gradients,
        )

    def _layer_call(self, node: LayerCall) -> Origins:
        """An activation, a sublayer, or one of several: then what holds for any of them."""
        layer = self.origins(node.layer)
        called = layer.names & self.sublayers.keys()
        declared = [self.flows.declared(self.sublayers[name].layer) for name in called]
        inputs = declared[0].inputs if len(declared) == 1 and declared[0] else ()
        given = self._given(node, tuple(one.name for one in inputs))
        whole = _joined([layer, *(one for _, one in given)])
        effects = self._effects(layer.names, called)
        if effects:
            self.used |= whole.names
            self.effects |= effects
        if "loss" in effects:
            self.losses |= layer.gradients
        if not inputs or declared[0] is None or declared[0].states:
            self.losses |= whole.gradients if "loss" in effects else frozenset()
            return whole
        flow = self.flows.layer(declared[0])
        self.losses |= _joined(one for name, one in given if name in flow.losses).gradients
        reached = flow.result.gradients
        passed = _joined(one for name, one in given if name in reached).gradients
        return Origins(whole.names, layer.gradients | passed)

    def _effects(self, names: frozenset[str], called: frozenset[str]) -> Effects:
        """A wrapped layer may be any."""
        if names & self.wraps:
            return ANY_EFFECT
        return NO_EFFECT.union(*(self.flows.effects(self.sublayers[one].layer) for one in called))

    def _given(
        self, node: OwnCall | LayerCall, names: tuple[str, ...]
    ) -> list[tuple[str | None, Origins]]:
        """A call's arguments, each with the name of the parameter that takes it."""
        by_position = zip_longest(names, node.arguments)
        given = [(name, self.origins(one)) for name, one in by_position if one is not None]
        return [*given, *((one.name, self.origins(one.value)) for one in node.keywords)]


def _joined(several: Iterable[Origins]) -> Origins:
    found = [one for one in several if one is not NOTHING]
    if len(found) < 2:
        return found[0] if found else NOTHING
    first, *rest = found
    return Origins(
        first.names.union(*(one.names for one in rest)),
        first.gradients.union(*(one.gradients for one in rest)),
    )


def _merged(branches: list[dict[str, Origins]]) -> dict[str, Origins]:
    merged: dict[str, Origins] = {}
    for branch in branches:
        for name, found in branch.items():
            if merged.get(name) is not found:
                merged[name] = _joined([merged.get(name, NOTHING), found])
    return merged
