"""What a terminal is sent while a training goes on."""

import io
import os
import pty
import re
import sys
import threading

import pytest
from rich.console import Console

from tests.cli.progress.events import EVENTS, metrics, started
from wtspec.cli.render import progress_bar
from wtspec.cli.render.progress import tell_progress
from wtspec.cli.signals import exit_at_once
from wtspec.train.events import EpochEnded, LoggerFailed, Progressed

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A real one, to which stderr leads."""

    def __init__(self):
        self._own, self._its = pty.openpty()
        self._sent = b""
        self.stream = os.fdopen(self._its, "w", encoding="utf-8")
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        while True:
            try:
                sent = os.read(self._own, 65536)
            except OSError:  # the other end was closed
                return
            self._sent += sent

    def text(self):
        self.stream.close()
        self._reader.join()
        os.close(self._own)
        return self._sent.decode().replace("\r\n", "\n")


def show(events, monkeypatch, columns=80, rows=24, **environment):
    """All that a terminal is sent."""
    terminal = Terminal()
    given = {"TERM": "xterm-256color", "CI": "", "NO_COLOR": "", "COLUMNS": "", **environment}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", terminal.stream)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, rows)))
    with tell_progress() as listener:
        for event in events:
            listener(event)
    monkeypatch.undo()
    return terminal.text()


def kept(text):
    """The lines that stay."""
    last = text.rsplit("\x1b[?25h", 1)[0]
    return [CONTROL.sub("", line.rsplit("\r", 1)[-1]) for line in last.split("\n")]


def test_each_epoch_leaves_a_line_above_the_live_ones(monkeypatch):
    lines = kept(show(EVENTS, monkeypatch))
    assert "small: 1,234 parameters; 30 rows, 2 epochs of 4 steps; runs/small/0001" in lines
    assert "epoch 1/2  loss 1.25  [odd] metric 0.5  0.10 s, 0.1 s in all" in lines
    assert "epoch 2/2  loss 1     [odd] metric 0.75  0.10 s, 0.2 s in all" in lines


def test_below_a_line_that_stays_the_live_ones_are_as_new_as_it():
    sent = io.StringIO()
    console = Console(file=sent, force_terminal=True, width=80, _environ={"TERM": "xterm"})
    display = progress_bar._Display(console)
    live = progress_bar._LiveLines(display, console)
    live.auto_refresh = False
    with live:
        display(started(3))
        live.refresh()
        display(EpochEnded(1, 10, {"loss": 1.0}, 1.0))
        below = sent.getvalue().split("epoch 1/3  loss 1  1.0 s, 1.0 s in all\n")[1]
    assert "step 10/10" in below


def test_the_cursor_is_hidden_and_shown_again_where_a_training_fails(monkeypatch):
    def fail():
        with tell_progress() as listener:
            for event in EVENTS[:3]:
                listener(event)
            raise KeyboardInterrupt

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(sys, "stderr", terminal.stream)
    with pytest.raises(KeyboardInterrupt):
        fail()
    monkeypatch.undo()
    text = terminal.text()
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")
    assert any("epoch 1/2  loss 1.25" in line for line in kept(text))


def test_who_ends_the_process_at_once_shows_the_cursor_again(monkeypatch):
    sent, ended = [], []
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(sys, "__stderr__", terminal.stream)
    monkeypatch.setattr(os, "write", lambda _, text: sent.append(text))
    monkeypatch.setattr(os, "_exit", ended.append)
    exit_at_once(2)
    monkeypatch.undo()
    terminal.text()
    assert sent == [b"\r\n\x1b[?25hinterrupted\n"]
    assert ended == [130]


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}, {"CI": "true"}])
def test_a_terminal_that_keeps_all_it_is_sent_gets_plain_lines(monkeypatch, environment):
    text = show(EVENTS, monkeypatch, **environment)
    assert "\x1b" not in text
    assert text.count("\n") == 3


def test_no_color_is_sent_where_it_is_not_wanted(monkeypatch):
    text = show(EVENTS, monkeypatch, NO_COLOR="1")
    assert {code for code in CONTROL.findall(text) if code.endswith("m")} <= {"\x1b[0m"}


@pytest.mark.parametrize("columns", [80, 40, 24])
def test_no_line_is_broken_by_the_terminal(monkeypatch, columns):
    name = "sparse_categorical_accuracy"
    events = [
        started(3),
        Progressed(1, 5, {"loss": 1.5, name: 0.123456}),
        EpochEnded(1, 10, {"loss": 1.5, name: 0.5, f"val_{name}": 0.123456}, 61.25),
    ]
    lines = kept(show(events, monkeypatch, columns=columns))
    assert max(map(len, lines)) < columns
    assert "0.12346" in "\n".join(lines)
    assert "61.2 s, 61.2 s in all" in "\n".join(lines)


def test_many_metrics_are_a_table_at_the_end(monkeypatch):
    lines = kept(show([started(1), EpochEnded(1, 10, metrics(9), 1.0)], monkeypatch))
    assert "epoch 1/1  loss 0.12346  val_loss 0.23457  and 16 more  1.0 s, 1.0 s in all" in lines
    assert "sparse_top_8_categorical_accuracy  0.12346     0.23457" in lines


def test_a_terminal_made_narrower_is_cleared_of_what_it_broke():
    console = Console(force_terminal=True, width=80, height=24, _environ={"TERM": "xterm"})
    display = progress_bar._Display(console)
    live = progress_bar._LiveLines(display, console)
    live._drawn = [79, 40, 10]
    console.width = 30
    (reset, *_) = live.process_renderables([])
    assert str(reset).count("\x1b[1A") == 3
    (reset, *_) = live.process_renderables([])
    assert str(reset).count("\x1b[1A") == 0


def test_a_logger_that_fails_is_told_even_once_the_run_is_over(monkeypatch):
    failed = LoggerFailed("MLflow", "no answer")
    shown = CONTROL.sub("", show([*EVENTS, failed], monkeypatch, columns=200))
    assert "warning: MLflow could not be told: no answer; the training goes on\n" in shown
