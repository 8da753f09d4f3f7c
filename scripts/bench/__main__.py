"""Measures what users wait for, side by side with what else they might use.

    python -m scripts.bench --only mlp whole --repeats 3

What is compared runs in turn, so that whatever else the machine does falls on all. Peers come from
`make bench`, in an environment of their own; those that are not there are left out, and named.
"""

import argparse
import sys
from collections.abc import Collection

from scripts.bench.compiling import measure_scan, measure_start
from scripts.bench.contenders import CONTENDERS
from scripts.bench.findings import Findings
from scripts.bench.machine import machine
from scripts.bench.race import race, steps_of
from scripts.bench.report import as_json, as_text
from scripts.bench.verbs import measure_verbs
from scripts.bench.whole import measure_whole
from scripts.bench.workloads import FOR_TRIAL_ONLY, ON_GPU_ONLY, WORKLOADS

VERBS = ("validate", "many", "plan")
NAMES = (*VERBS, "train", *WORKLOADS, "start", "scan", "whole")
STARTS = 3


def main() -> None:
    """Prints tables, or JSON."""
    given = _arguments()
    found = Findings(machine())
    wanted = _chosen(given.only, has_gpu=found.machine.platform == "gpu")
    few = max(1, given.repeats // 3)
    found.verbs = measure_verbs(wanted, given.repeats)
    for name in (name for name in WORKLOADS if name in wanted):
        _tell(name)
        found.steps[name] = steps_of(name, short=given.short)
        found.training[name] = race(
            name,
            list(CONTENDERS),
            steps=found.steps[name],
            starts=min(STARTS, given.repeats),
            turns=-(-given.repeats // STARTS),
        )
    if "start" in wanted:
        _tell("start")
        found.start = measure_start(few)
    if "scan" in wanted:
        _tell("scan")
        found.scan = measure_scan(few)
    if "whole" in wanted:
        _tell("whole")
        found.whole = measure_whole(few)
    print(as_json(found) if given.json else as_text(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only", nargs="+", choices=NAMES, metavar="NAME", help=f"any of {', '.join(NAMES)}"
    )
    parser.add_argument("--repeats", type=int, default=9, help="of each (default: 9)")
    parser.add_argument("--short", action="store_true", help="a few steps an epoch, to try it out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def _chosen(only: Collection[str] | None, *, has_gpu: bool) -> set[str]:
    """What is to be measured; by default, all that this machine is there for."""
    left_out = {FOR_TRIAL_ONLY} if has_gpu else {FOR_TRIAL_ONLY, ON_GPU_ONLY}
    if only is None:
        return set(NAMES) - left_out
    return set(only) | (set(WORKLOADS) - left_out if "train" in only else set())


def _tell(name: str) -> None:
    """Shows what is under way, as it takes minutes."""
    print(f"{name} …", file=sys.stderr)


if __name__ == "__main__":
    main()
