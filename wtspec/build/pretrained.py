"""Gives weights the values that a safetensors file has for them, as `pretrained` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from wtspec.build.header import Tensor, read_header, read_tensors
from wtspec.build.match import matches, matches_dotted
from wtspec.build.paths import weights
from wtspec.build.stacks import Slice, assign_all
from wtspec.build.storage import stored_dtype
from wtspec.build.tensors import Source, compute, infer, sources
from wtspec.document.root import Named, check_within
from wtspec.errors import Diagnostic, Report, SpecError, did_you_mean
from wtspec.program.declared import Pretrained, Program

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
    sources: Mapping[str, Source]


def load_pretrained(
    program: Program, model: keras.Model, module: ModuleType, root: Path
) -> tuple[str, ...]:
    """Loads what `model.pretrained` asks for; gives the paths of the weights that it set.

    Args:
        module: Holds the file's functions, which formulas may call.
        root: The file may not lie outside this folder.

    Raises:
        SpecError: All that does not fit, before any weight has changed.
    """
    transfer = check_pretrained(program, model, module, root)
    found = weights(model)
    assign_all(
        (
            found[path],
            compute(program, module, source, dict(read_tensors(transfer.file, source.names))),
        )
        for path, source in transfer.sources.items()
    )
    return tuple(transfer.sources)


def check_pretrained(
    program: Program, model: keras.Model, module: ModuleType, root: Path
) -> Transfer:
    """Compares the model with the file's header; no tensor is read, and an abstract model will do.

    Raises:
        SpecError: Weights without a source, tensors without a use, shapes that differ, and
            globs and placeholders that lead nowhere.
    """
    given = program.pretrained
    if given is None:
        return Transfer(root, {})
    file = _find(given, program, root)
    stored, found, report = _header(file, given), weights(model), Report()
    chosen = sources(given, list(found), list(stored), report)
    report.check()  # a map that leads nowhere leaves weights and tensors over
    for path, source in list(chosen.items()):
        missing = [name for name in source.names if name not in stored]
        for name in missing:
            _note_absent(report, given, source, name, stored)
        if not missing:
            _compare(report, program, module, source, stored, found[path])
    _note_missing(report, given, found, chosen)
    _note_unused(report, given, stored, chosen)
    report.check()
    return Transfer(file, chosen)


def _find(given: Pretrained, program: Program, root: Path) -> Path:
    """The file, relative to the spec that names it."""
    named = Path(given.span.source.name)
    folder = (named if named.is_file() else Path(program.origin)).resolve().parent
    path = (folder / given.file).resolve()
    check_within(path, root.resolve(), Named(given.file, folder / given.file, given.span))
    if not path.is_file():
        raise SpecError(
            Diagnostic("file-not-found", f"there is no file `{given.file}`", given.span)
        )
    return path


def _header(file: Path, given: Pretrained) -> dict[str, Tensor]:
    try:
        return read_header(file)
    except SpecError as error:
        (fault,) = error.diagnostics
        raise SpecError(Diagnostic(fault.code, fault.message, given.span)) from None


def _compare(
    report: Report,
    program: Program,
    module: ModuleType,
    source: Source,
    stored: Mapping[str, Tensor],
    variable: keras.Variable | Slice,
) -> None:
    try:
        found = infer(program, module, source, {name: stored[name] for name in source.names})
    except SpecError as error:
        report.add(error.diagnostics[0])
        return
    wanted = Tensor(tuple(variable.shape), stored_dtype(variable))
    if found.shape != wanted.shape or _is_float(found) != _is_float(wanted):
        report.error(
            "weight-mismatch",
            f"`{source.path}` and what the file has for it differ",
            source.span,
            expected=str(wanted),
            received=f"{found} from {', '.join(f'`{name}`' for name in source.names)}",
        )


def _is_float(tensor: Tensor) -> bool:
    return "float" in tensor.dtype


def _note_absent(
    report: Report, given: Pretrained, source: Source, name: str, stored: Mapping[str, Tensor]
) -> None:
    report.error(
        "missing-tensor",
        f"`{given.file}` has no tensor `{name}` for `{source.path}`",
        source.span,
        help=did_you_mean(name, stored),
    )


def _note_missing(
    report: Report,
    given: Pretrained,
    found: Mapping[str, keras.Variable | Slice],
    chosen: Mapping[str, Source],
) -> None:
    for path, variable in found.items():
        if path in chosen or any(matches(glob, path) for glob in given.partial):
            continue
        report.error(
            "missing-tensor",
            f"the weight `{path}` has no source in `{given.file}`",
            given.span,
            expected=str(Tensor(tuple(variable.shape), stored_dtype(variable))),
            help="give it one under `map`, or let it keep its initializer under `partial`",
        )


def _note_unused(
    report: Report,
    given: Pretrained,
    stored: Mapping[str, Tensor],
    chosen: Mapping[str, Source],
) -> None:
    used = {name for source in chosen.values() for name in source.names}
    for name, tensor in sorted(stored.items()):
        if name not in used and not any(matches_dotted(glob, name) for glob in given.ignore):
            report.error(
                "unused-tensor",
                f"no weight uses the tensor `{name}` of `{given.file}`",
                given.span,
                received=str(tensor),
                help="use it under `map`, or name it under `ignore`",
            )
