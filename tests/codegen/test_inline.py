import ast
import os
import subprocess
import sys

import numpy as np

from wtspec.codegen.inline import inline
from wtspec.data.batches import epoch_order
from wtspec.data.learned import Learned
from wtspec.data.split import split_rows

FILES = [
    "learned", "arrays", "narrow", "split", "keras_batches", "read_csv", "read_parquet",
    "read_arrays", "read_sklearn", "draw_synthetic",
]  # fmt: skip


def script(*names):
    found = inline(f"wtspec.data.{name}" for name in names)
    return "\n".join([*found.imports, *found.bodies])


def test_inlined_files_share_no_name_and_name_no_wtspec():
    text = script(*FILES)
    names = [
        statement.name
        for statement in ast.parse(text).body
        if isinstance(statement, ast.FunctionDef | ast.ClassDef)
    ]
    assert len(names) == len(set(names))
    assert "wtspec" not in text


def test_file_that_another_needs_comes_first_and_once():
    bodies = inline(["wtspec.data.keras_batches", "wtspec.data.batches"]).bodies
    assert len(bodies) == 2
    assert "def epoch_order" in bodies[0]


def test_script_without_wtspec_splits_learns_and_orders_alike(tmp_path):
    end = (
        "rows = split_rows(60, {'test': 0.2}, 5)['train']\n"
        "x = np.linspace(0, 7, 60) ** 2\n"
        "print(rows.tolist(), epoch_order(48, 5, 2).tolist())\n"
        "print(Learned().standardize('s', x[rows]).tolist())\n"
    )
    path = tmp_path / "alone.py"
    path.write_text(script(*FILES) + end)
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    command = [sys.executable, "-P", str(path)]
    printed = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout
    rows = split_rows(60, {"test": 0.2}, 5)["train"]
    scaled = Learned().standardize("s", (np.linspace(0, 7, 60) ** 2)[rows])
    assert printed.splitlines() == [
        f"{rows.tolist()} {epoch_order(48, 5, 2).tolist()}",
        str(scaled.tolist()),
    ]
