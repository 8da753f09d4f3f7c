import json
import os

from tests.runs.written_run import write_run


def test_a_line_tells_of_a_run(wtspec, small):
    assert wtspec("run", small).status == 0
    said = wtspec("runs")
    assert (said.status, said.err) == (0, "")
    head, line = said.out.splitlines()
    assert head.split() == ["run", "state", "epochs", "best", "(epoch)", "age", "spec"]
    path, state, epochs, metric, _, best, _, _, spec = line.split()
    assert (path, state, epochs, spec) == ("runs/small/0001", "finished", "2/2", "small")
    assert metric == "loss"
    assert best in ("(1)", "(2)")


def test_json_tells_the_same_to_machines(wtspec, tmp_path):
    folder = write_run(tmp_path / "runs" / "digits" / "0001")
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    said = wtspec("runs", "--json")
    assert (said.status, said.err) == (0, "")
    (run,) = json.loads(said.out)
    assert run.pop("age_seconds") > 1e8
    assert run == {
        "path": "runs/digits/0001",
        "spec": "digits",
        "state": "finished",
        "epochs": 3,
        "planned_epochs": 5,
        "best": {"metric": "val_loss", "value": 1.0, "epoch": 2},
        "changed": "2001-09-09T01:46:40+00:00",
    }


def test_an_age_is_told_in_its_largest_unit(wtspec, tmp_path):
    from wtspec.report.quantity import in_largest_unit

    told = {0.4: "0 s", 59: "59 s", 60: "1 min", 7199: "1 h", 86400 * 400: "400 d", -5: "0 s"}
    assert {seconds: in_largest_unit(seconds) for seconds in told} == told
    for path in write_run(tmp_path / "runs" / "0001").iterdir():
        os.utime(path, (4e9, 4e9))  # by another clock
    assert "  0 s  " in wtspec("runs").out


def test_what_cannot_be_read_is_left_open(wtspec, tmp_path):
    folder = write_run(tmp_path / "runs" / "digits" / "0001", losses=())
    (folder / "preprocessing.json").unlink()
    (line,) = wtspec("runs", "runs/digits").out.splitlines()[1:]
    assert line.split()[:3] == ["runs/digits/0001", "finished", "0/?"]
    (run,) = json.loads(wtspec("runs", "--json").out)
    assert (run["planned_epochs"], run["best"]) == (None, None)


def test_no_file_of_a_run_acts_on_the_terminal(wtspec, tmp_path):
    evil = "\x1b[31m\u202e##[error]\x07"
    spec = f"wtspec: 1\nname: {evil}\n"
    folder = write_run(tmp_path / "runs" / evil / "0001", f"{evil}", spec=spec)
    (folder / "metrics.jsonl").write_text('{"epoch": 1, "\\u001b[0mloss": 1.0}', "utf-8")
    said = wtspec("runs")
    assert said.status == 0
    assert "\\x1b[31m\\u202e" in said.out
    for text in (said.out, wtspec("runs", "--json").out):
        assert all(character.isprintable() or character == "\n" for character in text)
        assert "##[" not in text


def test_a_broken_name_makes_no_line_endless(wtspec, tmp_path):
    spec = f"wtspec: 1\nname: {'x' * 9999}\n"
    write_run(tmp_path / "runs" / "0001", spec=spec)
    write_run(tmp_path / "runs" / "0002")
    assert max(map(len, wtspec("runs").out.splitlines())) < 120


def test_a_folder_without_runs_is_no_fault(wtspec, tmp_path):
    (tmp_path / "runs").mkdir()
    said = wtspec("runs")
    assert (said.status, said.out, said.err) == (0, "", "there are no runs in `runs`\n")
    assert wtspec("runs", "--json").out == "[]\n"


def test_a_folder_that_is_not_there_is_told(wtspec, tmp_path):
    said = wtspec("runs")
    assert said.status == 1
    assert "error[no-run]: there is no folder `runs`" in said.err
    assert "help: `wtspec run FILE` makes it" in said.err
    (tmp_path / "digits").mkdir()
    assert "help: did you mean `digits`?" in wtspec("runs", "digit").err
