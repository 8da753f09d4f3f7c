"""What can be judged apart, in processes of its own."""

from collections.abc import Callable

from tests.judges import data_formulas, formulas
from tests.judges.functions import GROUPS, judge_functions
from tests.judges.keras_layers import JUDGED, judge_beside, judge_by_tests
from tests.judges.papers import PAPERS, judge_paper
from tests.judges.verdict import Verdict

Unit = tuple[Callable, object, str]


def units(only: list[str]) -> list[Unit]:
    """What can be judged apart, each with the words that choose it."""
    found: list[Unit] = []
    for judged in JUDGED:
        names = " ".join(["keras", judged.spec, *judged.cases])
        found += [(judge, judged, names) for judge in (judge_by_tests, judge_beside)]
    found += [(judge_paper, paper, f"papers {paper.file} {paper.layer}") for paper in PAPERS]
    found += [(judge_functions, names, f"functions {' '.join(names)}") for names in GROUPS]
    found += [(judge_formulas, unit, f"formulas {unit[0]}") for unit in formulas.UNITS]
    found += [(judge_data_formulas, seed, "formulas data") for seed in range(4)]
    return [one for one in found if not only or set(only) & set(one[2].split())]


def judge_formulas(unit: tuple[str, int]) -> list[Verdict]:
    """A verdict on each formula of a unit."""
    count, faults = formulas.judge(unit)
    subject = f"{unit[0]} {unit[1]}"
    held = [Verdict("formulas", subject, "value") for _ in range(count - len(faults))]
    return held + [Verdict("formulas", subject, text, fault=fault) for text, fault in faults]


def judge_data_formulas(seed: int) -> list[Verdict]:
    """A verdict on each of some formulas over columns."""
    found = data_formulas.judge(500, seed)
    held = found.formulas - len(found.differences)
    faults = [Verdict("formulas", f"data {seed}", "value", str(one)) for one in found.differences]
    return [Verdict("formulas", f"data {seed}", "value")] * held + faults


def judge(unit: Unit) -> list[Verdict]:
    function, subject, _ = unit
    return function(subject)
