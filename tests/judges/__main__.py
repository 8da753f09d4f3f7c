"""Asks every judge, and prints N of M: `make judge`, or `make judge ONLY="papers Dense"`."""

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("JAX_PLATFORMS", "cpu")

from tests.judges.units import judge, units
from tests.judges.unsaid import MOST, unsaid
from tests.judges.verdict import Verdict


def main() -> int:
    parser = argparse.ArgumentParser(prog="make judge")
    parser.add_argument("--only", nargs="*", default=[], help="words: a judge, a file or a layer")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    verdicts: list[Verdict] = []
    with ProcessPoolExecutor(arguments.jobs, mp_context=spawn) as pool:
        for found in pool.map(judge, units(arguments.only)):
            verdicts += found
            for verdict in found:
                if verdict.fault and not unsaid(verdict):
                    last = verdict.fault.strip().splitlines()[-1]
                    print(f"fails: {verdict.subject}: {verdict.check}: {last}", flush=True)
    return report(verdicts)


def report(verdicts: list[Verdict]) -> int:
    """Prints what holds, what does not, and why what does not count does not."""
    left = [one for one in verdicts if one.fault and unsaid(one)]
    print(f"\nwhat the language can't say: {len(left)} checks, and {MOST} are the most:")
    for verdict in left:
        print(f"  {verdict.subject}: {verdict.check}: {unsaid(verdict)}")
    print("\nnot counted:")
    for (subject, why), count in Counter(
        (one.subject, one.left_out) for one in verdicts if one.left_out
    ).items():
        print(f"  {subject}: {count} times: {why}")
    print()
    counted = [one for one in verdicts if not one.left_out]
    for name in dict.fromkeys(one.judge for one in counted):
        print(f"{name}: {_score([one for one in counted if one.judge == name])}")
    print(f"all checks: {_score(counted)}")
    faults = [one for one in counted if one.fault and not unsaid(one)]
    return 1 if faults or len(left) > MOST else 0


def _score(verdicts: list[Verdict]) -> str:
    held = sum(one.holds for one in verdicts)
    subjects = {one.subject for one in verdicts}
    faulty = {one.subject for one in verdicts if one.fault}
    whole = len(subjects - faulty)
    return f"{held} of {len(verdicts)} hold; all of them for {whole} of {len(subjects)} subjects"


if __name__ == "__main__":
    sys.exit(main())
