"""The best trial as a file that extends what was swept, and says only what the trial was given."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from wtspec.document import Document, Entry, Mapping, Node, Scalar, Sequence, read_document
from wtspec.document.difference import difference
from wtspec.document.print_tree import print_tree
from wtspec.document.root import find_root, resolve
from wtspec.errors import Span
from wtspec.errors.visible import visible
from wtspec.report.quantity import in_short
from wtspec.report.sweep import SweepReport, TrialReport
from wtspec.runs.resolved import move_paths
from wtspec.runs.write import unwritable, write_text
from wtspec.spec import validate
from wtspec.spec.file import FileSpec
from wtspec.stages import check

Give = Callable[[Document, TrialReport], Document]
"""The document of a trial, of the one that was swept: without `sweep`, with the trial's values."""

_WIDTH = 88
_FILES_ARE_NAMED_IN = ("data", "model")


def write_best_specs(folder: Path, report: SweepReport, swept: Document, give: Give) -> list[Path]:
    """Writes `best.yaml` into a sweep's folder, or `best-1.yaml`, … where several trials are best.

    Args:
        folder: Of the sweep.
        report: With the best trials.
        swept: The file that they extend, with what `--set` changed in it.
        give: Makes it a trial's.

    Returns:
        The files, in the order of `report.best`.

    Raises:
        SpecError: `unwritable`; what is wrong with the file by now.
    """
    names = _names(len(report.best))
    for stale in folder.glob("best*.yaml"):
        if stale.name not in names:
            stale.unlink(missing_ok=True)
    by_number = {trial.number: trial for trial in report.trials}
    paths = [folder / name for name in names]
    for path, number in zip(paths, report.best, strict=True):
        trial = by_number[number]
        text = _text(path, swept.path, give(swept, trial))
        try:
            write_text(path, f"{_comment(report, trial)}{text}")
        except OSError as error:
            raise unwritable(path, error) from error
    return paths


def can_extend(folder: Path, document: Document) -> bool:
    """Whether a file in the folder finds that file, and what it stands on, under its own root."""
    whole = resolve(folder / "best.yaml")
    if not isinstance(whole, Path) or not document.path.is_file():
        return False
    root = find_root(whole)
    return all(file.is_relative_to(root) for file in document.files)


def _names(many: int) -> list[str]:
    return ["best.yaml"] if many == 1 else [f"best-{at}.yaml" for at in range(1, many + 1)]


def _comment(report: SweepReport, trial: TrialReport) -> str:
    came_to = ", ".join(
        f"{goal.metric} {'?' if value is None else in_short(value)}"
        for goal, value in zip(report.goals, trial.values, strict=False)
    )
    front = "On the Pareto front" if len(report.goals) > 1 else "The best"
    many = f"{len(report.trials)} trial{'' if len(report.trials) == 1 else 's'}"
    said = f"{front} of {many} of {report.folder}: trial {trial.number}"
    return f"# {visible(said)}, {visible(came_to)}.\n"


def _text(path: Path, base: Path, trial: Document) -> str:
    """The file's text.

    Args:
        path: Where it will lie.
        base: The file that it extends.
        trial: What it is to mean.
    """
    before = read_document(base, root=trial.root).tree
    wanted = dict(trial.tree.entries)
    if "name" not in wanted:
        wanted["name"] = _entry("name", validate(trial).name, trial.tree.span)
    said = difference(before, replace(trial.tree, entries=wanted))
    if not said.entries.keys().isdisjoint(_FILES_ARE_NAMED_IN):
        params = check(validate(trial)).program.params
        said = move_paths(said, trial, path.parent.resolve(), params)
    to_base = Path(os.path.relpath(base, path.parent.resolve())).as_posix()
    extends = Mapping({"extends": _entry("extends", to_base, said.span)}, said.span)
    first = f"wtspec: 1\n{print_tree(extends)}"
    sections = {
        key: Entry(said.entries[key].key, _laid_out(said.entries[key].value, len(key) + 2))
        for key in sorted(said.entries, key=list(FileSpec.model_fields).index)
    }
    return f"{first}\n{print_tree(Mapping(sections, said.span))}" if sections else first


def _entry(key: str, value: str, span: Span) -> Entry:
    return Entry(Scalar(key, key, span), Scalar(value, value, span))


def _laid_out(node: Node, indent: int) -> Node:
    """On one line where there is room for it, else what it holds so."""
    if isinstance(node, Scalar):
        return node
    flow = replace(node, flow=True)
    text = print_tree(flow, flow=True).rstrip("\n")
    if "\n" not in text and "\\n" not in text and indent + len(text) <= _WIDTH:
        return flow
    if isinstance(node, Sequence):
        items = tuple(_laid_out(item, indent + 2) for item in node.items)
        return replace(node, items=items, flow=False)
    entries = {
        key: Entry(entry.key, _laid_out(entry.value, indent + len(key) + 2))
        for key, entry in node.entries.items()
    }
    return replace(node, entries=entries, flow=False)
