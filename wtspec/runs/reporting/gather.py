"""From a run's folder to what its page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import cast

from wtspec.document import Node, read_text
from wtspec.document.node import key_span_of
from wtspec.errors import SpecError
from wtspec.graph import BuiltModel, BuiltWeight, Graph, model_graph
from wtspec.program import Program
from wtspec.program.sizes import DataSizes
from wtspec.report.quantity import rounded
from wtspec.report.report import BestValue, Numbers, Origin, RunReport
from wtspec.runs.listing.epochs import BestEpoch, Line, best_epoch, last_epoch, read_lines
from wtspec.runs.listing.read_end import read_whole
from wtspec.runs.listing.summary import State, state_of
from wtspec.runs.metrics_lines import METRICS
from wtspec.runs.origins import PlacedValue, read_origins
from wtspec.runs.outcomes.outcomes_file import OUTCOMES, Outcomes, read_outcomes
from wtspec.runs.preprocessing import read_preprocessing
from wtspec.runs.read_record import facts_of
from wtspec.runs.reporting.curves import curves_of
from wtspec.runs.reporting.surroundings import stages_of, surroundings
from wtspec.runs.reporting.weights import MOST_HISTOGRAMS, weights_of
from wtspec.runs.weights_lines import WeightLooks, read_looks
from wtspec.stages import Checked

_RESOLVED = "config.resolved.yaml"
_MOST_BYTES = 1 << 26
_WHICH = re.compile(r"(?:best|last|restored): epoch ([0-9]{1,9})\b", re.ASCII)
_IN_WORDS: dict[State, str] = {
    "running": "goes on",
    "finished": "finished",
    "stopped": "stopped by a signal",
    "pruned": "ended early by its sweep",
    "died": "died without a word",
    "failed": "failed",
    "unknown": "unknown",
}


def gather(folder: Path, checked: Checked) -> RunReport:
    """What a run has recorded so far.

    Args:
        folder: Of the run.
        checked: Its resolved spec.

    Raises:
        SpecError: `unreadable-file`: what the run has learned of its data.
    """
    facts, looks = facts_of(folder), read_looks(folder)
    learned = read_preprocessing(folder / "preprocessing.json")
    lines = read_lines(read_whole(folder / METRICS, _MOST_BYTES))
    chosen = _text(facts, "weights")
    best = best_of(lines, checked.program, chosen)
    spec = read_whole(folder / _RESOLVED).decode("utf-8", "replace")
    graph = _graph(checked.program, looks, learned.sizes)
    state = state_of(folder)
    outcomes = _outcomes(folder, state)
    return RunReport(
        label=label_of(folder),
        name=checked.program.name,
        doc=checked.spec.file.doc or "",
        status=_IN_WORDS[state],
        weights_are=chosen,
        began=_text(facts, "began"),
        wall_seconds=rounded(facts.get("wall_seconds")),
        epochs=last_epoch(lines),
        parameters=_parameters(looks),
        metrics=metrics_by_part(facts),
        curves=curves_of(lines, learned.lengths, best.epoch if best is not None else None),
        best=best,
        graph=graph,
        weights=weights_of(looks, graph),
        outcomes=outcomes.outcomes,
        spec=spec,
        origins=_origins(spec, read_origins(folder)),
        environment=surroundings(facts),
        timings=stages_of(facts),
        remarks=[*_remarks(state, looks), *outcomes.remarks],
    )


def label_of(folder: Path) -> str:
    """A run's name among others: `digits/0001`."""
    whole = folder.resolve()
    return f"{whole.parent.name}/{whole.name}"


def best_of(lines: Sequence[Line], program: Program, chosen: str) -> BestValue | None:
    """The best epoch, and whether the run's weights are of it.

    Args:
        lines: Of all epochs.
        program: Says what is best.
        chosen: Which weights the final ones are, as a run's record says it.
    """
    rule = program.training.checkpoint if program.training is not None else None
    asked = f"{rule.mode or ''} {rule.best}".strip() if rule is not None and rule.best else None
    found: BestEpoch | None = best_epoch(lines, asked)
    if found is None:
        return None
    which = _WHICH.match(chosen)
    is_chosen = which is not None and int(which[1]) == found.epoch
    return BestValue(found.metric, found.epoch, found.value, is_chosen)


def metrics_by_part(facts: Mapping[str, object]) -> dict[str, Numbers]:
    """The metrics of the final weights, as far as they are numbers."""
    parts = facts.get("metrics")
    if not isinstance(parts, dict):
        return {}
    return {
        part: {name: rounded(one) for name, one in cast("dict[str, object]", values).items()}
        for part, values in cast("dict[str, object]", parts).items()
        if isinstance(values, dict)
    }


def _parameters(looks: WeightLooks) -> int:
    return sum(prod(weight.shape) for weight in looks.weights)


def _graph(program: Program, looks: WeightLooks, sizes: DataSizes) -> Graph | None:
    """The model's picture with its weights as they were made."""
    if program.model is None:
        return None
    known = {
        one.path: BuiltWeight(tuple(one.shape), one.dtype, one.initializer, one.trainable)
        for one in looks.weights
    }
    return model_graph(program, BuiltModel(known, sizes=sizes))


def _outcomes(folder: Path, state: State) -> Outcomes:
    """What the folder keeps of them; why nothing, if there should be some."""
    if state == "finished" and not (folder / OUTCOMES).is_file():
        return Outcomes(remarks=["No outcomes were recorded: log.txt may say why."])
    try:
        return read_outcomes(folder)
    except SpecError as error:
        return Outcomes(remarks=[error.diagnostics[0].message])


def _origins(text: str, placed: Sequence[PlacedValue]) -> list[Origin]:
    """Where values of the resolved spec come from, by its lines."""
    if not placed:
        return []
    try:
        tree: Node = read_text(text, _RESOLVED)
    except SpecError:
        return []
    return [
        Origin(
            key_span_of(tree, *one.steps).line, ".".join(str(step) for step in one.steps), one.place
        )
        for one in placed
    ]


def _remarks(state: State, looks: WeightLooks) -> list[str]:
    remarks: list[str] = []
    if state != "finished":
        how = "The run goes on" if state == "running" else "The run did not finish"
        remarks.append(f"{how}: what is measured at its end is missing.")
    if len(looks.weights) > MOST_HISTOGRAMS:
        remarks.append(f"Of more than {MOST_HISTOGRAMS:,} weights no histograms are shown.")
    return remarks


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""
