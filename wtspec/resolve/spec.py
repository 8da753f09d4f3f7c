"""Resolves a spec into a checked program: every name known, every component found."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Step
from wtspec.errors import Related, Report, Span
from wtspec.language import Body, Signature
from wtspec.program.declared import Function, Layer
from wtspec.program.pretrained import Pretrained
from wtspec.program.program import MODEL, Program
from wtspec.resolve.bind.scope import Names
from wtspec.resolve.checks.check_class_names import check_class_names
from wtspec.resolve.checks.check_compared import check_compared
from wtspec.resolve.checks.check_outputs import check_outputs
from wtspec.resolve.context import Context
from wtspec.resolve.data import resolve_data
from wtspec.resolve.functions import function_signatures, resolve_function
from wtspec.resolve.gaps import Gaps, find_gaps
from wtspec.resolve.layers.layer import resolve_layer, resolve_model
from wtspec.resolve.layers.params import file_params, resolve_knobs
from wtspec.resolve.layers.pretrained import resolve_pretrained
from wtspec.resolve.mesh import check_axes_known, known_sizes
from wtspec.resolve.settings import resolve_settings
from wtspec.resolve.source_requests import source_requests
from wtspec.resolve.sweep.resolve_sweep import resolve_sweep
from wtspec.resolve.training import resolve_training
from wtspec.rows import Known
from wtspec.shapes.algebra.values import Abstract
from wtspec.sources.known import known_columns
from wtspec.spec import Spec

MOST_LEVELS = 32
"""Of layers within layers, and of functions that call functions: whatever walks them later, here,
in the generator or in Keras, calls itself for each level."""


class _Resolver:
    """What is being resolved, so that parts can be found by name, each resolved once.

    Attributes:
        opened: What is being resolved, each for the one before it.
        levels: How many levels each part holds, itself included.
        deepest: The first part that holds too many.
        reports: What takes all faults, then what takes those of each part that is open.
        faulty: The parts that have any.
    """

    def __init__(self, report: Report) -> None:
        self.reports = [report]
        self.contexts: dict[str, Context] = {}
        self.signatures: dict[str, tuple[str, Signature]] = {}
        self.owners: dict[str, Context] = {}
        self.layers: dict[str, Layer] = {}
        self.functions: dict[str, Function] = {}
        self.opened: list[str] = []
        self.levels: dict[str, int] = {}
        self.deepest: str | None = None
        self.faulty: set[str] = set()

    def layer(self, name: str) -> Layer | None:
        """A declared layer, resolved now if it was not before."""
        what = f"layer `{name}`"
        if name in self.layers or name not in self.contexts:
            self._count(what)
            return self.layers.get(name)
        context = self.contexts[name]
        spec = context.file.layers[name]
        span = spec.key_span()
        if self._recursive(what, span):
            return None
        with self.part(context, ("layers", name), name) as own:
            self.layers[name] = resolve_layer(own, name, spec)
        self._close(what, span)
        return self.layers[name]

    def function(self, name: str) -> Function | None:
        """One of the file's functions, resolved now if it was not before."""
        what = f"function `{name}`"
        if name in self.functions or name not in self.signatures:
            self._count(what)
            return self.functions.get(name)
        key, signature = self.signatures[name]
        if self._recursive(what, signature.span):
            return None
        with self.part(self.owners[name], ("functions", key), name) as own:
            self.functions[name] = resolve_function(own, key, signature)
        self._close(what, signature.span)
        return self.functions[name]

    def written(self, name: str) -> tuple[Signature, Body] | None:
        """One of the file's functions as it is written, for what binds it anew."""
        if self.function(name) is None or name in self.faulty:
            return None
        key, signature = self.signatures[name]
        context = replace(self.owners[name], report=Report())
        body = context.body(context.file.find("functions", key))
        return (signature, body) if body is not None else None

    def forget(self) -> None:
        """Breaks the circle of contexts and resolver: what was made is freed once it is let go."""
        self.contexts.clear()
        self.owners.clear()

    @contextmanager
    def part(self, context: Context, steps: tuple[Step, ...], name: str) -> Generator[Context]:
        """Resolves a part whose faults are counted by themselves, so that sound ones are known."""
        own = Report()
        self.reports.append(own)
        yield replace(context, report=own)
        self.reports.pop()
        self.reports[0].add_all(own.diagnostics)
        if own.failed or context.gaps.lies_in(steps):
            self.faulty.add(name)

    def _recursive(self, what: str, span: Span) -> bool:
        if what in self.opened:
            chain = " → ".join([*self.opened[self.opened.index(what) :], what])
            self.reports[-1].error("recursion", f"the {what} uses itself", span, received=chain)
            return True
        if len(self.opened) >= MOST_LEVELS:
            self._too_deep(what, span)
            return True
        self.opened.append(what)
        self.levels[what] = 1
        return False

    def _count(self, what: str) -> None:
        """Adds the levels of a part to those of what it is found for."""
        if self.opened:
            outer, found = self.opened[-1], self.levels.get(what, 0)
            self.levels[outer] = max(self.levels[outer], found + 1)

    def _close(self, what: str, span: Span) -> None:
        self.opened.pop()
        if self.levels[what] > MOST_LEVELS:
            self._too_deep(what, span)
        self._count(what)

    def _too_deep(self, what: str, span: Span) -> None:
        """Said once, and not of all that it is in."""
        if self.deepest is not None:
            return
        self.deepest = what
        self.reports[-1].error(
            "nesting-too-deep",
            f"the {what} lies or holds others more than {MOST_LEVELS} levels deep",
            span,
            expected=f"at most {MOST_LEVELS} levels of layers within layers",
        )


