"""Keys that are numbers, in files that have other faults too."""

import os
import subprocess
import sys

import pytest

WIDE = """
wtspec: 1
params:
  8: {a: 18446744073709551616}
layers: {}
"""


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_faults_at_and_below_a_number_s_key_are_told_alike_whatever_the_hashes(tmp_path, seed):
    path = tmp_path / "wide.yaml"
    path.write_text(WIDE)
    told = subprocess.run(
        [sys.executable, "-m", "wtspec", "validate", str(path)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in told.stderr.splitlines() if line.startswith("error")] == [
        "error[invalid-name]: `8` is not a name",
        "error[missing-type]: `8` in `params` has a mapping for its default, which tells no type",
        "error[number-too-large]: the number is too large",
    ]
