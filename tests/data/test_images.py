"""A folder of pictures is a table: a row each, in natural order, the folders its labels."""

import numpy as np
import pytest
from PIL import Image

from tests.data.pictures import cut, exif, lying, save, scene
from wtspec.data.readers.read_source import read_source
from wtspec.data.stored.images import open_images
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest


@pytest.fixture
def folder(tmp_path):
    for name in ("dog/10.png", "dog/2.png", "cat/a.png", "cat/deep/b.PNG", "dog/.hidden.png"):
        save(tmp_path / "pets", name.lower(), scene())
    (tmp_path / "pets" / "cat" / "deep" / "b.png").rename(tmp_path / "pets/cat/deep/B.PNG")
    (tmp_path / "pets" / "cat" / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "pets" / ".DS_Store").write_bytes(b"x")
    return tmp_path


def request(path="pets", **given):
    return SourceRequest("images", paths=(path,), **given)


def test_rows_are_in_natural_order_and_labels_are_the_first_folders(folder):
    arrays = read_source(request(), folder).arrays
    assert arrays["path"].tolist() == ["cat/a.png", "cat/deep/B.PNG", "dog/2.png", "dog/10.png"]
    assert arrays["label"].tolist() == ["cat", "cat", "dog", "dog"]
    assert (arrays["image"].dtype, arrays["image"].shape) == ("uint8", (4, 12, 20, 3))
    np.testing.assert_array_equal(arrays["image"][2], scene())


def test_a_folder_without_others_has_no_labels(folder):
    assert {*read_source(request("pets/dog"), folder).arrays} == {"image", "path"}
    assert {*known_columns(request("pets/dog"), folder)} == {"image", "path"}


def test_a_picture_beside_the_folders_has_an_empty_label(folder):
    save(folder / "pets", "z.png", scene())
    assert read_source(request(), folder).arrays["label"].tolist()[-1] == ""


def test_pictures_are_made_the_size_that_is_asked_for(folder):
    read = read_source(request(size=(6, 5), channels=1), folder)
    assert read.arrays["image"].shape == (4, 6, 5, 1)


def test_columns_are_known_without_the_folder(tmp_path):
    known = known_columns(request("nowhere", size=(6, 5), channels=4), tmp_path)
    assert (known["image"].shape, known["label"].dtype) == ((6, 5, 4), "str")
    assert known_columns(request("nowhere"), tmp_path)["image"].shape == (None, None, 3)


def test_sizes_are_compared_upright(folder):
    save(folder / "pets", "dog/3.png", lying(6), exif=exif(6))
    assert read_source(request(), folder).arrays["image"].shape == (5, 12, 20, 3)


def test_unequal_sizes_name_two_files_and_the_line_that_mends_it(folder, fault):
    save(folder / "pets", "dog/3.png", scene(7, 8))
    found = fault(read_source, request(), folder)
    assert found.code == "unequal-images"
    assert "`cat/a.png`" in found.received
    assert "`dog/3.png`" in found.received
    assert found.help == "write `images: {path: pets, size: [12, 20]}`"


@pytest.mark.parametrize("size", [None, (8, 8)])
def test_all_broken_pictures_are_told_at_once(size, folder, fault):
    for at in range(30):
        save(folder / "pets", f"bad/{at}.png", np.random.default_rng(at).random((9, 9)) > 0.5)
        cut(folder / "pets" / "bad" / f"{at}.png")
    found = fault(read_source, request(size=size), folder)
    assert found.code == "broken-images"
    assert found.message == "30 of 34 pictures of `pets` can't be decoded"
    assert found.received.startswith("`bad/0.png` is truncated; `bad/1.png` is truncated; ")
    assert found.received.endswith("and 22 more")


def test_a_folder_without_pictures_says_what_lies_there(tmp_path, fault):
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "notes.txt").write_text("x")
    found = fault(read_source, request(), tmp_path)
    assert (found.code, found.received) == ("no-rows", "1 .txt")


def test_a_missing_folder_offers_the_nearest_name(folder, fault):
    found = fault(read_source, request("pest"), folder)
    assert (found.code, found.help) == ("file-not-found", "did you mean `pets`?")


def test_a_folder_outside_the_root_is_refused(folder, fault):
    assert fault(read_source, request(".."), folder / "pets").code == "outside-root"


def test_a_link_to_a_picture_outside_the_root_is_refused(folder, tmp_path_factory, fault):
    outside = save(tmp_path_factory.mktemp("outside"), "a.png", scene())
    (folder / "pets" / "dog" / "link.png").symlink_to(outside)
    assert fault(read_source, request(), folder).code == "outside-root"


def test_links_to_folders_are_not_followed(folder):
    (folder / "pets" / "again").symlink_to(folder / "pets")
    assert len(read_source(request(), folder).arrays["path"]) == 4


def test_pieces_are_the_whole_cut_up(folder):
    for at in range(200):
        save(folder / "pets", f"dog/{at}.png", Image.new("RGB", (20, 12), (at, 0, 0)))
    whole = read_source(request(), folder).arrays
    stored = open_images(request(), folder)
    assert stored.names == tuple(whole)
    assert len(stored.pieces) > 1
    for name in stored.names:
        pieces = [stored.read(at, [name])[name] for at in range(len(stored.pieces))]
        np.testing.assert_array_equal(np.concatenate(pieces), whole[name])
    assert stored.whole_bytes >= whole["image"].nbytes


def test_some_rows_of_a_piece_are_read(folder):
    stored = open_images(request(size=(4, 4)), folder)
    assert stored.read(0, ["path"], 1, 3)["path"].tolist() == ["cat/deep/B.PNG", "dog/2.png"]
    assert stored.read(0, ["image", "label"], 3)["image"].shape == (1, 4, 4, 3)
    assert stored.read(0, ["label"], 3, 99)["label"].tolist() == ["dog"]


def test_pictures_are_left_alone_where_only_labels_are_read(folder):
    cut(folder / "pets" / "dog" / "2.png")
    stored = open_images(request(size=(4, 4)), folder)
    assert stored.read(0, ["label"])["label"].tolist() == ["cat", "cat", "dog", "dog"]


def test_a_broken_picture_of_one_piece_tells_of_those_of_all(folder, fault):
    for at in range(200):
        path = save(folder / "pets", f"dog/{at}.png", scene())
        if at % 50 == 0:
            cut(path)
    stored = open_images(request(size=(4, 4)), folder)
    found = fault(stored.read, 0, ["image"])
    assert found.message == "4 of 202 pictures of `pets` can't be decoded"


def test_where_time_is_short_the_first_pictures_are_told_of(folder, fault, monkeypatch):
    monkeypatch.setattr("wtspec.data.stored.images._LOOKING_SECONDS", 0)
    monkeypatch.setattr("wtspec.data.stored.images._LOOKED_AT_ONCE", 3)
    cut(folder / "pets" / "cat" / "a.png")
    cut(folder / "pets" / "dog" / "10.png")
    found = fault(open_images(request(size=(4, 4)), folder).read, 0, ["image"])
    assert found.message == "1 of the first 3 pictures of `pets` can't be decoded"
