"""`wtspec report`: pages of runs that were recorded before."""

import json
import re
import shutil

import pytest


def data_of(page):
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(data)


@pytest.fixture
def trained(wtspec, small, tmp_path):
    """The folder of a small run."""
    assert wtspec("run", small).status == 0
    return tmp_path / "runs" / "small" / "0001"


def test_run_leaves_its_page(trained):
    shown = data_of((trained / "report.html").read_text("utf-8"))
    assert (shown["name"], shown["status"], shown["epochs"]) == ("small", "finished", 2)
    assert [one["path"] for one in shown["weights"]] == ["linear/w", "linear/b"]
    assert "add_weight" in shown["weights"][0]["line"]
    assert shown["outcomes"][0]["part"] == "test"
    log = (trained / "log.txt").read_text("utf-8")
    assert "could not be told" not in log


def test_page_is_made_again_as_it_was(wtspec, trained):
    first = (trained / "report.html").read_bytes()
    (trained / "report.html").unlink()
    said = wtspec("report", "runs/small/0001")
    assert (said.status, said.out) == (0, "")
    assert said.err == "written to runs/small/0001/report.html\n"
    assert (trained / "report.html").read_bytes() == first


def test_runs_are_laid_side_by_side(wtspec, small, trained, tmp_path):
    assert wtspec("run", small, "--set", "train.epochs=1").status == 0
    said = wtspec("report", "runs/small/0001", "runs/small/0002")
    assert (said.status, said.err) == (0, "written to comparison.html\n")
    shown = data_of((tmp_path / "comparison.html").read_text("utf-8"))
    assert [run["label"] for run in shown["runs"]] == ["small/0001", "small/0002"]
    assert {"path": "train.epochs", "values": ["2", "1"]} in shown["changes"]


def test_page_is_written_where_it_is_asked_for(wtspec, trained, tmp_path):
    said = wtspec("report", "runs/small/0001", "-o", "here.html")
    assert said.err == "written to here.html\n"
    assert (tmp_path / "here.html").is_file()


@pytest.mark.parametrize("output", ["nowhere/page.html", "runs"])
def test_page_that_cannot_be_written_is_told(wtspec, trained, output):
    said = wtspec("report", "runs/small/0001", "-o", output)
    assert said.status == 1
    assert "error[unwritable]" in said.err


@pytest.mark.parametrize("run", ["runs", "runs/small/0002", "runs/small/0001/log.txt"])
def test_what_is_no_run_is_told(wtspec, trained, run):
    said = wtspec("report", run)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("error[no-run]")


def test_record_that_leads_out_of_the_run_is_not_read(wtspec, trained, tmp_path):
    secret = tmp_path.parent / "secret.jsonl"
    secret.write_text((trained / "metrics.jsonl").read_text())
    (trained / "metrics.jsonl").unlink()
    (trained / "metrics.jsonl").symlink_to(secret)
    said = wtspec("report", "runs/small/0001")
    page = data_of((trained / "report.html").read_text("utf-8"))
    assert said.status == 1 or page["curves"]["epochs"] == []


def test_run_that_was_moved_has_its_page(wtspec, trained, tmp_path):
    shutil.move(trained, tmp_path / "elsewhere")
    assert wtspec("report", "elsewhere").status == 0
    assert (tmp_path / "elsewhere" / "report.html").stat().st_size > 10_000
