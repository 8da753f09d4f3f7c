"""A part of what `make judge` asks, small enough for each run of the tests."""

import re

import pytest

from tests.judges.__main__ import report
from tests.judges.beside import CHECKS as BESIDE
from tests.judges.keras_layers import JUDGED, judge_by_tests, pairs
from tests.judges.papers import CHECKS, PAPERS
from tests.judges.unsaid import MOST, unsaid
from tests.judges.verdict import Verdict, ask
from tests.long import mostly_long

TESTED = ("core.dense_test", "regularization.dropout_test", "pooling.max_pooling_test")
WHOLE = ("GroupedQuery", "LoRA", "PeepholeLSTM", "GCN")


@pytest.mark.parametrize(
    "paper", mostly_long(PAPERS, every=16), ids=lambda paper: f"{paper.file}-{paper.layer}"
)
def test_layers_of_papers_give_what_the_papers_say(paper):
    _hold([ask("papers", paper.layer, "values", lambda: CHECKS["values"](paper))])


@pytest.mark.long
@pytest.mark.parametrize("layer", WHOLE)
def test_layers_of_papers_hold_all_checks(layer):
    paper = next(one for one in PAPERS if one.layer == layer)
    _hold([ask("papers", layer, name, lambda c=check: c(paper)) for name, check in CHECKS.items()])


@pytest.mark.parametrize(
    "judged", mostly_long(JUDGED, every=16), ids=lambda one: "-".join(one.cases)
)
def test_keras_layers_give_what_keras_does(judged):
    _hold(
        [
            ask("beside keras", subject, "outputs", lambda pair=pair: BESIDE["outputs"](pair))
            for subject, pair in pairs(judged)
        ]
    )


@pytest.mark.long
@pytest.mark.parametrize("tests", TESTED)
def test_keras_layers_hold_keras_tests(tests):
    judged = next(one for one in JUDGED if one.tests == tests)
    verdicts = judge_by_tests(judged)
    assert sum(verdict.holds for verdict in verdicts) > 4
    _hold(verdicts)


def test_more_than_a_few_checks_of_what_the_language_cannot_say_fail(capsys):
    one = Verdict("keras's tests", "Embedding", "test_sparse", fault="AssertionError")
    assert report([one] * MOST) == 0
    assert f"{MOST} checks" in capsys.readouterr().out
    assert report([one] * (MOST + 1)) == 1


def _hold(verdicts):
    faults = [one for one in verdicts if one.fault and not one.left_out and not unsaid(one)]
    told = "\n\n".join(f"{one.subject}: {one.check}\n{one.fault}" for one in faults)
    assert not faults, re.sub(r"\x1b\[\d+m", "", told)
