"""Compares a run that was killed and resumed with one that never was."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.kills.folder import saved, status, strays

Tensors = Mapping[str, tuple[str, list[int], bytes]]
"""Each one's dtype, shape and bytes by path: no library that could round them reads them."""

_LONG_LENGTH = 8
_CLOCK = "elapsed_seconds"


def differences(run: Path, reference: Path) -> list[str]:
    """Whatever tells the two finished runs apart but clocks; nothing if no kill left a trace."""
    if status(run) != "finished":
        return [f"the run's status is {status(run)}"]
    return [
        *_of_weights(run / "weights.safetensors", reference / "weights.safetensors"),
        *_of_epochs(run / "metrics.jsonl", reference / "metrics.jsonl"),
        *_of_facts(run / "environment.json", reference / "environment.json"),
        *_of_texts(run, reference),
        *_of_names(run, reference),
        *(f"{name} is left" for name in strays(run)),
    ]


def tensors(path: Path) -> tuple[Tensors, Mapping[str, str]]:
    """What a safetensors file holds, and what it says of itself."""
    content = path.read_bytes()
    start = _LONG_LENGTH + int.from_bytes(content[:_LONG_LENGTH], "little")
    header = json.loads(content[_LONG_LENGTH:start])
    said = header.pop("__metadata__", {})
    body = content[start:]
    found = {
        name: (one["dtype"], one["shape"], body[slice(*one["data_offsets"])])
        for name, one in header.items()
    }
    return found, said


def _of_weights(mine: Path, reference: Path) -> Iterator[str]:
    (these, said), (those, known) = tensors(mine), tensors(reference)
    for path in sorted({*these, *those}):
        if these.get(path) != those.get(path):
            yield f"weight {path} {_apart(these.get(path), those.get(path))}"
    if said != known:
        yield f"weights.safetensors says {said} of itself, not {known}"


def _apart(
    mine: tuple[str, list[int], bytes] | None, reference: tuple[str, list[int], bytes] | None
) -> str:
    if mine is None or reference is None:
        return "is in one of the two only"
    if mine[:2] != reference[:2]:
        return f"is {mine[:2]}, not {reference[:2]}"
    apart = sum(a != b for a, b in zip(mine[2], reference[2], strict=True))
    return f"has {apart} other bytes of {len(mine[2])}"


def _of_epochs(mine: Path, reference: Path) -> Iterator[str]:
    these, those = _lines(mine), _lines(reference)
    numbers, known = [line["epoch"] for line in these], [line["epoch"] for line in those]
    if numbers != known:
        yield f"metrics.jsonl has the epochs {numbers}, not {known}"
        return
    for line, right in zip(these, those, strict=True):
        yield from (
            f"epoch {line['epoch']}: {name} is {line.get(name)}, not {right.get(name)}"
            for name in sorted({*line, *right} - {_CLOCK})
            if line.get(name) != right.get(name)
        )
    clocks = [line[_CLOCK] for line in these]
    if clocks != sorted(clocks):
        yield f"metrics.jsonl: {_CLOCK} goes back: {clocks}"


def _of_facts(mine: Path, reference: Path) -> Iterator[str]:
    these, those = (json.loads(path.read_text(encoding="utf-8")) for path in (mine, reference))
    if these["metrics"] != those["metrics"]:
        yield f"environment.json has the metrics {these['metrics']}, not {those['metrics']}"
    if not {*those} <= {*these}:
        yield f"environment.json has no {sorted({*those} - {*these})}"


def _of_texts(run: Path, reference: Path) -> Iterator[str]:
    for name in ("weights.txt", "source.py", "config.input.yaml", "preprocessing.json"):
        if (run / name).read_bytes() != (reference / name).read_bytes():
            yield f"{name} is another one"


def _of_names(run: Path, reference: Path) -> Iterator[str]:
    these, those = ({path.name for path in folder.iterdir()} for folder in (run, reference))
    if these - {"checkpoints"} != those - {"checkpoints"}:
        yield f"the folder has {sorted(these)}, not {sorted(those)}"
    if saved(reference) and saved(run) != saved(reference):  # else those of a run asked to end
        yield f"the checkpoints {saved(run)} are kept, not {saved(reference)}"


def _lines(path: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
