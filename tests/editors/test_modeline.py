"""The line that `wtspec init` writes, and what editors find by it."""

import subprocess
import sys


def test_a_new_file_is_checked_without_any_setting(server, tmp_path):
    path = tmp_path / "model.yml"  # no setting of the server's is about such names
    command = [sys.executable, "-m", "wtspec", "init", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    text = path.read_text("utf-8")
    assert server.diagnose(text, path) == []
    misspelt = path.with_name("misspelt.yml")
    ((line, message),) = server.diagnose(text.replace("batch_size", "batchsize"), misspelt)
    assert message == "Property batchsize is not allowed."
    assert "batch_size" in text.splitlines()[line - 1]
