"""A located tree becomes a validated spec."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast, get_type_hints

from msgspec.structs import replace

from wtspec.document import Document, Scalar
from wtspec.document.node import plain
from wtspec.errors import Diagnostic, Report
from wtspec.spec.checks.check_data import check_data
from wtspec.spec.checks.check_functions import check_functions
from wtspec.spec.checks.check_layer import check_layer
from wtspec.spec.checks.check_param import check_param
from wtspec.spec.checks.check_runtime import check_runtime
from wtspec.spec.checks.check_sweep import check_sweep
from wtspec.spec.checks.check_train import check_train
from wtspec.spec.data import DataSpec
from wtspec.spec.faults.notes import Notes, Steps
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.file import FileSpec, Spec
from wtspec.spec.fit import fit
from wtspec.spec.layers import LayerSpec, ModelSpec
from wtspec.spec.names import as_file_name
from wtspec.spec.param import ParamSpec
from wtspec.spec.sweep import SweepSpec
from wtspec.spec.train import RuntimeSpec, TrainSpec
from wtspec.spec.values import Name

_KEYS = get_type_hints(FileSpec, include_extras=True)


def validate(document: Document) -> Spec:
    """The spec that a document holds, with its libraries.

    Args:
        document: The merged tree, and those of the files that it imports.

    Returns:
        The spec; its `libraries` are flat, in the order of `document.libraries`.

    Raises:
        SpecError: All structural faults of all the files.
    """
    report = Report()
    spec = validate_sound(document, report)
    report.check()
    return cast("Spec", spec)


def validate_sound(document: Document, report: Report) -> Spec | None:
    """As `validate`, with what is sound in the files where there are faults.

    Args:
        document: The merged tree, and those of the files that it imports.
        report: Holds the faults of reading, and takes those of this stage.

    Returns:
        The spec, whose `gaps` tell what may be missing; None where nothing is to be relied on.
    """
    before = report.diagnostics
    documents = (document, *document.libraries)
    spec, *libraries = [_spec(each, report, before) for each in documents]
    known = tuple(library for library in libraries if library is not None)
    return replace(spec, libraries=known) if spec and len(known) == len(libraries) else None


def _spec(document: Document, report: Report, before: Iterable[Diagnostic]) -> Spec | None:
    gaps: frozenset[Steps] = frozenset()
    file = FileSpec(wtspec=1) if report.failed else _read_file(Place(document, Notes(report)))
    if report.failed:
        from wtspec.spec.mend import read_sound  # most files have no fault

        found = read_sound(document, report, before, _read_file)
        if found is None:
            return None
        file, document, gaps = found
    return Spec(file, document, file.name or as_file_name(document.path.stem), gaps=gaps)


def _read_file(place: Place) -> FileSpec:
    if not _is_known_version(place):
        return FileSpec(wtspec=1)
    entries = place.document.tree.entries
    known = [key for key in entries if _is_key(key, place.at(key))]
    values = {key: _read_key(key, plain(entries[key].value), place.at(key)) for key in known}
    values["wtspec"] = 1
    file = FileSpec.model_construct(**cast("dict[str, Any]", values))
    return file.placed(place.document.tree, place.key_span)


def _is_key(key: str, place: Place) -> bool:
    if key not in FileSpec.model_fields:
        from wtspec.spec.faults.note_faults import note_unknown_key

        note_unknown_key(place, FileSpec)
    return key in FileSpec.model_fields and key != "wtspec"


def _read_key(key: str, value: object, place: Place) -> object:
    if key == "layers":
        return _read_layers(value, place)
    read = fit(_KEYS[key], value, place)
    _check(key, read, place)
    return read


def _check(key: str, read: object, place: Place) -> None:
    """The rules of a section that its keys' types do not say."""
    match read:
        case ModelSpec():
            check_layer(read, place)
        case DataSpec():
            check_data(read, place)
        case TrainSpec():
            check_train(read, place)
        case SweepSpec():
            check_sweep(read, place)
        case RuntimeSpec():
            check_runtime(read, place)
        case dict() if key == "params":
            for name, param in cast("dict[str, ParamSpec]", read).items():
                check_param(param, place.at(name))
        case dict() if key == "functions":
            check_functions(cast("dict[str, str]", read), place)
        case _:
            pass


def _read_layers(value: object, place: Place) -> dict[str, object]:
    """Layers one by one, so that a fault in one hides none in the others."""
    named = cast("dict[str, object]", fit(dict[Name, Any], value, place) or {})
    if not LayerSpec.model_fields.keys().isdisjoint(named):
        from wtspec.spec.faults.misplaced import without_keys

        named = without_keys(named, place)
    layers: dict[str, object] = {}
    for name, content in named.items():
        layers[name] = layer = fit(LayerSpec, content, place.at(name))
        if isinstance(layer, LayerSpec):
            check_layer(layer, place.at(name))
    return layers


def _is_known_version(place: Place) -> bool:
    """Whether the rest of the file can be read by the rules of this version."""
    node = place.document.tree.get("wtspec")
    here = place.at("wtspec")
    if node is None:
        place.error(
            "missing-key",
            "the file lacks the key `wtspec`, the version of the language",
            on_key=True,
            help="begin it with `wtspec: 1`",
        )
    elif not isinstance(node, Scalar) or node.value != 1 or isinstance(node.value, bool):
        here.error(
            "unsupported-version",
            f"this wtspec reads version 1 of the language, not {in_words(node)}",
            expected="`wtspec: 1`",
            received=in_words(node),
        )
        return False
    return True
