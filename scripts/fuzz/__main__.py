"""Fuzzes all targets for a time, and says what was found.

    python -m scripts.fuzz --seconds 600

What is kept between runs lies in `build/fuzz`: the corpus, and the inputs that failed.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from scripts.fuzz.findings import REPORT, drop_mended, kept
from scripts.fuzz.folder import ROOT
from scripts.fuzz.repeat import differing
from scripts.fuzz.seeds import dictionary, seeds
from scripts.fuzz.targets import TARGETS
from scripts.fuzz.workers import Figures, Places, Worker, ended_by_input, figures

HOME = ROOT / "build" / "fuzz"
MOST_LETTERS = 160


def main() -> int:
    """The exit status: 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of all (default: 60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--target", action="append", choices=TARGETS, help="only this (may recur)")
    given = parser.parse_args()
    places = [Places(HOME, name) for name in given.target or TARGETS]
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "words.dict").write_text(dictionary(), encoding="utf-8")
    for one in places:
        _prepare(one)
    workers = _fuzz(places, given.seconds, max(1, given.jobs))
    found = [path for one in places for path in _tell(one, workers)]
    return min(len(found), 1)


def _prepare(places: Places) -> None:
    """Lays out the seeds, and tries once more what failed before."""
    for folder in (places.corpus, places.seeds, places.findings, places.log):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(places.target)):
        (places.seeds / str(number)).write_bytes(data)
    drop_mended(TARGETS[places.target], places.findings)


def _fuzz(places: list[Places], seconds: int, jobs: int) -> list[Worker]:
    """As many workers at once as there are jobs; each target has its share of the time."""
    rounds = [places[first : first + jobs] for first in range(0, len(places), jobs)]
    workers: list[Worker] = []
    for together in rounds:
        end = time.monotonic() + seconds / len(rounds)
        each = max(1, jobs // len(together))
        started = [Worker(one, number, end) for one in together for number in range(each)]
        workers += started
        while sum(worker.go_on() for worker in started):
            time.sleep(0.2)
    return workers


def _tell(places: Places, workers: list[Worker]) -> list[Path]:
    done = [figures(worker) for worker in workers if worker.places == places]
    most = max(done, key=lambda one: one.edges, default=Figures())
    unsteady = differing(places.target, places.corpus)
    found = [*kept(places.findings), *ended_by_input(places), *unsteady]
    print(
        f"{places.target:10}{sum(one.runs for one in done):10,} runs{most.edges:8,} edges"
        f"{most.features:9,} features{len(list(places.corpus.iterdir())):7,} inputs kept"
        f"{len(found):5} findings"
    )
    for path in found:
        print(f"  {_said(path)}\n  python -m scripts.fuzz.replay {places.target} {_short(path)}")
    return found


def _said(path: Path) -> str:
    """The last line of a finding's report; other findings have none."""
    report = path.with_suffix(REPORT)
    if report.exists():
        return report.read_text(encoding="utf-8").rstrip().splitlines()[-1][:MOST_LETTERS]
    ended = path.name.partition("-")[0] if "-" in path.name else None
    return f"ends the process: {ended}" if ended else "gives another text in another process"


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
