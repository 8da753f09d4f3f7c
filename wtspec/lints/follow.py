"""Follows values through a body: what each comes from, and where gradients flow back to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from msgspec import Struct

from wtspec.errors import Span
from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.lints.flow import (
    ANY_EFFECT,
    LOSS_EFFECT,
    NO_EFFECT,
    NO_PARTS,
    NOTHING,
    STATE_EFFECT,
    Effects,
    Flow,
    Key,
    NameBits,
    Origins,
    joined,
    part_name,
)
from wtspec.lints.flows import Flows
from wtspec.lints.gradients import stops_gradients
from wtspec.program.bound import (
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    StaticCall,
    TensorEqual,
    WeightOf,
)
from wtspec.program.declared import Layer
from wtspec.program.walk import below


def follow(flows: Flows, layer: Layer | None, body: Body) -> Flow:
    """The flow of a layer's body, or of a function's, whose names are its parameters."""
    return _Follower(flows, layer).follow(body)


class _Assigned(Struct, frozen=True):
    """What a body has assigned to a declared name."""

    name: str


_Local = str | _Assigned


class _Follower:
    """Follows one body; knows what its locals come from."""

    def __init__(self, flows: Flows, layer: Layer | None) -> None:
        self.flows = flows
        self.names = NameBits()
        self.sublayers = {one.name: one.layer for one in layer.sublayers} if layer else {}
        self.wraps = frozenset[str](one.name for one in (layer.wraps if layer else ()))
        self.callable = sum(map(self.names.bit, (*self.sublayers, *self.wraps)))
        self.training = self.names.bit("training")
        self.locals: dict[_Local, Origins] = {}
        self.guard = 0
        self.looping = False
        self.outputs: dict[Key, Origins] = {}
        self.losses = 0
        self.used = 0
        self.members: set[str] = set()
        self.unguarded: dict[tuple[str, Span], None] = {}
        self.effects: Effects = NO_EFFECT

    def follow(self, body: Body) -> Flow:
        """The flow of a body."""
        self._block(body.statements)
        named = self.names.named
        return Flow(
            outputs={key: named(one.gradients) for key, one in self.outputs.items()},
            losses=named(self.losses),
            used=named(self.used | joined(self.outputs.values()).names),
            members=frozenset(self.members),
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
        if isinstance(value, t.Tuple | t.List) and len(value.items) == len(targets) > 1:
            origins = [self.origins(item) for item in value.items]
        else:
            whole = self.origins(value)
            parts = whole.parts if len(targets) > 1 else NO_PARTS
            origins = [parts.get(at, whole) for at in range(len(targets))]
        for target, one in zip(targets, origins, strict=True):
            self.locals[target] = Origins(one.names | self.guard, one.gradients, one.parts)

    def _if(self, statement: t.If) -> None:
        tests = joined(self.origins(branch.test) for branch in statement.branches).names
        self.used |= tests
        outer, before, after = self.guard, self.locals, list[dict[_Local, Origins]]()
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
            carried = joined([*changed.values(), *(before[n] for n in changed if n in before)])
            self.locals |= dict.fromkeys(changed, carried)
        self.looping = not outermost

    def _do(self, call: t.Call) -> None:
        first, *rest = call.arguments
        name = call.function.id if isinstance(call.function, t.Name) else ""
        value = joined(self.origins(argument) for argument in rest or [first])
        self.used |= value.names
        self.effects |= LOSS_EFFECT if name == "add_loss" else STATE_EFFECT
        if name == "add_loss":
            self.losses |= value.gradients
        if name == "assign" and isinstance(first, Reference):
            self.used |= self.names.bit(first.name)
            self.locals[_Assigned(first.name)] = value
        if name == "assign" and isinstance(first, WeightOf):
            self.used |= self.origins(first).names
        if name == "assign" and not self.training & (value.names | self.guard):
            self.unguarded[_written(first), call.span] = None

    def _return(self, value: Expression) -> None:
        items: Iterable[tuple[Key, Expression]] = [(None, value)]
        if isinstance(value, t.Dict):
            items = value.items
        elif isinstance(value, t.Tuple):
            items = enumerate(value.items)
        for key, item in items:
            self.outputs[key] = joined([self.outputs.get(key, NOTHING), self.origins(item)])

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
            case WeightOf(layer, name):
                self.members.add(name)
                return self.origins(layer)
            case LayerCall():
                return self._layer_call(node)
            case StaticCall() | TensorEqual() | t.Compare() | t.Not() | t.Logical() | t.Slice():
                return self._without_gradients(node)
            case t.Binary("//", _, _):
                return self._without_gradients(node)
            case t.Subscript(value, index):
                origins = self.origins(value)
                if isinstance(index, t.Value) and isinstance(index.value, str | int):
                    origins = origins.parts.get(index.value, origins)
                return Origins(origins.names | self.origins(index).names, origins.gradients)
            case t.Conditional(test, body, orelse):
                origins = joined([self.origins(body), self.origins(orelse)])
                return Origins(origins.names | self.origins(test).names, origins.gradients)
            case t.Comprehension():
                return self._comprehension(node)
            case _:
                return joined(self.origins(child) for child in below(node))

    def _named(self, name: str) -> Origins:
        """What a declared name gives: itself, and what was assigned to it before."""
        own = self.names.bit(name)
        assigned = self.locals.get(_Assigned(name), NOTHING)
        return Origins(own | assigned.names, own | assigned.gradients)

    def _without_gradients(self, node: Expression) -> Origins:
        return Origins(joined(self.origins(child) for child in below(node)).names, 0)

    def _comprehension(self, node: t.Comprehension) -> Origins:
        outer = dict(self.locals)
        for clause in node.clauses:
            self.locals |= dict.fromkeys(clause.targets, self.origins(clause.iterable))
        origins = self.origins(node.element)
        self.locals = outer
        return origins

    def _own_call(self, node: OwnCall) -> Origins:
        reached = self.flows.function(node.function).passed
        given = self._given(node, self.flows.parameters(node.function))
        return Origins(
            joined(one for _, one in given).names,
            joined(one for name, one in given if name in reached).gradients,
        )

    def _layer_call(self, node: LayerCall) -> Origins:
        """An activation, a sublayer, or one of several: then what holds for any of them."""
        layer = self.origins(node.layer)
        called = self._called(node, layer)
        layer = joined([layer, *(self.origins(value) for _, value in node.weights)])
        flow, inputs = self._inside(called)
        given = self._given(node, inputs)
        whole = joined([layer, *(one for _, one in given)])
        self._note_effects(called, whole, layer if flow else whole)
        if flow is None:
            return whole
        self.losses |= joined(one for name, one in given if name in flow.losses).gradients
        parts = self._parts(next(iter(called)), flow, whole.names, layer, given)
        passed = joined(parts.values()).gradients
        return Origins(whole.names, passed, parts if len(parts) > 1 else NO_PARTS)

    def _parts(
        self,
        name: str,
        flow: Flow,
        names: int,
        layer: Origins,
        given: list[tuple[str | None, Origins]],
    ) -> dict[Key, Origins]:
        """The outputs of one of the file's layers; of several, each has a name of its own."""
        outputs: dict[Key, Origins] = {}
        for key, reached in flow.outputs.items():
            passed = joined(one for parameter, one in given if parameter in reached).gradients
            own = self.names.bit(part_name(name, key)) if len(flow.outputs) > 1 else 0
            outputs[key] = Origins(names, layer.gradients | passed | own)
        return outputs

    def _called(self, node: LayerCall, layer: Origins) -> frozenset[str]:
        """The sublayers and wrapped layers that may be meant; none for an activation."""
        if isinstance(node.layer, Reference) and node.layer.role != "local":
            known = node.layer.name in self.sublayers or node.layer.name in self.wraps
            return frozenset((node.layer.name,)) if known else frozenset()
        return self.names.named(layer.names & self.callable)

    def _inside(self, called: frozenset[str]) -> tuple[Flow | None, tuple[str, ...]]:
        """The flow and the inputs of the file's own layer, if that is what is called."""
        value = self.sublayers.get(next(iter(called))) if len(called) == 1 else None
        declared = self.flows.declared(value) if value is not None else None
        if declared is None or declared.states:
            return None, ()
        return self.flows.layer(declared), tuple(one.name for one in declared.inputs)

    def _note_effects(self, called: frozenset[str], whole: Origins, reached: Origins) -> None:
        """A wrapped layer may do anything."""
        known = [self.flows.effects(self.sublayers[name]) for name in called - self.wraps]
        effects = NO_EFFECT.union(*known, ANY_EFFECT if called & self.wraps else NO_EFFECT)
        if effects:
            self.effects |= effects
            self.used |= whole.names
        if "loss" in effects:
            self.losses |= reached.gradients

    def _given(
        self, node: OwnCall | LayerCall, names: tuple[str, ...]
    ) -> list[tuple[str | None, Origins]]:
        """A call's arguments, each with the name of the parameter that takes it."""
        by_position = zip_longest(names, node.arguments)
        given = [(name, self.origins(one)) for name, one in by_position if one is not None]
        return [*given, *((one.name, self.origins(one.value)) for one in node.keywords)]


def _written(target: Expression) -> str:
    """A weight that is set, as a message names it."""
    return target.name if isinstance(target, Reference) else target.span.text


def _merged(branches: list[dict[_Local, Origins]]) -> dict[_Local, Origins]:
    merged: dict[_Local, Origins] = {}
    for branch in branches:
        for name, origins in branch.items():
            if merged.get(name) is not origins:
                merged[name] = joined([merged.get(name, NOTHING), origins])
    return merged
