"""A name has one meaning: no two files declare a class of the same name."""

import ast
from collections import defaultdict
from pathlib import Path

import wtspec

ROOT = Path(wtspec.__file__).parent


def test_each_class_has_a_name_of_its_own():
    homes = defaultdict(list)
    for file in sorted(ROOT.rglob("*.py")):
        for part in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(part, ast.ClassDef):
                homes[part.name].append(file.relative_to(ROOT).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
