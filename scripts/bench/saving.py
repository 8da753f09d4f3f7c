"""Measures what checkpoints cost: time, at the end of each epoch, and memory, of a large model.

    python -m scripts.bench.saving
    python -m scripts.bench.saving --large 2

Runs with and without them take turns, so that whatever else the machine does falls on both.
"""

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SPEC = """
wtspec: 1
name: saving
model:
  inputs: {{x: [batch, 512]}}
  sequential: [{{Dense: {units}}}, relu, {{Dense: 10}}]
data:
  source: {{synthetic: {{rows: {rows}, columns: {{x: {{shape: [512]}}, y: {{classes: 10}}}}}}}}
  inputs: {{x: =x}}
  targets: =y
  batch_size: 64
train:
  epochs: {epochs}
  optimizer: {optimizer}
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  checkpoint: {checkpoint}
"""


def main() -> None:
    """Prints the cost of saving."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.saving", description=__doc__)
    parser.add_argument("--turns", type=int, default=5, help="how often both are run")
    parser.add_argument("--epochs", type=int, default=10, help="of each run")
    parser.add_argument(
        "--rows", type=int, default=90_000, help="so many that an epoch takes a second"
    )
    parser.add_argument("--large", type=float, metavar="GB", help="of weights; measures memory")
    given = parser.parse_args()
    if given.large:
        _measure_memory(given.large)
    else:
        _measure_time(given.turns, given.epochs, given.rows)


def _measure_time(turns: int, epochs: int, rows: int) -> None:
    ratios: list[float] = []
    for turn in range(turns):
        plain, saving = (
            _seconds_an_epoch(checkpoint, epochs, rows)
            for checkpoint in ("none", "{every: 1 epoch}")
        )
        ratios.append(saving / plain)
        print(f"turn {turn + 1}: {plain:.3f} s an epoch, {saving:.3f} s with checkpoints")
    print(f"median: {(statistics.median(ratios) - 1) * 100:+.1f} %")


def _seconds_an_epoch(checkpoint: str, epochs: int, rows: int) -> float:
    spec = SPEC.format(units=512, rows=rows, epochs=epochs, optimizer="adam", checkpoint=checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        run, _ = _run(spec, Path(folder))
        lines = (run / "metrics.jsonl").read_text().splitlines()
        ends = [json.loads(line)["elapsed_seconds"] for line in lines]
    return statistics.median(end - begin for begin, end in itertools.pairwise(ends))


def _measure_memory(gigabytes: float) -> None:
    units = round(gigabytes * 2**30 / 4 / 522)
    peaks: dict[str, float] = {}
    for checkpoint in ("none", "{every: 1 epoch}"):
        spec = SPEC.format(units=units, rows=256, epochs=3, optimizer="sgd", checkpoint=checkpoint)
        with tempfile.TemporaryDirectory() as folder:
            _, peaks[checkpoint] = _run(spec, Path(folder))
        print(f"checkpoint: {checkpoint}: {peaks[checkpoint] / 2**30:.2f} GiB at most")
    more = (peaks["{every: 1 epoch}"] - peaks["none"]) / (gigabytes * 2**30)
    print(f"{more:.2f} times the weights more with checkpoints")


def _run(spec: str, folder: Path) -> tuple[Path, float]:
    """The folder of a run, and the most memory that it took, in bytes."""
    file = folder / "saving.yaml"
    file.write_text(spec)
    command = [sys.executable, "-m", "wtspec", "run", str(file), "--runs-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - ours
        _, status, usage = _wait(process)
    if status:
        raise SystemExit(f"the run ended with {status}")
    return folder / "saving" / "0001", usage.ru_maxrss * 1024


def _wait(process: "subprocess.Popen[bytes]") -> tuple[int, int, resource.struct_rusage]:
    import os

    pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, usage


if __name__ == "__main__":
    main()
