"""Files of each format are one table; each test says what to write where a format lacks it."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from wtspec.codegen import generate_script
from wtspec.data.readers.read_source import read_source
from wtspec.errors import SpecError
from wtspec.sources.file_kind import file_kind
from wtspec.sources.formats import FORMATS
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest
from wtspec.spec import SourceSpec
from wtspec.stages import check, load

ROOT = Path(__file__).parents[2]
TABLE = {"n": np.arange(4, dtype="int64"), "x": np.array([0.5, 1.5, -2.0, 8.0])}
WRITERS = {
    "csv": lambda path: csv.write_csv(pa.table(TABLE), path),
    "parquet": lambda path: parquet.write_table(pa.table(TABLE), path),
    "npz": lambda path: np.savez(path, **TABLE),
}
"""Each writes `TABLE` in a format."""

SPEC = """
wtspec: 1
model: {inputs: {x: [batch]}, call: "expand_dims(x, -1)"}
data: {source: {%s: table.%s}, inputs: {x: x}, targets: n}
train: {epochs: 1, loss: mse, optimizer: sgd}
"""


@pytest.fixture
def source(request, tmp_path):
    name = request.getfixturevalue("name")
    WRITERS[name](tmp_path / f"table.{name}")
    return SourceRequest(name, paths=(f"table.{name}",), folder=tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_a_key_of_the_source(name):
    assert name in SourceSpec.model_fields, (
        f"wtspec/spec/data.py: `SourceSpec` lacks `{name}: Text | None = None`, with a docstring"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_of_data_has_a_row_for_it(name):
    assert f"`{{{name}: " in (ROOT / "docs/data.md").read_text("utf-8"), (
        f"docs/data.md: the table of sources has no row for `{{{name}: …}}`"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_there_is_a_file_to_try_it_with(name):
    assert name in WRITERS, f"tests/data/test_formats.py: `WRITERS` writes no {name} file"


@pytest.mark.parametrize("name", WRITERS)
def test_its_columns_are_read(name, source, tmp_path):
    arrays = read_source(source, tmp_path).arrays
    assert list(arrays) == list(TABLE)
    for column, values in TABLE.items():
        np.testing.assert_array_equal(arrays[column], values)


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_known_of_its_columns_is_what_they_are(name, source, tmp_path):
    known = known_columns(source, tmp_path)
    assert known is None or [*known] == [*TABLE]
    for column, info in (known or {}).items():
        assert info.shape == ()
        assert info.dtype in (None, "int" if column == "n" else "float")


@pytest.mark.parametrize("name", WRITERS)
def test_an_empty_file_is_told(name, tmp_path):
    (tmp_path / f"table.{name}").touch()
    with pytest.raises(SpecError) as raised:
        read_source(SourceRequest(name, paths=(f"table.{name}",)), tmp_path)
    assert raised.value.diagnostics[0].code == "empty-file"


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_is_cut_off_is_a_fault(name, source, tmp_path):
    path = tmp_path / f"table.{name}"
    path.write_bytes(path.read_bytes()[:-5] + b"\xff")
    with pytest.raises(SpecError):
        read_source(source, tmp_path)


@pytest.mark.parametrize("name", WRITERS)
def test_rows_to_predict_are_known_by_the_end_of_their_name(name):
    assert file_kind(Path(f"rows.{name.upper()}")) == name


@pytest.mark.parametrize("name", WRITERS)
def test_a_script_brings_its_reader_along(name, source, tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC % (name, name), encoding="utf-8")
    checked = check(load(path))
    text = generate_script(checked.program, checked.spec.document.source, "0.0")
    assert f"def {FORMATS[name].function}(" in text
    assert json.dumps(f"table.{name}")[1:-1] in text
