"""What a process leaves that is killed while it writes."""

from wtspec.runs.checkpoints.places import clear_remains
from wtspec.runs.write import write_aside


def write_and_die(path):
    """Leaves what a kill leaves of a file that was being written."""
    kept = []
    write_aside(path, lambda aside: kept.append(aside) or aside.write_text("half"))
    path.rename(kept[0])


def test_files_and_checkpoints_half_written_go_and_whole_ones_stay(tmp_path):
    checkpoints = tmp_path / "checkpoints"
    for name in (".writing-epoch_3", ".gone-epoch_1", "epoch_2"):
        (checkpoints / name).mkdir(parents=True)
    write_and_die(tmp_path / "weights.safetensors")
    write_and_die(checkpoints / "config.resolved.yaml")
    for name in (".lock", "metrics.jsonl"):
        (tmp_path / name).touch()

    clear_remains(tmp_path)

    assert sorted(entry.name for entry in tmp_path.rglob("*")) == [
        ".lock",
        "checkpoints",
        "epoch_2",
        "metrics.jsonl",
    ]
