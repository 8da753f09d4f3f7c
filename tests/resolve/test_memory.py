"""What a check makes is freed when it is let go, without a search for circles."""

import gc
from pathlib import Path

import pytest

from tests.long import mostly_long
from wtspec.stages import check, load

CONFIGS = sorted((Path(__file__).parents[2] / "configs").glob("*.yaml"))

MOST_LEFT = 50
"""Objects; `ast.literal_eval`, which reads the headers of arrays, leaves some of its own."""


@pytest.mark.parametrize("path", mostly_long(CONFIGS, every=5), ids=lambda path: path.stem)
def test_a_checked_spec_is_freed_at_once(path):
    check(load(path))  # fills caches
    gc.collect()
    gc.disable()
    try:
        check(load(path))
        assert gc.collect() < MOST_LEFT
    finally:
        gc.enable()
