"""What a notebook shows of a sweep."""

from msgspec.structs import replace

from tests.report.samples.sweeps import RATE, pareto, sweep
from wtspec.report.sweep import Searched, TrialReport
from wtspec.report.sweep_html import sweep_html


def test_it_tells_the_best_trial_what_matters_and_where_the_page_is():
    told = sweep_html(sweep(), "runs/digits/sweep-0001/sweep.html")
    assert "35 of 50 trials" in told
    assert told.index("The best trial") < told.index("0.98091") < told.index("Trials")
    assert f"{RATE} 71%" in told
    assert 'href="runs/digits/sweep-0001/sweep.html"' in told


def test_several_goals_have_their_front():
    told = sweep_html(pareto())
    assert "The Pareto front" in told
    assert "seconds_per_step" in told


def test_a_sweep_without_a_trial_is_told():
    assert "0 of 50 trials" in sweep_html(replace(sweep(), trials=[], best=[]))


def test_no_text_of_a_sweep_is_markup():
    attack = "<script>fired()</script>\x1b[31m"
    trial = TrialReport(0, "finished", {attack: attack}, [0.5], fault=attack)
    hostile = replace(
        sweep(),
        name=attack,
        over=[Searched(attack)],
        trials=[trial],
        best=[0],
        importances={attack: 1},
    )
    told = sweep_html(hostile, attack)
    assert "<script" not in told
    assert "\x1b" not in told
