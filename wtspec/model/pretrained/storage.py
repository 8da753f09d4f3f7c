"""Keeps weights in a safetensors file, each under its path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.errors import Diagnostic, Report, SpecError, did_you_mean
from wtspec.model.mesh.weight_parts import weight_parts
from wtspec.model.paths import weights
from wtspec.model.pretrained.header import StoredTensor, read_header, read_tensors
from wtspec.model.pretrained.write_file import write_file
from wtspec.model.stacks import ModelWeight, WeightSlice, assign_all

if TYPE_CHECKING:
    import keras


def save_weights(model: keras.Model, path: Path) -> None:
    """Writes every weight under its path.

    Of several processes each writes the parts that it has, into the file of the first one.
    """
    by_path = weights(model)
    tensors = {
        name: StoredTensor(tuple(one.shape), stored_dtype(one)) for name, one in by_path.items()
    }
    write_file(tensors, weight_parts(by_path), path)


def load_weights(model: keras.Model, path: Path) -> None:
    """Gives every weight the value that a file has for its path; none by its position.

    Raises:
        SpecError: `unreadable-file`, `missing-tensor`, `unused-tensor`, `weight-mismatch`:
            all that does not fit, before any weight has changed.
    """
    by_path, stored = weights(model), read_header(path)
    report = Report()
    for name, variable in by_path.items():
        if name not in stored:
            help_ = did_you_mean(name, [one for one in stored if one not in by_path])
            message = f"`{path.name}` has no weight `{name}`"
            report.add(Diagnostic("missing-tensor", message, help=help_))
        else:
            _compare(report, name, variable, stored[name])
    for name in stored:
        if name not in by_path:
            help_ = did_you_mean(name, [one for one in by_path if one not in stored])
            message = f"the model has no weight `{name}`, which `{path.name}` has"
            report.add(Diagnostic("unused-tensor", message, help=help_))
    report.check()
    assign_all((by_path[name], array) for name, array in read_tensors(path, list(by_path)))


def _compare(report: Report, name: str, variable: ModelWeight, stored: StoredTensor) -> None:
    wanted = StoredTensor(tuple(variable.shape), stored_dtype(variable))
    if stored != wanted:
        message = f"the weight `{name}` is another one in the file"
        report.error("weight-mismatch", message, None, expected=str(wanted), received=str(stored))


def stored_dtype(weight: ModelWeight) -> str:
    """The dtype that a weight is kept in, whatever it is cast to on use."""
    variable = weight.made if isinstance(weight, WeightSlice) else weight
    return str(variable._dtype)  # noqa: SLF001 - `dtype` is the compute dtype inside a layer


def unreadable(path: Path, reason: str) -> SpecError:
    """The error of a file that can't be read as weights."""
    return SpecError(Diagnostic("unreadable-file", f"`{path.name}` can't be read: {reason}"))
