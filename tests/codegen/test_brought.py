"""What generated source brings along: definitions of real modules, read as text."""

import ast
import os
import pathlib
import re
import subprocess
import sys
from collections import defaultdict

import numpy as np
import pytest

from wtspec.codegen.brought import bring, fill
from wtspec.codegen.imports import print_imports
from wtspec.codegen.read_modules import LAYERS, RUN, TRAINING, import_of, names_in, read
from wtspec.data.batches import epoch_order
from wtspec.data.learned import Learned
from wtspec.data.split import split_rows
from wtspec.language import MAX_EXPONENT
from wtspec.sources.formats import FORMATS

EVERY = (*LAYERS, *TRAINING, *RUN)
READERS = [*(f"read_{name}" for name in FORMATS), "read_npy", "read_sklearn", "draw_column"]


def text(*names, marks=()):
    return "\n".join(bring(names, EVERY, marks).lines)


def test_a_marked_statement_is_brought_only_where_it_is_asked_for():
    plain = text("ScannedLayers")
    assert "def reported" not in plain
    assert "lr_scale" not in plain
    asked = text("ScannedLayers", marks=["reports", "scales"])
    assert "def reported(self):\n" in asked
    assert 'for name in ("lr_scale", "weight_decay"):\n' in asked


def test_of_two_marked_statements_one_is_brought():
    plain = text("call_with_weights")
    assert "Rematerialized" not in plain
    assert plain.count("        parts =") == 1
    within = text("call_with_weights", "Rematerialized")
    assert "if isinstance(layer, Rematerialized):\n" in within
    assert within.count("        parts =") == 1


def test_a_mark_of_two_words_wants_both():
    groups = {"GROUPS": "[]"}
    for marks, found in ((["scales"], 1), (["scales", "scans"], 0), (["scans"], 0), ([], 0)):
        source = "\n".join(fill("apply_groups", groups, marks).lines)
        assert source.count('settings["lr_scale"] *=') == found


def test_every_mark_is_one_that_some_printer_says():
    runtime = pathlib.Path("wtspec/codegen/runtime").glob("*.py")
    lines = [line for path in runtime for line in path.read_text("utf-8").split("\n")]
    marks = {word for line in lines for word in re.findall(r"  # where: (.*)$", line)}
    words = {word.removeprefix("not ") for mark in marks for word in mark.split(", ")}
    printers = "".join(
        path.read_text("utf-8")
        for path in pathlib.Path("wtspec/codegen").rglob("*.py")
        if path.parent.name != "runtime"
    )
    assert words
    assert not [word for word in words - names_in(EVERY) if f"{word}=" not in printers]


def test_no_mark_is_brought():
    assert "# where" not in text(*(names_in(EVERY)), marks=["scales", "scans", "reports"])


def test_decorators_come_with_what_they_decorate():
    lines = text("ScannedLayers", marks=["reports"]).split("\n")
    assert "@property" in lines[lines.index("    def reported(self):") - 1]
    assert "@property" not in text("ScannedLayers")


def test_powers_are_refused_where_the_language_refuses_them():
    assert f"abs(exponent) <= {MAX_EXPONENT} else" in text("power")


def test_what_a_definition_reads_comes_with_it_and_what_a_dropped_statement_reads_does_not():
    scanned = bring(["ScannedLayers"], EVERY)
    assert "class Masked(" in "\n".join(scanned.lines)
    assert scanned.needs == {"keras", "ops"}
    assert fill("apply_groups", {"GROUPS": "[]"}).needs == {"re", "weight_path"}


def test_a_constant_comes_with_what_is_told_of_it():
    assert 'MAX_WHOLE = 2**53\n"""Beyond it' in text("arrow_columns")


def test_what_stands_for_an_expression_is_written_as_that():
    lines = fill("ScaledOptimizer", {"Optimizer": "keras.optimizers.Adam"}).lines
    assert lines[0] == "class ScaledOptimizer(keras.optimizers.Adam):"
    source = "\n".join(fill("Accumulating", {"Model": "Spec", "BATCH_SIZE": "16"}).lines)
    assert "for start in range(0, rows, 16):" in source
    assert "min(start + 16, rows)" in source


def test_no_module_gives_a_name_of_another_a_second_meaning():
    defined = [name for module in EVERY for name in _defined(module)]
    assert len(defined) == len(set(defined))
    bound = {name: import_of(name) for name in names_in(EVERY)}
    for module in EVERY:
        for name in names_in([module]):
            meant = bound[name]
            assert meant.module not in EVERY or meant.name == name


def _defined(module):
    return {name for name in names_in([module]) if import_of(name).module == module}


def test_a_name_that_nothing_binds_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        import_of("no_such_name")


def test_imports_of_one_module_stand_in_one_line_and_the_standard_library_first():
    found = print_imports({"cast", "relu", "ops", "np", "keras", "re", "annotations"})
    assert found == [
        "",
        "from __future__ import annotations",
        "",
        "import re",
        "",
        "import keras",
        "import numpy as np",
        "from keras import ops",
        "from wtspec.data.arrays import cast, relu",
    ]


def script(*names, marks=()):
    brought = bring(names, EVERY, marks)
    return "\n".join([*print_imports(brought.needs, alone=True), *brought.lines, ""])


def test_what_scripts_bring_names_no_wtspec_and_defines_each_name_once():
    marks = [f"learns_{name}" for name in vars(Learned)]
    source = script(*names_in(RUN), marks=marks)
    names = [
        statement.name
        for statement in ast.parse(source).body
        if isinstance(statement, ast.FunctionDef | ast.ClassDef)
    ]
    assert len(names) == len(set(names))
    assert "wtspec" not in source


def test_a_script_brings_no_function_that_it_does_not_call():
    assert "def read_npz" in script("read_npz")
    assert "def read_npy" not in script("read_npz")


def test_a_script_brings_what_learns_only_as_far_as_it_is_called():
    source = script("Learned", marks=["learns_standardize"])
    assert "class MomentsLearner" in source
    assert not re.search(r"pyarrow|words|lookup|tokens|json|Path", source)
    assert "class WordsLearner" in script("Learned", marks=["learns_words"])


def test_script_without_wtspec_splits_learns_and_orders_alike(tmp_path):
    end = (
        "rows = split_rows(60, {'test': 0.2}, 5)['train']\n"
        "x = np.linspace(0, 7, 60) ** 2\n"
        "print(rows.tolist(), epoch_order(48, 5, 2).tolist())\n"
        "print(Learned().standardize('s', x[rows]).tolist())\n"
    )
    path, marks = tmp_path / "alone.py", ["learns_standardize"]
    path.write_text(
        script(*READERS, "split_rows", "epoch_order", "Learned", "np", marks=marks) + end
    )
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


def test_no_name_means_two_things_in_what_may_be_brought():
    """Else one would take the place of the other in a script that needs both."""
    homes = defaultdict(set)
    for module in (*LAYERS, *TRAINING, *RUN):
        known = read(module)
        for name in known.defined:
            homes[name].add(module)
        for name, one in known.imported.items():
            if not one.module.startswith("wtspec."):
                homes[name].add(f"{one.module} {one.name}")
    assert {name: sorted(found) for name, found in homes.items() if len(found) > 1} == {}
