"""Gives weights the values that a safetensors file has for them, as `pretrained` says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.document.root import NamedFile, check_within
from wtspec.errors import Diagnostic, Report, Span, SpecError, did_you_mean
from wtspec.language import tree as t
from wtspec.model.describe import declared_weights
from wtspec.model.generated import Generated
from wtspec.model.paths import weights
from wtspec.model.pretrained.header import StoredTensor, read_header, read_tensors
from wtspec.model.pretrained.leftovers import Comparison, note_leftovers
from wtspec.model.pretrained.match import matches, matches_dotted
from wtspec.model.pretrained.mismatch import check_tensors, check_value, compare
from wtspec.model.pretrained.sources import TensorSource, choose_sources
from wtspec.model.pretrained.tensors import compute
from wtspec.model.stacks import ModelWeight, assign_all, cut_of_weight, identity
from wtspec.program.declared import Weight
from wtspec.program.pretrained import Glob, Pretrained
from wtspec.program.program import Program

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Transfer:
    """What goes where, known to fit.

    Attributes:
        file: The safetensors file.
        sources: By the path of the weight that each is for.
    """

    file: Path
    sources: Mapping[str, TensorSource]


def load_pretrained(code: Generated, model: keras.Model, root: Path) -> tuple[str, ...]:
    """Loads what `model.pretrained` asks for; gives the paths of the weights that it set.

    Args:
        code: Holds the file's functions, which formulas may call.
        root: The file may not lie outside this folder.

    Raises:
        SpecError: All that does not fit, before any weight has changed.
    """
    transfer = check_pretrained(code, model, root)
    by_path = weights(model)

    def value(source: TensorSource) -> object:
        tensors = dict(read_tensors(transfer.file, source.names))
        check_tensors(source, tensors)
        weight = by_path[source.path]
        made = compute(code, source, tensors, cut_of_weight(weight))
        check_value(source, made, weight)
        return made

    assign_all((by_path[path], value(source)) for path, source in transfer.sources.items())
    return tuple(transfer.sources)


def check_pretrained(code: Generated, model: keras.Model, root: Path) -> Transfer:
    """Compares the model with the file's header; no tensor is read, and an abstract model will do.

    What is told comes in order of causes: a line or glob that leads nowhere leaves weights and
    tensors over, which are not told then.

    Raises:
        SpecError: Lines, globs and names of tensors that lead nowhere; shapes that differ; weights
            without a source, tensors without a use.
    """
    given = code.program.pretrained
    if given is None:
        return Transfer(root, {})
    file = _find(given, code.program, root)
    stored, by_path, report = _header(file, given), weights(model), Report()
    chosen = choose_sources(given, list(by_path), list(stored), report)
    lines_lead = report.count == 0
    absent = _note_absent(report, given, chosen, stored)
    unmatched = (
        _unmatched(given.partial, list(by_path), matches, "weight of the model"),
        _unmatched(given.ignore, list(stored), matches_dotted, "tensor of the file"),
    )
    report.add_all((*unmatched[0], *unmatched[1]))
    present = [one for one in chosen.values() if one.path not in absent]
    compare(report, code, present, stored, by_path)
    note_leftovers(
        report,
        Comparison(given, stored, by_path, chosen, _without_initializer(code, model, by_path)),
        weights=lines_lead and not unmatched[0],
        tensors=lines_lead and not unmatched[1] and not absent,
    )
    report.check()
    return Transfer(file, chosen)


def _without_initializer(
    code: Generated, model: keras.Model, by_path: Mapping[str, ModelWeight]
) -> dict[str, Weight]:
    """The weights that nothing but the file can fill, by their paths."""
    bare = {
        identity(variable): weight
        for weight, variable in declared_weights(code, model)
        if t.is_none(weight.initializer)
    }
    return {path: bare[identity(one)] for path, one in by_path.items() if identity(one) in bare}


def _find(given: Pretrained, program: Program, root: Path) -> Path:
    """The file, relative to the spec that names it."""
    named = Path(given.span.source.name)
    folder = (named if named.is_file() else Path(program.origin)).resolve().parent
    path = (folder / given.file).resolve()
    check_within(path, root.resolve(), NamedFile(given.file, folder / given.file, given.span))
    if not path.is_file():
        raise SpecError(
            Diagnostic("file-not-found", f"there is no file `{given.file}`", given.span)
        )
    return path


def _header(file: Path, given: Pretrained) -> dict[str, StoredTensor]:
    try:
        return read_header(file)
    except SpecError as error:
        (fault,) = error.diagnostics
        raise SpecError(Diagnostic(fault.code, fault.message, given.span)) from None


def _note_absent(
    report: Report,
    given: Pretrained,
    chosen: Mapping[str, TensorSource],
    stored: Mapping[str, StoredTensor],
) -> set[str]:
    """The paths of weights whose tensors the file has not; each line of the map is told once."""
    absent: dict[Span, list[tuple[str, str]]] = {}
    for path, source in chosen.items():
        for name in source.names:
            if name not in stored:
                absent.setdefault(source.span, []).append((path, name))
    for span, pairs in absent.items():
        path, name = pairs[0]
        paths = dict.fromkeys(path for path, _ in pairs)
        others = f" and {len(paths) - 1} weights like it" if len(paths) > 1 else ""
        report.error(
            "missing-tensor",
            f"`{given.file}` has no tensor `{name}` for `{path}`{others}",
            span,
            help=did_you_mean(name, stored),
        )
    return {path for pairs in absent.values() for path, _ in pairs}


def _unmatched(
    globs: Iterable[Glob], names: Sequence[str], match: Callable[[str, str], bool], what: str
) -> list[Diagnostic]:
    """The globs that match nothing."""
    return [
        Diagnostic(
            "unmatched-glob",
            f"`{glob.text}` matches no {what}",
            glob.span,
            help=did_you_mean(glob.text, names) or "remove it",
        )
        for glob in globs
        if not any(match(glob.text, name) for name in names)
    ]
