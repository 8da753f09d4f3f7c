"""How large pages are: they lie in every run's folder."""

from tests.report.samples.runs import classifier, large
from tests.report.samples.sweeps import sweep
from tests.rooms import ROOT
from wtspec.report.page import report_page, sweep_page

ASSETS = ROOT / "wtspec/report/assets"


def test_the_page_of_an_ordinary_run_is_small():
    assert len(report_page(classifier()).encode()) < 600_000


def test_the_page_of_many_weights_and_epochs_is_below_5_megabytes():
    assert len(report_page(large()).encode()) < 2_500_000


def test_the_page_of_two_thousand_trials_of_a_hundred_epochs_is_small():
    assert len(sweep_page(sweep(2000, 100)).encode()) < 2_500_000


def test_curves_of_any_length_make_no_page_that_is_too_large_to_open():
    assert len(sweep_page(sweep(60, 5_000)).encode()) < 2_500_000


def test_the_script_of_the_page_is_no_larger_than_what_it_needs():
    assert (ASSETS / "page.js").stat().st_size < 400_000
    assert (ASSETS / "page.css").stat().st_size < 20_000
