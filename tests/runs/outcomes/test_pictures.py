"""Rows that are pictures are drawn as they are."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.data.pictures import save
from wtspec.runs.outcomes.pictures import draw, is_picture

OF_FILES = """
wtspec: 1
model:
  inputs: {x: [batch, 16, 16, 3]}
  sequential: [Flatten, {Dense: =classes(label) - 1}]
data:
  source: SOURCE
  inputs: {x: FORMULA}
  targets: =lookup(label) - 1
  split: {test: 0.4, stratify: label}
train: {epochs: 1, optimizer: adam, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}
"""
DIGITS = """
wtspec: 1
model: {inputs: {x: SHAPE}, sequential: [Flatten, {Dense: 10}]}
data:
  source: {sklearn: digits}
  inputs: {x: FORMULA}
  targets: =target
  split: {test: 0.03}
train: {epochs: 1, optimizer: adam, loss: {SparseCategoricalCrossentropy: {from_logits: true}}}
"""


def drawn(address):
    head, _, text = address.partition(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text, validate=True))))


def larger(picture, times):
    return picture.repeat(times, axis=0).repeat(times, axis=1)


@pytest.fixture
def colors(project):
    """Pictures of two colors in folders, and a table of them."""
    generator = np.random.default_rng(0)
    lines = ["photo,label\n"]
    for label in ("blue", "red"):
        for at in range(10):
            picture = generator.integers(0, 256, (16, 16, 3), "uint8")
            save(project / "colors", f"{label}/{at}.png", picture)
            lines.append(f"{label}/{at}.png,{label}\n")
    (project / "colors" / "all.csv").write_text("".join(lines), "utf-8")
    return project / "colors"


@pytest.mark.parametrize(
    "formula", ['"=image(photo, size=[16, 16])"', '"=image(photo, size=[16, 16]) / 255"']
)
def test_pictures_of_a_table_are_those_of_the_files(ready, outcomes, colors, formula):
    text = OF_FILES.replace("SOURCE", "{csv: colors/all.csv}").replace("FORMULA", formula)
    (one,) = outcomes(ready(text)).outcomes
    assert len(one.worst) == 8
    for example in one.worst:
        told = dict(example.columns)
        assert list(told) == ["photo"]
        assert told["photo"].startswith(example.true)
        file = np.asarray(Image.open(colors / told["photo"]))
        np.testing.assert_array_equal(drawn(example.image), larger(file, 4))


@pytest.mark.parametrize("formula", ["=image", "=image / 255", '"=standardize(image)"'])
def test_pictures_of_folders_are_those_of_the_files(ready, outcomes, colors, formula):
    (colors / "all.csv").unlink()
    text = OF_FILES.replace("SOURCE", "{images: {path: colors, size: [16, 16]}}")
    (one,) = outcomes(ready(text.replace("FORMULA", formula))).outcomes
    files = [np.asarray(Image.open(path)) for path in sorted(colors.glob("*/*.png"))]
    for example in one.worst:
        assert example.columns == []
        assert any(np.array_equal(drawn(example.image), larger(file, 4)) for file in files)


@pytest.mark.parametrize(
    ("shape", "formula"),
    [("[batch, 64]", "=data / 16"), ("[batch, 8, 8]", '"=standardize(images)"')],
)
def test_digits_are_drawn_though_they_are_rows_of_numbers(ready, outcomes, shape, formula):
    job = ready(DIGITS.replace("SHAPE", shape).replace("FORMULA", formula))
    (one,) = outcomes(job).outcomes
    for example in one.worst:
        file = job.columns.columns.arrays["images"][example.row - 1]
        shown = drawn(example.image)
        np.testing.assert_array_equal(shown, larger(np.rint(file * 255 / 16), 8))


@pytest.mark.parametrize("formula", ["=data / 16", '"=standardize(data)"'])
def test_what_a_model_draws_anew_stands_beside_the_picture(ready, outcomes, formula):
    text = DIGITS.replace("SHAPE", "[batch, 64]").replace("FORMULA", formula)
    text = text.replace("=target", formula).replace("Dense: 10", "Dense: 64")
    text = text[: text.index("loss:")] + "loss: mse}\n"
    job = ready(text)
    (one,) = outcomes(job).outcomes
    given = job.model.predict(job.parts["test"].inputs, verbose=0)
    if formula == "=data / 16":
        given = given * 16
    else:
        (kept,) = job.learned.learned.state.values()
        given = given * np.array(kept["std"]) + np.array(kept["mean"])
    given = np.rint(np.clip(given / 16, 0, 1) * 255).reshape(-1, 8, 8)
    for example in one.worst:
        shown = drawn(example.image)
        images = job.columns.columns.arrays["images"][example.row - 1]
        np.testing.assert_array_equal(shown[:, :64], larger(np.rint(images * 255 / 16), 8))
        np.testing.assert_allclose(shown[:, 68:], larger(given[example.row - 1], 8), atol=1)
        assert (example.true, example.predicted) == ("on the left", "on the right")


def test_other_numbers_are_not_drawn(ready, outcomes):
    job = ready(DIGITS.replace("SHAPE", "[batch, 64]").replace("FORMULA", "=data"))
    job.columns.columns.arrays["images"] = job.columns.columns.arrays["images"] + 1
    (one,) = outcomes(job).outcomes
    assert {example.image for example in one.worst} == {""}
    assert one.worst[0].columns[0][0] == "data"


def test_large_pictures_are_shrunk_and_small_ones_grow():
    large, small = (np.zeros(shape, "uint8") for shape in ((300, 150, 3), (5, 9)))
    assert drawn(draw([large])[0]).shape == (96, 48, 3)
    assert drawn(draw([small])[0]).shape == (40, 72)
    huge = np.zeros((2000, 1600), "uint8")
    huge[:1000] = 255
    shown = drawn(draw([huge])[0])
    assert shown.shape == (96, 77)
    assert (shown[[0, -1], 0].tolist(), shown[[40, 55], 40].tolist()) == ([255, 0], [255, 0])


def test_photos_leave_room_in_a_page_of_a_megabyte_and_a_half():
    noise = np.random.default_rng(0).integers(0, 256, (24, 200, 200, 3), "uint8")
    for beside in ((), noise):
        assert sum(map(len, draw(noise, beside))) < 1_000_000


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (np.array([0.0, 0.5, 1.0]), [0, 128, 255]),
        (np.array([0.0, 8.0, 16.0]), [0, 128, 255]),
        (np.array([0, 100, 255]), [0, 100, 255]),
        (np.array([-1.0, 0.0, 1.0]), [0, 128, 255]),
        (np.array([-3.0, 0.0, 3.0]), [0, 128, 255]),
        (np.array([0.0, np.nan, 1.0]), [0, 0, 255]),
        (np.full(3, -2.5), [0, 0, 0]),
        (np.array([0.0, 50_000.0, 100_000.0]), [0, 128, 255]),
    ],
)
def test_values_keep_the_scale_that_they_have(values, shown):
    assert drawn(draw([np.tile(values, (64, 1))])[0])[0].tolist() == shown


def test_only_what_is_a_picture_for_certain_is_one():
    assert is_picture("x", np.zeros((8, 8, 1)))
    assert is_picture("images", np.zeros((8, 8)))
    assert not is_picture("x", np.zeros((8, 8)))
    assert not is_picture("x", np.zeros((8, 8, 2)))
    assert not is_picture("x", np.zeros((3, 8, 3)))
    assert not is_picture("images", np.zeros(64))
    assert not is_picture("images", "a.png")
    assert not is_picture("images", np.full((8, 8), "a", object))
