"""The folder of a run that someone else has made, and files of weights: read, never run."""

import json
import os
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from tests.hostile.test_process import SMALL
from wtspec.errors import SpecError
from wtspec.errors.render import render_text
from wtspec.runs.evaluate import evaluate
from wtspec.runs.reopen import reopen
from wtspec.runs.run import run
from wtspec.stages import check, load


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a run."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "small.yaml").write_text(SMALL)
    return run(check(load(folder / "small.yaml")), runs_dir=folder / "runs").folder


@pytest.fixture
def folder(finished, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(finished, tmp_path / "run"))


def codes(function, *arguments):
    with pytest.raises(SpecError) as raised:
        function(*arguments)
    return {fault.code for fault in raised.value.diagnostics}


def test_a_run_whose_other_files_mean_harm_is_evaluated_all_the_same(folder, monkeypatch):
    deed = f"open({str(folder / 'CANARY')!r}, 'w')\n"
    for name in ("source.py", "keras.py", "sitecustomize.py", "__init__.py", "conftest.py"):
        (folder / name).write_text(deed)
    (folder / "environment.json").write_text("{" * 10_000)
    (folder / "report.html").write_text("<script>")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert evaluate(folder, part="train")
    assert not (folder / "CANARY").exists()


SPECS = {
    "outside-root": [
        "wtspec: 1\nimports: [../../../../../../etc/passwd]\n",
        "wtspec: 1\nextends: /etc/passwd\n",
        "wtspec: 1\nimports: [../other.yaml]\n",
    ],
    "tag": ["wtspec: 1\nname: !!python/object/apply:os.getcwd []\n"],
    "nesting-too-deep": ["[" * 10_000],
    "empty-file": [""],
    "control-character": ["\0" * 100],
    "excluded-component": [SMALL.replace("{Dense: 3}", "{Lambda: {function: exec}}")],
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in SPECS.items() for text in texts]
)
def test_a_hostile_resolved_spec_ends_in_its_error(code, text, folder):
    (folder / "config.resolved.yaml").write_text(text)
    assert codes(reopen, folder) == {code}


SECRET = "a,y\nthe secret cell,1\n" * 3


@pytest.fixture
def secret(tmp_path_factory):
    """A table of someone else's."""
    path = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    path.write_text(SECRET)
    return path


def reading(path):
    """The small run's resolved spec, if its rows stood in another file."""
    source = SMALL[SMALL.index("  source:") : SMALL.index("  inputs: {x: =x}")]
    text = SMALL.replace(source, f"  source: {{csv: {path}}}\n")
    return text.replace("{x: =x}", "{x: =a}")


def data_paths(kind, secret, folder):
    """How a run may name a file outside: outright, upwards, by a glob, by a link of its own."""
    if kind == "link":
        (folder / "rows.csv").symlink_to(secret)
        return "rows.csv"
    if kind == "linked folder":
        (folder / "rows").symlink_to(secret.parent)
        return "rows/secret.csv"
    if kind == "glob":
        return f'"{secret.parent}/*.csv"'
    return secret if kind == "absolute" else os.path.relpath(secret, folder)


@pytest.mark.parametrize("kind", ["absolute", "relative", "glob", "link", "linked folder"])
@pytest.mark.parametrize("directory", ["/", "."])
def test_a_run_from_elsewhere_reads_and_tells_nothing_outside(
    kind, directory, secret, folder, monkeypatch
):
    monkeypatch.chdir(folder.parent / directory)
    path = data_paths(kind, secret, folder)
    (folder / "config.resolved.yaml").write_text(reading(path))
    with pytest.raises(SpecError) as raised:
        evaluate(folder, part="train")
    assert [fault.code for fault in raised.value.diagnostics] == ["outside-root"]
    assert "secret cell" not in render_text(raised.value.diagnostics)


@pytest.mark.parametrize(
    "name", ["config.resolved.yaml", "preprocessing.json", "weights.safetensors"]
)
def test_a_link_in_a_run_shows_no_file_outside(name, secret, folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / name).unlink()
    (folder / name).symlink_to(secret)
    with pytest.raises(SpecError) as raised:
        reopen(folder)
    assert [fault.code for fault in raised.value.diagnostics] == ["outside-root"]
    assert "secret cell" not in render_text(raised.value.diagnostics)


