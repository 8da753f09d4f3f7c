"""Each key of a source is read; each test says what to write where one is not."""

import numpy as np
import pytest

from wtspec.codegen import generate_script
from wtspec.data.readers.read_source import read_source
from wtspec.sources.formats import FORMATS
from wtspec.sources.known import known_columns
from wtspec.spec import SourceSpec
from wtspec.spec.later import NOT_YET
from wtspec.stages import check, load

KEYS = [key for key in SourceSpec.model_fields if key not in NOT_YET[SourceSpec]]
OTHERS = {
    "sklearn": "{sklearn: digits}",
    "npy": "{npy: {data: data.npy, target: target.npy}}",
    "synthetic": "{synthetic: {rows: 3, columns: {data: {shape: [64]}, target: {classes: 2}}}}",
}
"""A source of each key that is no format of files; each has the columns `data` and `target`."""

SPEC = """
wtspec: 1
model: {inputs: {x: [batch, 64]}, sequential: [{Dense: 1}]}
data: {source: %s, inputs: {x: data}, targets: target}
train: {epochs: 1, loss: mse, optimizer: sgd}
"""


@pytest.fixture
def checked(request, tmp_path):
    np.save(tmp_path / "data.npy", np.ones((3, 64), "float32"))
    np.save(tmp_path / "target.npy", np.arange(3))
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC % OTHERS[request.getfixturevalue("key")], encoding="utf-8")
    return check(load(path))


@pytest.mark.parametrize("key", KEYS)
def test_it_is_a_format_of_files_or_tried_here(key):
    assert key in FORMATS or key in OTHERS, (
        f"wtspec/sources/formats.py: `FORMATS` lacks `{key}`; if its columns are not of files "
        "alone, write a source for it into `OTHERS` of tests/data/test_every_source.py"
    )


@pytest.mark.parametrize("key", OTHERS)
def test_what_a_spec_asks_of_it_is_a_request(key, checked):
    kind = checked.program.sources["source"].kind
    assert kind == key, f"wtspec/resolve/source_requests.py: `_request` makes `{kind}` of `{key}`"


@pytest.mark.parametrize("key", OTHERS)
def test_its_columns_are_read_and_those_that_are_known_are_there(key, checked, tmp_path):
    source = checked.program.sources["source"]
    try:
        columns, known = read_source(source, tmp_path), known_columns(source, tmp_path)
    except KeyError:
        pytest.fail(
            "wtspec/data/readers/read_source.py and wtspec/sources/known.py need a case for "
            f"`{key}`"
        )
    assert {*columns.arrays} >= {"data", "target", *(known or ())}


@pytest.mark.parametrize("key", OTHERS)
def test_a_script_reads_it(key, checked):
    text = generate_script(checked.program, checked.spec.document.source, "0.0")
    assert "table = {}" not in text, (
        f"wtspec/codegen/training/sources.py: `_source` has no case for `{key}`"
    )
