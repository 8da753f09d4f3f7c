"""What `pretrained.map` makes of a file's tensors, for each weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from wtspec.build.header import Tensor
from wtspec.build.match import matches_dotted
from wtspec.build.template import bind, fill, placeholders
from wtspec.build.translate import translate
from wtspec.codegen.expressions import Printer
from wtspec.codegen.naming import module_names
from wtspec.errors import Diagnostic, Report, Span, SpecError, did_you_mean
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Pretrained, Program
from wtspec.program.walk import expressions


@dataclass(frozen=True, slots=True)
class Source:
    """Where a weight comes from.

    Attributes:
        path: The weight's.
        formula: Of tensors, whose names may hold placeholders; None for a tensor as it is.
        bindings: What the placeholders stand for.
        names: The tensors that it needs.
    """

    path: str
    formula: Expression | None
    bindings: Mapping[str, str]
    names: tuple[str, ...]
    span: Span


def sources(
    given: Pretrained, paths: list[str], stored: list[str], report: Report
) -> dict[str, Source]:
    """The source of each weight that has one: by the map, or by its own name without one."""
    if given.map is None:
        ignored = {one for one in stored if any(matches_dotted(g, one) for g in given.ignore)}
        same = [path for path in paths if path in stored and path not in ignored]
        return {path: Source(path, None, {}, (path,), given.span) for path in same}
    found: dict[str, Source] = {}
    # A path written out wins over one with placeholders, whichever comes first.
    for key, value, span in sorted(given.map, key=lambda entry: bool(placeholders(entry[0]))):
        bound = {path: bind(key, path) for path in paths}
        reached = {path: one for path, one in bound.items() if one is not None}
        if not reached:
            report.add(_leads_nowhere(key, span, paths))
        for path, bindings in reached.items():
            if path not in found:
                found[path] = _source(path, value, bindings, span, report)
    return found


def infer(
    program: Program, module: ModuleType, source: Source, stored: Mapping[str, Tensor]
) -> Tensor:
    """The shape and dtype of what a source gives, with no tensor read.

    Raises:
        SpecError: The formula does not fit the tensors' shapes.
    """
    import jax

    if source.formula is None:
        return stored[source.names[0]]
    shapes = {name: jax.ShapeDtypeStruct(one.shape, one.dtype) for name, one in stored.items()}
    try:
        found = jax.eval_shape(_function(program, module, source), shapes)
    except Exception as error:
        complaint = translate(error)
        shown = ", ".join(f"{name}: {one}" for name, one in stored.items())
        raise SpecError(
            Diagnostic(complaint.code, complaint.message, source.formula.span, received=shown)
        ) from error
    return Tensor(tuple(found.shape), str(found.dtype))


def compute(
    program: Program, module: ModuleType, source: Source, tensors: Mapping[str, Any]
) -> object:
    """What a source gives for the tensors of the file."""
    if source.formula is None:
        return tensors[source.names[0]]
    return _function(program, module, source)(tensors)


def _function(
    program: Program, module: ModuleType, source: Source
) -> Callable[[Mapping[str, Any]], Any]:
    """The formula as a function of tensors, printed from our own tree like all source."""
    import keras

    assert source.formula is not None  # noqa: S101 - a tensor as it is needs no function
    printer = Printer("function", module_names(program), settings=program.params)
    code = compile(printer.print(source.formula), "<wtspec map>", "eval", dont_inherit=True)
    names = {**vars(module), "keras": keras, "ops": keras.ops}

    def function(tensors: Mapping[str, Any]) -> object:
        found = {
            name: keras.ops.convert_to_tensor(tensors[fill(name, source.bindings)])
            for name in _names(source.formula)
        }
        value = eval(code, {**names, "tensors": found})  # noqa: S307 - our own printer's text
        return keras.ops.convert_to_tensor(value)

    return function


def _source(
    path: str, value: Expression, bindings: Mapping[str, str], span: Span, report: Report
) -> Source:
    plain = isinstance(value, t.Value)
    names = [str(value.value)] if plain else _names(value)
    for name in names:
        for placeholder in placeholders(name):
            if placeholder not in bindings:
                report.error(
                    "unknown-placeholder",
                    f"nothing says what `{{{placeholder}}}` stands for",
                    value.span,
                    expected="a placeholder of the path, such as `{i}` in `blocks/{i}/wq`",
                )
    filled = tuple(dict.fromkeys(fill(name, bindings) for name in names))
    return Source(path, None if plain else value, bindings, filled, span)


def _names(formula: Expression | None) -> list[str]:
    if formula is None:
        return []
    read = [node for node in expressions(formula) if isinstance(node, Reference)]
    return list(dict.fromkeys(node.name for node in read if node.role == "tensor"))


def _leads_nowhere(key: str, span: Span, paths: list[str]) -> Diagnostic:
    return Diagnostic(
        "unknown-weight",
        f"the model has no weight `{key}`",
        span,
        expected="the path of a weight, as `wtspec plan` lists them",
        help=did_you_mean(key, paths),
    )
