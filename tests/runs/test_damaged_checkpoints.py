"""Checkpoints that are not as they were written, each file of them: passed over, and said so."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.runs.conftest import FLOWERS, write_flowers
from wtspec.runs.checkpoints.choose import find_last
from wtspec.runs.checkpoints.places import find_checkpoints
from wtspec.runs.checkpoints.seal import SEAL, seal
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.stages import check, load
from wtspec.train.events import Progressed, ignore

OVERRIDES = [("train.epochs", "3"), ("train.checkpoint", "{every: 1 epoch, keep: 3}")]


class PowerCutError(Exception):
    """What ends a training early."""


def cut(event):
    if isinstance(event, Progressed) and event.epoch == 3:
        raise PowerCutError


@pytest.fixture(scope="module")
def died(tmp_path_factory):
    """A run that ended in its third epoch: it has the states after the first and the second."""
    folder = tmp_path_factory.mktemp("died")
    write_flowers(folder / "flowers.csv")
    (folder / "spec.yaml").write_text(FLOWERS)
    with pytest.raises(PowerCutError):
        run(check(load(folder / "spec.yaml", OVERRIDES)), runs_dir=folder / "runs", listener=cut)
    return folder / "runs/flowers/0001"


@pytest.fixture
def folder(died, tmp_path):
    """A copy of it, in a copy of its project."""
    project = shutil.copytree(died.parents[2], tmp_path / "project")
    return project / died.relative_to(died.parents[2])


def go_on(folder, listener=ignore):
    checked = read_run(folder, data_root=folder.parents[2])
    return resume(folder, checked, data_root=folder.parents[2], listener=listener)


@pytest.fixture
def last(folder):
    return folder / "checkpoints/epoch_2"


def files(checkpoint):
    """One of each kind: the seal, what is noted beside the arrays, and all that Orbax writes."""
    return sorted(path for path in checkpoint.rglob("*") if path.is_file())


def truncate(file, size):
    os.truncate(file, size)


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def replace_by_folder(file):
    file.unlink()
    file.mkdir()


def replace_by_link(file):
    """To the very file, elsewhere."""
    elsewhere = Path(tempfile.mkdtemp()) / "moved"
    shutil.move(file, elsewhere)
    file.symlink_to(elsewhere)


def replace_by_pipe(file):
    file.unlink()
    os.mkfifo(file)


DAMAGES = {
    "emptied": lambda file: truncate(file, 0),
    "halved": lambda file: truncate(file, file.stat().st_size // 2),
    "flipped": flip,
    "removed": os.unlink,
    "folder": replace_by_folder,
    "link": replace_by_link,
    "pipe": replace_by_pipe,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links and pipes")
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_any_file_leads_to_the_state_before(damage, folder, last, tmp_path):
    whole = shutil.copytree(last, tmp_path / "whole")
    for name in [str(file.relative_to(last)) for file in files(last)]:
        shutil.rmtree(last)
        shutil.copytree(whole, last)
        if (last / name).stat().st_size == 0:
            continue
        DAMAGES[damage](last / name)
        found = find_last(folder)
        assert found.snapshot.moment == (1, 0), name
        (remark,) = found.damaged
        assert remark.startswith("the checkpoint epoch_2 is damaged: it"), name
        assert "Traceback" not in remark


def test_a_run_goes_on_from_the_state_before_and_says_so(died, folder, last):
    """And ends with the weights of one that went on from the last state."""
    other = shutil.copytree(folder, folder.with_name("other"))
    flip(last / "training.json")
    heard = []
    done = go_on(folder, heard.append)
    assert (
        "the checkpoint epoch_2 is damaged: its file training.json is not what"
        in heard[0].remarks[0]
    )
    assert heard[0].begun == (1, 0)
    assert epochs(folder) == [1, 2, 3]
    go_on(other)
    ends = [(one / "weights.safetensors").read_bytes() for one in (done.folder, other)]
    assert ends[0] == ends[1]
    assert "is damaged" in (folder / "log.txt").read_text("utf-8")


def test_with_no_state_left_a_run_begins_anew_and_says_so(folder):
    for checkpoint in find_checkpoints(folder).values():
        truncate(checkpoint / SEAL, 0)
    heard = []
    go_on(folder, heard.append)
    assert heard[0].begun == (0, 0)
    assert [remark.partition(":")[0] for remark in heard[0].remarks] == [
        "the checkpoint epoch_2 is damaged",
        "the checkpoint epoch_1 is damaged",
    ]
    assert epochs(folder) == [1, 2, 3]


def epochs(folder):
    lines = (folder / "metrics.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["epoch"] for line in lines]


def told(folder):
    found = find_last(folder)
    assert found.snapshot.moment == (1, 0)
    return found.damaged[0].removeprefix("the checkpoint epoch_2 is damaged: ")


def rewrite(checkpoint, change):
    """A stranger's checkpoint: its files are changed, and sealed anew."""
    file = checkpoint / "training.json"
    noted = json.loads(file.read_text("utf-8"))
    change(noted)
    file.write_text(json.dumps(noted), "utf-8")
    seal_anew(checkpoint)