def resolve(spec: Spec, report: Report, *, data_root: Path | None = None) -> Program:
    """The program that a spec means.

    Args:
        report: Takes every fault found; the program is of use only if there is none.
        data_root: Where the data's files lie, so that their columns can be checked if they are
            at hand; the spec's own root if not given.
    """
    resolver = _Resolver(report)
    gaps = {one.document.path: find_gaps(one) for one in (*spec.libraries, spec)}
    check_axes_known(spec, gaps[spec.document.path], report)
    contexts = _declare(resolver, spec, gaps)
    main = contexts[spec.document.path]
    for name in resolver.contexts:
        resolver.layer(name)
    for name in resolver.signatures:
        resolver.function(name)
    with resolver.part(main, ("model",), MODEL) as own:
        params = file_params(own)
        model, pretrained = _model(own, spec, params)
    before = report.count
    incomplete = main.gaps.lies_in(("params",))
    given = _check_shapes(resolver, model, known_sizes(spec), incomplete=incomplete)
    faulty = MODEL in resolver.faulty or report.count > before
    faulty = faulty or any(main.gaps.lies_in((part,)) for part in ("params", "model", "data"))
    requests = source_requests(main, params, spec.file.data) if spec.file.data else {}
    source = requests.get("source")
    data_root = data_root or spec.document.root
    columns = known_columns(source, data_root) if source else None
    known = Known(source, columns, params)
    data = resolve_data(main, model, known, data_root, requests, sound=not faulty)
    training = resolve_training(main, params, model)
    if training is not None and not faulty and not report.failed:
        check_compared(main, training, data, columns or {}, given)
        if data is not None:
            check_class_names(main, data, params)
        if data is not None and model is not None:
            check_outputs(main, data, model)
    program = Program(
        name=spec.name,
        origin=spec.document.source.name,
        doc=spec.file.doc,
        params=params,
        functions=tuple(resolver.functions.values()),
        layers=tuple(resolver.layers.values()),
        model=model,
        pretrained=pretrained,
        data=data,
        training=training,
        sources=requests,
        settings=resolve_settings(main, params),
        written=_written(resolver, main),
        sweep=resolve_sweep(main, training, model),
    )
    resolver.forget()
    return program


def _written(resolver: _Resolver, main: Context) -> dict[str, tuple[str, object]]:
    """What the file says of each layer and function, and of the model."""
    found: dict[str, tuple[str, object]] = {
        name: (key, resolver.owners[name].file.functions.get(key))
        for name, (key, _) in resolver.signatures.items()
    }
    for name, context in resolver.contexts.items():
        found[name] = (name, context.file.layers.get(name))
    found[MODEL] = (MODEL, main.file.model)
    return {name: (key, said) for name, (key, said) in found.items() if said is not None}


def _check_shapes(
    resolver: _Resolver, model: Layer | None, mesh: dict[str, int] | None, *, incomplete: bool
) -> Abstract:
    """Checks the shapes of all parts that have no fault yet."""
    from wtspec.shapes.check import check_shapes

    faulty = resolver.faulty
    return check_shapes(
        {name: layer for name, layer in resolver.layers.items() if name not in faulty},
        {name: one for name, one in resolver.functions.items() if name not in faulty},
        model if MODEL not in faulty and not incomplete else None,
        resolver.reports[0],
        mesh,
    )


def _declare(resolver: _Resolver, spec: Spec, gaps: dict[Path, Gaps]) -> dict[Path, Context]:
    """Notes which file declares which layer and function."""
    contexts: dict[Path, Context] = {}
    names = Names(layer=resolver.layer, function=resolver.function)
    files = (*spec.libraries, spec)
    layers = tuple(name for one in files for name in one.file.layers)
    layers += tuple(name for one in gaps.values() for name in one.layers)
    for one in files:
        context = Context(one, resolver.reports[0], names)
        contexts[one.document.path] = context
        for name, signature in function_signatures(context).items():
            _check_taken(resolver, name, layers, signature[1].span)
            resolver.signatures[name] = signature
            resolver.owners[name] = context
        for name in one.file.layers:
            resolver.contexts[name] = context
    functions = tuple(resolver.signatures)
    functions += tuple(name for one in gaps.values() for name in one.functions)
    known = Names(
        resolver.layer,
        layers,
        resolver.function,
        functions,
        tuple(spec.file.params),
        open=any(one.open for one in gaps.values()),
        written=resolver.written,
        filled=spec.file.model is not None and spec.file.model.pretrained is not None,
    )
    for path, context in contexts.items():
        contexts[path] = replace(context, names=known, gaps=gaps[path])
    for kept in (resolver.contexts, resolver.owners):
        kept.update({name: contexts[one.spec.document.path] for name, one in kept.items()})
    return contexts


def _check_taken(resolver: _Resolver, name: str, layers: tuple[str, ...], span: Span) -> None:
    if name in layers:
        other = resolver.contexts.get(name)
        places = (Related("the layer", other.file.layers[name].key_span()),) if other else ()
        resolver.reports[0].error(
            "duplicate-name",
            f"a layer and a function are both named `{name}`",
            span,
            related=places,
        )


def _model(
    context: Context, spec: Spec, params: dict[str, object]
) -> tuple[Layer | None, Pretrained | None]:
    if spec.file.model is None:
        return None, None
    knobs = resolve_knobs(context, params)
    name = class_name(spec.name, set(context.names.layer_names))
    model = resolve_model(context, name, spec.file.model, knobs)
    return model, resolve_pretrained(context, spec.file.model, params)


def class_name(name: str, taken: set[str]) -> str:
    """The model's class: the file's name in CamelCase, `Model` behind it where that is taken."""
    camel = "".join(part[:1].upper() + part[1:] for part in re.split("[-._]", name))
    return f"{camel}Model" if camel in taken else camel
