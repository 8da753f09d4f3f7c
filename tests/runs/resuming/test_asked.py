"""What was asked for stays as it was written, however often its run goes on."""

import pytest

from tests.runs.conftest import FLOWERS
from wtspec.runs.resume import read_run, resume

ASKED = f"{FLOWERS}  checkpoint: {{every: 1 epoch}}  # often\n"


@pytest.fixture
def longer(train):
    """A run that ended, and then went on for an epoch more; gives its folder."""
    folder = train(ASKED).folder
    root = folder.parents[2]
    resume(folder, read_run(folder, [("train.epochs", "3")], root), data_root=root)
    return folder


def test_the_asked_file_is_not_replaced_by_the_run_s_own_spec(longer):
    assert (longer / "config.input.yaml").read_text() == ASKED
    assert "epochs: 3" in (longer / "config.resolved.yaml").read_text()
