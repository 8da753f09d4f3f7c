"""What a notebook shows of a training."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

import wtspec
from tests.cli.progress.events import EVENTS, Clock, started
from wtspec.cli.render.notebook import NotebookProgress, in_notebook, telling
from wtspec.train.events import EpochEnded, LoggerFailed


class Cell:
    """What a cell shows, as IPython's `display` would have it."""

    def __init__(self):
        self.shown = []

    def display(self, shown, *, raw, display_id):
        assert raw
        assert display_id is True
        self.shown.append([shown])
        return self

    def update(self, shown, *, raw):
        assert raw
        self.shown[-1].append(shown)


@pytest.fixture
def cell(monkeypatch):
    """A kernel of a notebook, as far as it is asked for here."""
    cell, ipython, display = Cell(), ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: SimpleNamespace(kernel="a kernel")
    display.display = cell.display
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    return cell


def test_one_display_is_drawn_anew_with_each_event(cell):
    listener = NotebookProgress()
    for event in EVENTS:
        listener(event)
    ((first, *_, last),) = cell.shown
    assert first["text/plain"].split("\n")[0].startswith("small: 1,234 parameters; 30 rows")
    assert "epoch 1/2  compiling 0 s" in first["text/plain"]
    assert "epoch 2/2  loss 1  [odd] metric 0.75  0.10 s, 0.2 s in all" in last["text/plain"]
    assert "loss █▁" in last["text/plain"]
    assert '<progress value="8" max="8">' in last["text/html"]


def test_a_name_is_no_markup(cell):
    listener = NotebookProgress()
    listener(EVENTS[0])
    listener(type(EVENTS[1])(1, 2, {"<script>": 1.5}))
    listener.close()
    assert "<script>" not in cell.shown[0][-1]["text/html"]
    assert "&lt;script&gt; 1.5" in cell.shown[0][-1]["text/html"]


def test_speed_and_what_is_left_are_told_and_drawn_a_few_times_a_second(cell):
    clock = Clock()
    listener = NotebookProgress(clock)
    listener(EVENTS[0])
    for step in range(1, 5):
        clock.now += 0.1
        listener(type(EVENTS[1])(1, step, {"loss": 1.5}))
    (shown,) = cell.shown
    assert len(shown) == 3
    assert "step 4/4  75 rows/s  1 s left" in shown[-1]["text/plain"]


def test_a_logger_that_fails_is_told_even_once_the_run_is_over(cell):
    listener = NotebookProgress()
    for event in (*EVENTS, LoggerFailed("MLflow", "<no> answer")):
        listener(event)
    listener.close()
    shown = cell.shown[0][-1]
    assert "warning: MLflow could not be told: <no> answer; the training" in shown["text/plain"]
    assert "&lt;no&gt; answer" in shown["text/html"]


def test_of_many_epochs_the_last_lines_are_shown(cell):
    clock = Clock()
    listener = NotebookProgress(clock)
    listener(started(5000))
    for epoch in range(1, 4001):
        clock.now += 0.01
        listener(EpochEnded(epoch, epoch * 10, {"loss": 1.0}, epoch / 100))
    listener.close()
    (shown,) = cell.shown
    lines = shown[-1]["text/plain"].split("\n")
    assert lines[1] == "… 21 more"
    assert [line for line in lines if line.endswith("in all")][-1].startswith("epoch 4000/5000")
    assert len(lines) < 30
    assert len(shown) < 202


def test_a_notebook_is_told_unless_it_is_not_wanted(cell):
    assert in_notebook()
    for wanted in (None, True):
        with telling(wanted) as listener:
            assert isinstance(listener, NotebookProgress)
    with telling(False) as listener:
        assert not isinstance(listener, NotebookProgress)


def test_ipython_in_a_terminal_is_no_notebook(cell):
    sys.modules["IPython"].get_ipython = SimpleNamespace
    assert not in_notebook()
    sys.modules["IPython"].get_ipython = lambda: None
    assert not in_notebook()


def test_a_script_is_told_where_it_asks_for_that(small, tmp_path, capsys):
    wtspec.run(small, runs_dir=tmp_path)
    wtspec.run(small, runs_dir=tmp_path, progress=False)
    assert capsys.readouterr() == ("", "")
    wtspec.run(small, runs_dir=tmp_path, progress=True)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("epoch 2/2  loss ")


def test_a_kernel_shows_the_last_epoch_below_the_cell(small, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    lines = [
        "import wtspec",
        f"run = wtspec.run({str(small)!r}, runs_dir={str(tmp_path)!r})",
        "run",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(lines))])
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    progress, run = notebook.cells[0].outputs
    assert "epoch 2/2  loss " in progress["data"]["text/plain"]
    assert '<progress value="2" max="2">' in progress["data"]["text/html"]
    assert run["data"]["text/plain"].startswith("<Run ")
