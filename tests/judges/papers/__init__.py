"""Layers of papers, judged by NumPy written from the papers."""

from tests.judges.papers import (  # noqa: F401 - each declares what papers say
    attention,
    features,
    gating,
    graphs,
    normalization,
    recurrent,
    vision,
)
from tests.judges.papers.checks import CHECKS
from tests.judges.papers.paper import PAPERS, Paper
from tests.judges.verdict import Verdict, ask

__all__ = ["CHECKS", "PAPERS", "Paper", "judge_paper"]


def judge_paper(paper: Paper) -> list[Verdict]:
    """All checks of one layer."""
    asked = [name for name in CHECKS if paper.smooth or name != "gradients"]
    return [
        ask("papers", f"{paper.file}/{paper.layer}", name, lambda name=name: CHECKS[name](paper))
        for name in asked
    ]
