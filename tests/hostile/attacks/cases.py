"""The files in `cases/`: each says in its first line what it tries, in its second what it gives."""

import re
from pathlib import Path

from tests.hostile.attack import one_file

CASES = Path(__file__).parents[1] / "cases"
HEADER = re.compile(r"# (?P<what>.+\.)\n# expect: (?P<expected>[a-z0-9 -]+)\n")


def attacks():
    """In the order of their names."""
    for path in sorted(CASES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found = HEADER.match(text)
        assert found, f"{path.name} does not say what it tries"
        yield one_file(path.stem, found["expected"], text)
