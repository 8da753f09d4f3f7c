"""Kills runs at random instants, resumes them, and says whether they end as if nothing had been.

    python -m scripts.kills --kills 100 --busy

Each spec is trained once undisturbed. Its other runs are killed: at any time, while they train, as
a checkpoint is written, at their end; some again after they were resumed. What differs in the end
is kept in `build/kills`, with all that the processes said.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import count, cycle

from scripts.kills.burners import burning
from scripts.kills.ordeal import Outcome, undergo
from scripts.kills.place import SPECS, Place
from scripts.kills.plan import Plan, draw_plan
from scripts.kills.process import ROOT
from scripts.kills.reference import Reference, make_reference
from scripts.kills.report import outcome_line, reference_line, summary

HOME = ROOT / "build" / "kills"
CACHES = HOME / "caches"


def main() -> int:
    """The exit status: 1 where a run that was killed differs."""
    given = _arguments()
    for name in SPECS:
        shutil.rmtree(HOME / name, ignore_errors=True)
    names = given.spec or [*SPECS]
    busy = (os.cpu_count() or 1) if given.busy else 0
    with burning(busy), ThreadPoolExecutor(given.jobs) as pool:
        known = _references(pool, names)
        outcomes = list(_killed(pool, known, given))
    print(f"\n{summary(outcomes)}")
    return int(any(outcome.faults for outcome in outcomes))


def _references(pool: ThreadPoolExecutor, names: list[str]) -> dict[str, Reference]:
    """A run of each; where nothing is compiled yet, one before it, so that its timetable counts."""
    kinds = ["reference"] if CACHES.exists() else ["compiled", "reference"]
    for kind in kinds:
        made = list(pool.map(lambda name, kind=kind: make_reference(_place(name, kind)), names))
    known = dict(zip(names, made, strict=True))
    for name, one in known.items():
        print(reference_line(name, one), flush=True)
    return known


def _killed(
    pool: ThreadPoolExecutor, known: dict[str, Reference], given: argparse.Namespace
) -> Iterator[Outcome]:
    """Kills one run after another, until there were as many kills as are asked for."""
    plans = (
        draw_plan(number, spec, given.seed)
        for number, spec in zip(count(), cycle(known), strict=False)
    )
    kills = 0
    pending: set[Future[Outcome]] = set()
    while kills < given.kills or pending:
        while kills < given.kills and len(pending) < given.jobs:
            pending.add(pool.submit(_undergo, next(plans), known))
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for outcome in (one.result() for one in done):
            kills += outcome.kills
            print(outcome_line(outcome), flush=True)
            yield outcome


def _undergo(plan: Plan, known: dict[str, Reference]) -> Outcome:
    place = _place(plan.spec, str(plan.number))
    outcome = undergo(plan, place, known[plan.spec])
    if not outcome.faults:
        shutil.rmtree(place.folder, ignore_errors=True)
    return outcome


def _place(spec: str, name: str) -> Place:
    return Place(SPECS[spec], HOME / spec / name, CACHES)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="of all (default: 100)")
    parser.add_argument("--seed", type=int, default=0, help="what the instants follow from")
    parser.add_argument("--jobs", type=int, default=1, help="runs at once (default: 1)")
    parser.add_argument("--busy", action="store_true", help="keep all cores busy beside it")
    parser.add_argument("--spec", action="append", choices=SPECS, help="only this (may recur)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
