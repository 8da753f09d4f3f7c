"""The page of a sweep."""

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from tests.report.samples.sweeps import RATE, pareto, sweep
from wtspec.report.page import sweep_page
from wtspec.report.sweep import Searched, TrialReport


@pytest.fixture(scope="module")
def text():
    return sweep_page(sweep(), range(20))


def cells(row):
    return row.inner_text().split("\t")


def test_the_head_says_how_far_the_sweep_has_come_and_what_is_best(show, text):
    head = show(text).locator("header")
    assert "35 of 50" in head.inner_text()
    assert "1 running" in head.inner_text()
    best = head.get_by_role("region", name="The best trial")
    assert cells(best.get_by_role("row").first) == ["val_accuracy", "0.9809"]
    link = head.get_by_role("link", name="trial\u00a017")
    assert link.get_attribute("href") == "./digits-17/report.html"


def test_trials_begin_with_the_best_and_are_sorted_by_a_click(show, text):
    table = show(text).get_by_role("region", name="Trials", exact=True)
    rows = table.locator("tbody tr")
    first = cells(rows.first)
    assert first[:4] == ["17", "finished best", "0.9809", "128"]
    assert cells(rows.nth(1))[2] < "0.9809"
    table.get_by_role("button", name="learning_rate").click()
    rates = [float(cells(row)[4]) for row in rows.all()]
    assert rates == sorted(rates)
    table.get_by_role("button", name="state").click()
    assert cells(rows.first)[1] == "failed"


def test_a_trial_without_a_page_has_no_link(show, text):
    page = show(text)
    page.get_by_role("searchbox").fill("21 finished gelu")
    row = page.get_by_role("region", name="Trials", exact=True).locator("tbody tr").first
    assert cells(row)[-1] == "\u2013"


def test_a_link_stays_within_the_folder_whatever_a_run_is_called(show):
    one = sweep(20)
    run = "javascript:fired()//a b?c#d"
    trials = [replace(trial, run=run) for trial in one.trials]
    page = show(sweep_page(replace(one, trials=trials), range(20)))
    href = page.get_by_role("link", name="page").first.get_attribute("href")
    assert href == "./javascript%3Afired()//a%20b%3Fc%23d/report.html"


def test_a_row_opens_to_all_values_the_fault_and_the_curve(show, text):
    page = show(text)
    page.get_by_role("searchbox").fill("diverged")
    page.locator("button.opener").first.click()
    detail = page.locator("tr.detail")
    assert "the loss is no number after step 40" in detail.inner_text()
    assert RATE in detail.inner_text()
    expect(detail.locator("figure")).to_have_count(0)
    page.get_by_role("searchbox").fill("finished")
    page.locator("button.opener").first.click()
    expect(detail.locator("figure")).to_have_count(1)


def test_why_trials_failed_is_said_once_for_all_of_them(show, text):
    said = show(text).locator("#trials .warning").first
    assert "2 trials: diverged-loss" in said.inner_text()


def test_each_path_is_drawn_on_its_own_scale(show, scroll_through, text):
    page = show(text)
    scroll_through(page)
    charts = page.locator("#values .chart")
    expect(charts).to_have_count(4)
    labels = [chart.get_attribute("aria-label") for chart in charts.all()]
    assert ["logarithmic" in label for label in labels] == [False, True, False, False]
    assert charts.nth(3).locator("svg").text_content().endswith("relugelunull")
    assert "5" in charts.nth(2).locator("svg").text_content()


def test_pruned_trials_are_drawn_where_they_were(show, scroll_through):
    one = sweep(12)
    given = one.trials[0].given
    trials = [
        TrialReport(0, "finished", given, [0.5], curve=[0.4, 0.5], epochs=2),
        TrialReport(1, "pruned", given, [], curve=[0.3], epochs=1),
    ]
    page = show(sweep_page(replace(one, trials=trials, best=[0])))
    scroll_through(page)
    assert cells(page.locator("#trials tbody tr").nth(1))[1:3] == ["pruned", "0.3000"]
    expect(page.locator("#values .chart").first.locator("circle")).to_have_count(2)


def test_a_few_very_bad_trials_leave_the_others_their_room(show, scroll_through):
    one = sweep(20)
    bad = next(trial for trial in one.trials if trial.values and trial.number not in one.best)
    trials = [replace(trial, values=[-1e9]) if trial is bad else trial for trial in one.trials]
    page = show(sweep_page(replace(one, trials=trials)))
    scroll_through(page)
    progress = page.locator("#progress figure")
    assert "1 value beyond the scale" in progress.inner_text()
    assert "1e9" not in progress.locator("svg").first.text_content()
    progress.get_by_role("button", name="All values").click()
    assert "1e9" in progress.locator(".chart svg").text_content()
    expect(progress.locator(".caption")).to_be_hidden()


def test_importances_are_bars_with_their_shares(show, text):
    rows = show(text).get_by_role("region", name="Importances").get_by_role("row").all()
    assert [cells(row)[:2] for row in rows[1:]] == [
        ["train.optimizer.Adam.learning_rate", "71 %"],
        ["params.width", "20 %"],
        ["params.depth", "9.0 %"],
    ]


def test_several_goals_have_a_front_and_each_its_own_best_so_far(show, scroll_through):
    front = pareto()
    page = show(sweep_page(front))
    scroll_through(page)
    rows = page.get_by_role("region", name="Trials of the Pareto front").get_by_role("row")
    heads = [cells(row)[0] for row in rows.all()[1:]]
    assert heads == [f"trial\u00a0{number}" for number in front.best]
    expect(page.locator("#progress .chart")).to_have_count(2)
    chart = page.locator("#values .chart").first
    page.locator("#values").get_by_role("button", name="seconds_per_step").click()
    assert "seconds_per_step over params.width" in chart.get_attribute("aria-label")


def test_thinned_curves_end_at_their_last_epoch(show, scroll_through):
    page = show(sweep_page(sweep(40, 6_000)))
    scroll_through(page)
    label = page.locator("#curves .chart").get_attribute("aria-label")
    assert label.endswith("from epoch 1 to 6000")


@pytest.mark.parametrize("state", ["running", "failed", "lost"])
def test_a_sweep_of_which_nothing_has_finished_has_a_page(show, state):
    one = sweep(12)
    trials = [TrialReport(0, state, {}, [])]
    page = show(sweep_page(replace(one, trials=trials, best=[], importances={}, wanted=None)))
    assert cells(page.locator("#trials tbody tr").first)[1].endswith(state)
    expect(page.locator(".chart")).to_have_count(0)


def test_paths_of_one_ending_are_told_apart(show):
    one = replace(sweep(), over=[Searched("train.steps", low=1, high=2), Searched("a.steps")])
    heads = show(sweep_page(one)).locator("#trials th[scope=col]").all_inner_texts()
    assert heads[3:5] == ["train.steps", "a.steps"]
