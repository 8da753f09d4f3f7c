"""`init --images` writes a spec that is right for a folder of pictures, and trains at once."""

import numpy as np
import pytest
import yaml
from PIL import Image

# Keras's own, as early stopping keeps the best weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def draw(path, kind, generator, *, size, grey=False):
    """Stripes: their direction is what tells kinds apart."""
    height, width = size
    rows, columns = np.mgrid[0:height, 0:width]
    along = rows if kind == 0 else columns
    wave = 128 + 100 * np.sin(along / 1.5 + generator.random() * 6)
    picture = np.repeat(wave[..., None], 3, -1) * [1, 0.6 + 0.4 * generator.random(), 0.8]
    image = Image.fromarray(picture.clip(0, 255).astype("uint8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    (image.convert("L") if grey else image).save(path)


@pytest.fixture
def stripes(tmp_path):
    """Gives a folder of colored stripes, one kind four times as often."""

    def make(size=(12, 16), *, grey=False, counts=(80, 20)):
        generator = np.random.default_rng(0)
        for kind, count in enumerate(counts):
            for at in range(count):
                path = tmp_path / "stripes" / ("across", "down")[kind] / f"{at}.png"
                draw(path, kind, generator, size=size, grey=grey)
        return tmp_path / "stripes"

    return make


def written(path):
    return yaml.safe_load(path.read_text("utf-8"))


def test_a_run_without_an_edit_tells_the_labels_apart(wtspec, stripes, tmp_path):
    stripes()
    said = wtspec("init", "--images", "stripes")
    assert said.status == 0, said.err
    assert said.err.startswith("2 labels; 100 pictures, in color, of 12 x 16, made 12 x 16\n")
    assert wtspec("validate", "--strict", "stripes.yaml").status == 0
    assert written(tmp_path / "stripes.yaml")["train"]["class_weight"] == "balanced"
    done = wtspec("run", "stripes.yaml", "--set", "train.epochs=12")
    assert done.status == 0, done.err
    (accuracy,) = [line.split()[-1] for line in done.out.splitlines() if line.startswith("test")]
    assert float(accuracy) > 0.9


def test_grey_pictures_have_one_channel_and_are_not_mirrored(wtspec, stripes, tmp_path):
    stripes(grey=True, counts=(9, 9))
    wtspec("init", "--images", "stripes")
    spec = written(tmp_path / "stripes.yaml")
    assert spec["data"]["source"]["images"]["channels"] == 1
    assert "mirror" not in spec["model"]["layers"]
    assert "class_weight" not in spec["train"]


@pytest.mark.parametrize(
    ("size", "made"), [((90, 120), [48, 64]), ((33, 33), [33, 33]), ((300, 310), [64, 64])]
)
def test_large_pictures_are_made_small_ones_of_their_shape(size, made, wtspec, stripes, tmp_path):
    stripes(size, counts=(8, 8))
    wtspec("init", "--images", "stripes")
    spec = written(tmp_path / "stripes.yaml")
    assert spec["data"]["source"]["images"]["size"] == made
    assert spec["model"]["inputs"]["image"] == ["batch", *made, 3]
    assert wtspec("validate", "--strict", "stripes.yaml").status == 0


def test_what_a_run_leaves_out_or_refuses_is_told(wtspec, stripes):
    folder = stripes(counts=(8, 8))
    (folder / "down" / "notes.txt").write_text("x")
    (folder / "down" / "broken.png").write_text("x")
    said = wtspec("init", "--images", "stripes").err
    assert "left out, as no pictures: 1 .txt\n" in said
    assert "a run will refuse down/broken.png, which is no PNG" in said


@pytest.mark.parametrize("loose", [True, False])
def test_a_folder_without_labels_is_told(loose, wtspec, stripes):
    folder = stripes(counts=(8, 0))
    if loose:
        (folder / "across" / "0.png").rename(folder / "0.png")
    said = wtspec("init", "--images", "stripes")
    assert said.status == 1
    assert said.err.startswith("error[unusable-target]: the subfolders of `stripes` can't be")


def test_images_stand_without_a_table(wtspec):
    assert wtspec("init", "--images", "a", "--csv", "b.csv").status == 2
