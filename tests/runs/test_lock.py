"""The lock of a run's folder, with other processes that hold it for real."""

import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from wtspec.errors import SpecError
from wtspec.runs.lock import hold, is_held

HOLDER = """
import sys
from pathlib import Path
from wtspec.runs.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
ASK = """
import sys
from pathlib import Path
from wtspec.errors import SpecError
from wtspec.runs.lock import hold, is_held
folder = Path(sys.argv[1])
print(is_held(folder), end=" ")
try:
    hold(folder).__enter__()
except SpecError as error:
    print(error.diagnostics[0].code)
"""


@pytest.fixture
def hurried(monkeypatch):
    """Waits a moment for a lock, not a second."""
    monkeypatch.setattr("wtspec.runs.lock._PATIENCE_SECONDS", 0.05)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of the folder."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def fault_of(folder):
    """The fault of who would hold a folder too."""
    with pytest.raises(SpecError) as caught, hold(folder):
        pass
    (fault,) = caught.value.diagnostics
    return fault


def test_a_second_process_is_told_who_holds_the_folder(holder, tmp_path):
    fault = fault_of(tmp_path)
    assert fault.code == "run-in-use"
    assert str(tmp_path) in fault.message
    assert f"process {holder.pid} on `{platform.node()}`" in fault.message
    assert f"`kill {holder.pid}`" in fault.help


def test_a_killed_process_holds_no_lock(holder, tmp_path):
    assert is_held(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert not is_held(tmp_path)
    with hold(tmp_path):
        assert is_held(tmp_path)


@pytest.mark.parametrize("start", ["os.fork() or time.sleep(60)", "os.system('sleep 60 &')"])
def test_a_process_that_the_holder_started_holds_nothing_after_it(start, tmp_path):
    source = HOLDER.replace("    print", f"    import os, time\n    {start}\n    print")
    command = [sys.executable, "-c", source, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, start_new_session=True) as process:
        process.stdout.readline()
        process.kill()
        process.wait()
        try:
            with hold(tmp_path):
                pass
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("written", ["", "{}", '{"pid": -1, "host": "x"}', "[1", "\0" * 3000])
def test_who_holds_it_is_not_told_where_that_is_not_written(written, tmp_path):
    with hold(tmp_path):
        (tmp_path / ".lock").write_text(written)
        fault = fault_of(tmp_path)
    assert fault.message.endswith("is in use: another training goes on in it")


@pytest.mark.usefixtures("hurried")
def test_a_process_elsewhere_is_not_to_be_killed_here(tmp_path):
    with hold(tmp_path):
        (tmp_path / ".lock").write_text('{"pid": 7, "host": "gpu-3"}')
        fault = fault_of(tmp_path)
    assert "process 7 on `gpu-3`" in fault.message
    assert "kill" not in fault.help


def test_a_copy_of_a_folder_in_use_is_free(tmp_path):
    folder, copy = tmp_path / "0001", tmp_path / "0002"
    folder.mkdir()
    with hold(folder):
        shutil.copytree(folder, copy)
        assert not is_held(copy)
        with hold(copy):
            assert is_held(copy)


def test_no_link_is_followed_to_the_lock(tmp_path):
    folder, other = tmp_path / "run", tmp_path / "other.txt"
    folder.mkdir()
    other.write_text("mine")
    (folder / ".lock").symlink_to(other)
    assert fault_of(folder).code == "unwritable"
    assert not is_held(folder)
    assert other.read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name")
def test_asking_waits_for_nothing_that_lies_there(tmp_path):
    os.mkfifo(tmp_path / ".lock")
    assert not is_held(tmp_path)


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    assert fault_of(tmp_path / "absent").code == "unwritable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write")
def test_a_folder_that_may_only_be_read_tells_whether_it_is_in_use(readable):
    with hold(readable):
        assert asked_by_another(readable) == "True unwritable\n"
    assert asked_by_another(readable) == "False unwritable\n"


@pytest.fixture
def readable():
    """A folder that others may read, and only root may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with hold(folder):
            pass
        (folder / ".lock").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def asked_by_another(folder):
    """What a process that may only read a folder is told of its lock."""
    other = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    command = [*other, sys.executable, "-c", ASK, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.usefixtures("hurried")
def test_asking_never_lets_go_of_what_this_process_holds(tmp_path):
    assert not is_held(tmp_path)
    with hold(tmp_path):
        assert is_held(tmp_path)
        assert is_held(tmp_path)
        assert fault_of(tmp_path).code == "run-in-use"
    assert not is_held(tmp_path)


def test_asking_makes_no_lock(tmp_path):
    assert not is_held(tmp_path)
    assert not is_held(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


def test_who_asks_often_keeps_nobody_from_the_lock(tmp_path):
    asking = "import sys\nfrom pathlib import Path\nfrom wtspec.runs.lock import is_held\n"
    asking += "print(flush=True)\nwhile True: is_held(Path(sys.argv[1]))"
    with hold(tmp_path):
        pass
    command = [sys.executable, "-c", asking, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        for _ in range(50):
            with hold(tmp_path):
                assert is_held(tmp_path)
        process.kill()
