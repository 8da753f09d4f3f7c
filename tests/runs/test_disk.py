"""A disk that is full, really: a small one, mounted, or files that the system lets not grow."""

import json
import shutil
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from wtspec.runs.predict import predict
from wtspec.runs.run import run
from wtspec.runs.write import append_whole
from wtspec.train.events import CheckpointFailed, EpochEnded, Progressed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
MOUNTED_BYTES = 2**20


class Mounted:
    """A disk of 1 MiB."""

    def __init__(self, folder):
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MOUNTED_BYTES}", "tmpfs", folder]
        with suppress(OSError):
            self.is_there = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        if not self.is_there:
            pytest.skip("this user may not mount disks")

    def fill(self, leave=0):
        """Takes all that is free, but for some bytes."""
        with (self.folder / "filler").open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        with (self.folder / "filler").open("r+b") as file:
            file.truncate((self.folder / "filler").stat().st_size - leave)

    def heal(self):
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self):
        subprocess.run([shutil.which("umount"), "-l", self.folder], check=True)


class Limited:
    """Files that can't grow beyond some bytes, by the limit of this very process."""

    def __init__(self, folder):
        import resource

        self.folder = folder
        self._resource = resource
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, leave=0):
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, (leave, self._before[1]))

    def heal(self):
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, self._before)

    close = heal


@pytest.fixture(params=[Mounted, Limited], ids=["mounted", "limited"])
def disk(request, tmp_path):
    """A disk with the folder `disk`, that can be filled and healed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = request.param(folder)
    yield made
    made.heal()
    made.close()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Where temporary files lie: on another disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


def at(kind, act, epoch=1):
    """A listener that acts once, at an event of that epoch."""
    done = []

    def listener(event):
        if isinstance(event, kind) and getattr(event, "epoch", epoch) >= epoch and not done:
            done.append(event)
            act()

    return listener


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def epochs(folder):
    lines = (folder / "metrics.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["epoch"] for line in lines]


def test_a_full_disk_before_the_training_leaves_nothing(disk, spec, fault):
    checked = spec()
    disk.fill()
    found = fault(run, checked, runs_dir=disk.folder / "runs")
    assert found.code == "unwritable"
    assert "No space left" in found.message or "File too large" in found.message
    disk.heal()
    assert files(disk.folder) == set()


def test_lines_that_find_no_room_come_once_there_is(disk, train):
    """The training goes on meanwhile, and no epoch is missed or told twice."""
    hearers = [at(Progressed, disk.fill), at(EpochEnded, disk.heal, epoch=3)]

    def listener(event):
        for hearer in hearers:
            hearer(event)

    done = train(
        overrides=[("train.epochs", "4")], runs_dir=disk.folder / "runs", listener=listener
    )
    assert epochs(done.folder) == [1, 2, 3, 4]
    log = (done.folder / "log.txt").read_text("utf-8")
    assert [log.count(f"epoch {epoch}:") for epoch in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert json.loads((done.folder / "environment.json").read_text("utf-8"))["status"] == "finished"


def test_weights_without_room_are_kept_elsewhere(train, fault, elsewhere, tmp_path, request):
    folder = tmp_path / "disk"
    folder.mkdir()
    disk = Mounted(folder)
    request.addfinalizer(disk.close)
    listener = at(Progressed, disk.fill)
    found = fault(train, runs_dir=folder / "runs", listener=listener)
    assert found.code == "unwritable"
    assert found.message.endswith("weights.safetensors` can't be written: No space left on device")
    (kept,) = elsewhere.rglob("weights.safetensors")
    assert f"the trained weights are in `{kept}`" in found.help
    left = files(folder / "runs")
    assert not [name for name in left if "weights." in name and "jsonl" not in name]
    assert not [name for name in left if "/.w" in name]


def test_what_is_written_last_says_that_the_weights_are_there(disk, train, fault, elsewhere):
    def leave_room_for_weights():
        disk.fill(leave=8192 if isinstance(disk, Mounted) else 900)

    listener = at(EpochEnded, leave_room_for_weights, epoch=2)
    found = fault(train, runs_dir=disk.folder / "runs", listener=listener)
    assert (found.code, "can't be written: " in found.message) == ("unwritable", True)
    assert "the trained weights are in `" in found.help
    (left,) = (disk.folder / "runs").glob("*/*")
    assert (left / "weights.safetensors").exists() != bool(files(elsewhere))


def test_what_is_appended_without_room_leaves_no_part_of_it(tmp_path):
    """Python's own buffer would be flushed, in vain, before the file is cut."""
    file = tmp_path / "lines"
    append_whole(file, b"one\n")
    limited = Limited(tmp_path)
    limited.fill(leave=7)
    try:
        with pytest.raises(OSError, match="too large"):
            append_whole(file, b"two two\n")
    finally:
        limited.heal()
    assert file.read_bytes() == b"one\n"
    append_whole(file, b"two two\n")
    assert file.read_bytes() == b"one\ntwo two\n"


@pytest.mark.parametrize("name", ["out.csv", "out.npz", "out.parquet"])
def test_predictions_without_room_leave_what_was_there(name, disk, finished, project, fault):
    (disk.folder / name).write_text("as it was")
    disk.fill()
    found = fault(predict, finished.folder, project / "flowers.csv", disk.folder / name)
    disk.heal()
    assert (found.code, f"`{disk.folder / name}` can't be" in found.message) == ("unwritable", True)
    assert files(disk.folder) == {name}
    assert (disk.folder / name).read_text("utf-8") == "as it was"


CHECKPOINT = ("train.checkpoint", "{every: 1 epoch, keep: 2}")


def checkpoints(folder):
    return sorted(path.name for path in (folder / "checkpoints").glob("*epoch*"))


def test_states_that_find_no_room_are_told_once_and_the_last_one_stays(disk, train, capfd):
    """The training goes on, and later states are saved once there is room."""
    heard, there = [], []

    def listener(event):
        full(event)
        healed(event)
        if isinstance(event, CheckpointFailed):
            heard.append(event.reason)
        if isinstance(event, EpochEnded) and event.epoch == 6:
            (folder,) = (disk.folder / "runs").glob("*/*")
            there.extend(one for one in checkpoints(folder) if one[0] != ".")

    def fill():
        while not list((disk.folder / "runs").glob("*/*/checkpoints/epoch_2")):
            time.sleep(0.01)  # it is being written meanwhile
        disk.fill()

    full, healed = at(Progressed, fill, epoch=3), at(EpochEnded, disk.heal, epoch=6)
    done = train(
        overrides=[("train.epochs", "8"), CHECKPOINT],
        runs_dir=disk.folder / "runs",
        listener=listener,
    )
    assert heard in (["No space left on device"], ["File too large"])
    assert there == ["epoch_1", "epoch_2"]
    assert checkpoints(done.folder) == ["epoch_7", "epoch_8"]
    assert epochs(done.folder) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (done.folder / "log.txt").read_text("utf-8").count("no checkpoint could be") == 1
    if isinstance(disk, Mounted):  # else Orbax is the first to notice
        assert "Traceback" not in capfd.readouterr().err
