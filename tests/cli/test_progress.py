from pathlib import Path

from rich.console import Console

from wtspec.cli.render import progress_bar
from wtspec.cli.render.headline import in_a_row, opening
from wtspec.train.events import EpochEnded, Finished, Progressed, Started
from wtspec.train.length import Length

FOLDER = Path("runs/small/0001")
EVENTS = [
    Started("small", FOLDER, Length(8, 30, 4, 8), 1234),
    Progressed(1, 2, {"loss": 1.5}),
    EpochEnded(1, 4, {"loss": 1.25, "[odd] metric": 0.5}, 0.1),
    EpochEnded(2, 8, {"loss": 1.0, "[odd] metric": 0.75}, 0.2),
    Finished(FOLDER, {}, 0.2, "last: epoch 2"),
]


def test_a_terminal_gets_one_line_that_ends_with_the_last_metrics(monkeypatch, capsys):
    def terminal(**given):
        return Console(**given, force_terminal=True, width=80, _environ={"TERM": "xterm"})

    monkeypatch.setattr(progress_bar, "Console", terminal)
    with progress_bar.progress_bar() as listener:
        for event in EVENTS:
            listener(event)
    captured = capsys.readouterr()
    last = captured.err.rsplit("\r", 1)[1]
    assert captured.out == ""
    assert "small: 1,234 parameters; 30 rows, 2 epochs of 4 steps; runs/small/0001" in captured.err
    assert "epoch 2/2" in last
    assert "loss 1  [odd] metric 0.75" in last


def test_a_name_that_would_act_is_shown():
    started = Started("small", Path("runs\x1b[2J"), Length(8, 30, 4, 8), 1234)
    assert opening(started)[0].endswith(r"runs\x1b[2J")
    assert in_a_row({"loss\x1b[2J": 1}) == r"loss\x1b[2J 1"


def test_metrics_keep_their_order_from_step_to_epoch():
    shown = in_a_row({"val_accuracy": 0.5, "accuracy": 0.25, "val_loss": 2, "loss": 1})
    assert shown == "loss 1  accuracy 0.25  val_loss 2  val_accuracy 0.5"
