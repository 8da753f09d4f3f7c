"""Each key of a source is read; each test says what to write where one is not."""

import numpy as np
import pytest
from PIL import Image

from wtspec.codegen import generate_script
from wtspec.data.readers.read_source import read_source
from wtspec.sources.formats import FORMATS
from wtspec.sources.known import known_columns
from wtspec.spec import SourceSpec
from wtspec.stages import check, load

KEYS = [*SourceSpec.model_fields]
OTHERS = {
    "sklearn": "{sklearn: digits}",
    "images": "{images: {path: ., size: [8, 8], channels: 1}}",
    "npy": "{npy: {data: data.npy, target: target.npy}}",
    "windows": "{windows: {of: {npy: {data: data.npy, target: target.npy}}, length: 1}}",
    "synthetic": "{synthetic: {rows: 3, columns: {data: {shape: [64]}, target: {classes: 2}}}}",
}
"""A source of each key that is no format of files."""
COLUMNS = {"images": ("image", "label")}
"""What is read of those that have no columns `data` and `target`."""

SPEC = """
wtspec: 1
model: {inputs: {x: [batch, 64]}, sequential: [{Dense: 1}]}
data: {source: SOURCE, inputs: {x: "=reshape(DATA, [shape(DATA)[0], 64])"}, targets: TARGET}
train: {epochs: 1, loss: mse, optimizer: sgd}
"""


@pytest.fixture
def checked(request, tmp_path):
    np.save(tmp_path / "data.npy", np.ones((3, 64), "float32"))
    np.save(tmp_path / "target.npy", np.arange(3))
    path = tmp_path / "spec.yaml"
    (tmp_path / "label").mkdir()
    Image.fromarray(np.eye(8, dtype="uint8")).save(tmp_path / "label" / "1.png")
    key = request.getfixturevalue("key")
    data, target = COLUMNS.get(key, ("data", "target"))
    text = SPEC.replace("SOURCE", OTHERS[key]).replace("DATA", data).replace("TARGET", target)
    path.write_text(text, encoding="utf-8")
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
    assert {*columns.arrays} >= {*COLUMNS.get(key, ("data", "target")), *(known or ())}


@pytest.mark.parametrize("key", OTHERS)
def test_a_script_reads_it(key, checked):
    text = generate_script(checked.program, checked.spec.document.source, "0.0")
    assert "table = {}" not in text, (
        f"wtspec/codegen/training/sources.py: `_source` has no case for `{key}`"
    )