def seal_anew(checkpoint):
    (checkpoint / SEAL).unlink()
    seal(checkpoint)


KERNEL = "weights/out/kernel"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda noted: noted.update(epoch=10**30), "its training.json is that of epoch_1000000"),
        (lambda noted: noted.update(epoch=1), "its training.json is that of epoch_1"),
        (lambda noted: noted.update(step=-1), "its training.json can't be read"),
        (lambda noted: noted.update(metrics={"loss": "low"}), "its training.json can't be read"),
        (
            lambda noted: noted["arrays"].update({KERNEL: ["float32", [10**9, 10**9]]}),
            "its arrays would take 4,000,000,000,000,00",
        ),
        (
            lambda noted: noted["arrays"].update({KERNEL: ["float32", [3, 8]]}),
            f"the array {KERNEL} is another one than its description says",
        ),
        (
            lambda noted: noted["arrays"].update({KERNEL: ["int32", [8, 3]]}),
            f"the array {KERNEL} is another one than its description says",
        ),
        (
            lambda noted: noted["arrays"].update({"../../../x": ["float32", [1]]}),
            "its folder state can't be read",
        ),
        (
            lambda noted: noted["arrays"].update({KERNEL: ["object", [8, 3]]}),
            f"the array {KERNEL} is another one than its description says",
        ),
    ],
)
def test_what_a_stranger_claims_is_not_believed(change, said, folder, last):
    rewrite(last, change)
    assert told(folder).startswith(said)


def test_memory_is_not_taken_for_arrays_that_are_said_to_be_stored(folder, last):
    """Zarr stores no chunk that holds one value: an array of any size fits into a few bytes."""
    import tensorstore as ts

    kvstore = {
        "driver": "ocdbt",
        "base": {"driver": "file", "path": str(last / "state")},
        "path": KERNEL,
    }
    metadata = {"shape": [10**7, 10**7], "chunks": [10**7, 10**7], "dtype": "<f4"}
    metadata |= {"fill_value": 1.0, "compressor": None}
    spec = {"driver": "zarr", "kvstore": kvstore, "metadata": metadata}
    ts.open(spec, create=True, delete_existing=True).result()
    seal_anew(last)
    assert told(folder) == f"the array {KERNEL} is another one than its description says"


def test_json_of_any_depth_is_no_recursion(folder, last):
    (last / "training.json").write_text("[" * 100_000)
    seal_anew(last)
    assert told(folder) == "its training.json can't be read"


@pytest.mark.parametrize("name", [KERNEL, "optimizer/iterations"])
def test_a_state_that_lacks_an_array_is_refused_by_its_name(name, folder, last, fault):
    rewrite(last, lambda noted: noted["arrays"].pop(name))
    before = (folder / "metrics.jsonl").read_bytes()
    found = fault(go_on, folder)
    assert found.code == "checkpoint-mismatch"
    assert f"`{name}`" in f"{found.message} {found.expected} {found.received}"
    assert (folder / "metrics.jsonl").read_bytes() == before


def test_a_state_for_which_there_is_no_memory_is_not_damaged(folder, last, fault, monkeypatch):
    """Else the run would go on from the one before, and remove it."""
    monkeypatch.setattr("wtspec.runs.checkpoints.checkpoint.read_arrays", lambda *_: bytes(2**62))
    found = fault(go_on, folder)
    assert found.code == "out-of-memory"
    assert "for the arrays of the checkpoint epoch_2" in found.message
    assert last.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_a_link_in_the_place_of_a_checkpoint_is_not_followed(folder, last, tmp_path):
    last.rename(tmp_path / "elsewhere")
    last.symlink_to(tmp_path / "elsewhere")
    assert told(folder) == "it is a link"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
@pytest.mark.parametrize("name", ["checkpoints", "metrics.jsonl", "log.txt"])
def test_nothing_is_written_by_links_that_lead_out_of_a_run(
    name, folder, fault, tmp_path, monkeypatch
):
    """Else a run of a stranger's could have other files changed, or other runs' states removed."""
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    (tmp_path / "mine/pyproject.toml").touch()
    outside = tmp_path / "outside"
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    before = sorted((path, path.stat().st_mtime_ns) for path in outside.rglob("*"))
    found = fault(go_on, folder)
    assert (found.code, f"{name}` is a link that leads out" in found.message) == (
        "outside-root",
        True,
    )
    assert sorted((path, path.stat().st_mtime_ns) for path in outside.rglob("*")) == before
