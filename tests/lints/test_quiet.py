"""What the repository itself shows as good is without a warning."""

from pathlib import Path

import pytest

from wtspec.stages import check, load

ROOT = Path(__file__).parents[2]
GOOD = [
    *sorted((ROOT / "configs").rglob("*.yaml")),
    *sorted((ROOT / "tests").glob("*/specs/*.yaml")),
]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_good_spec_has_no_warnings(path):
    assert check(load(path)).warnings == ()


def test_there_are_specs_to_look_at():
    assert len(GOOD) > 10