def test_a_link_within_the_callers_project_is_followed(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    store = folder.parent / "store"
    store.mkdir()
    (folder / "weights.safetensors").rename(store / "blob")
    (folder / "weights.safetensors").symlink_to("../store/blob")
    assert reopen(folder).model


def test_weights_may_not_be_fetched_from_outside_the_run(folder):
    text = SMALL.replace("sequential:", "pretrained: {file: ../../x.safetensors}, sequential:")
    (folder / "config.resolved.yaml").write_text(text)
    (folder.parents[1] / "x.safetensors").write_bytes(save({}))
    assert reopen(folder).model  # its weights come from its own file


KEYS = {"learned": {}, "classes": {}, "shapes": {}, "types": {}, "lengths": {}, "given": False}
LEARNED = [
    "",
    "null",
    "[]",
    "{",
    "[" * 100_000,
    "{}",
    '{"learned": 1}',
    "1" * 10_000,
    json.dumps({**KEYS, "classes": {"a": float("inf")}}),
    json.dumps({**KEYS, "classes": []}),
    json.dumps({**KEYS, "shapes": {"x": 3}}),
    json.dumps({**KEYS, "shapes": {"x": [float("nan"), float("nan")]}}),
    json.dumps({**KEYS, "types": 1}),
    json.dumps({**KEYS, "lengths": {"total_steps": [1]}}),
]


@pytest.mark.parametrize("text", LEARNED)
def test_hostile_preprocessing_ends_in_its_error(text, folder):
    (folder / "preprocessing.json").write_text(text)
    assert codes(reopen, folder) == {"unreadable-file"}


def header(text, length=None, body=b""):
    """A safetensors file of any header."""
    content = text if isinstance(text, bytes) else json.dumps(text).encode()
    size = len(content) if length is None else length
    return struct.pack("<Q", size) + content + body


def entry(dtype="F32", shape=(4, 3), offsets=(0, 48)):
    return {"dense/kernel": {"dtype": dtype, "shape": shape, "data_offsets": offsets}}


WEIGHTS = {
    "nothing": b"",
    "seven bytes": b"\0" * 7,
    "a header of 2^63 bytes": header(b"{}", 2**63),
    "a header of 2^64 bytes": header(b"{}", 2**64 - 1),
    "a header of more bytes than there are": header(b"{}", 1000),
    "no JSON": header(b"import os"),
    "a pickle": header(b"\x80\x04cos\nsystem\n"),
    "a header of brackets": header(b"[" * 1_000_000),
    "a header of braces": header(b'{"a":' * 100_000),
    "a list": header([]),
    "a number of 10,000 digits": header(b'{"a": ' + b"9" * 10_000 + b"}"),
    "an entry that is a list": header({"dense/kernel": [1, 2]}),
    "a dtype of objects": header(entry("O"), body=bytes(48)),
    "an unknown dtype": header(entry("F128"), body=bytes(48)),
    "a shape of 10^18": header(entry(shape=(10**9, 10**9)), body=bytes(48)),
    "a shape that wraps round": header(entry(shape=(2**32, 2**32)), body=bytes(48)),
    "a shape of 0 and 2^64": header(entry(shape=(0, 2**64), offsets=(0, 0)), body=bytes(48)),
    "a shape of 100,000 sizes": header(entry(shape=(10**9,) * 100_000), body=bytes(48)),
    "a shape of 100 axes": header(entry(shape=(1,) * 98 + (4, 3)), body=bytes(48)),
    "a dtype that NumPy lacks": header(entry("F4", offsets=(0, 6)), body=bytes(6)),
    "a negative shape": header(entry(shape=(-4, -3)), body=bytes(48)),
    "a shape of text": header(entry(shape=("4", "3")), body=bytes(48)),
    "a shape of NaN": header(b'{"a": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 4]}}'),
    "offsets past the end": header(entry(offsets=(10**12, 10**12 + 48)), body=bytes(48)),
    "negative offsets": header(entry(offsets=(-48, 0)), body=bytes(48)),
    "offsets the wrong way round": header(entry(offsets=(48, 0)), body=bytes(48)),
    "offsets of too few bytes": header(entry(offsets=(0, 4)), body=bytes(48)),
    "offsets that are true": header(entry(shape=(), offsets=(False, True)), body=bytes(48)),
    "three offsets": header(entry(offsets=(0, 24, 48)), body=bytes(48)),
    "a Keras file": b"PK\x03\x04" + bytes(100),
    "a file of HDF5": b"\x89HDF\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("content", WEIGHTS.values(), ids=WEIGHTS.keys())
def test_hostile_weights_end_in_their_error(content, folder):
    (folder / "weights.safetensors").write_bytes(content)
    assert codes(reopen, folder) <= {"unreadable-file", "missing-tensor", "weight-mismatch"}


def test_names_of_weights_lead_nowhere(folder):
    odd = {"../../CANARY": np.zeros(1, "f4"), "/tmp/CANARY": np.zeros(1, "f4")}  # noqa: S108
    (folder / "weights.safetensors").write_bytes(save(odd))
    assert codes(reopen, folder) == {"missing-tensor", "unused-tensor"}
    assert not (folder.parents[1] / "CANARY").exists()


@pytest.mark.parametrize("name", ["weights.safetensors", "preprocessing.json"])
def test_a_device_or_a_pipe_is_no_file_of_a_run(name, folder):
    for target in ("/dev/zero", "/proc/self/mem", "/dev/stdin"):
        (folder / name).unlink()
        (folder / name).symlink_to(target)
        assert codes(reopen, folder) <= {"unfinished-run", "outside-root"}
