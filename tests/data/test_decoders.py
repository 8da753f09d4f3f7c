"""Processes decode what threads do, and are done without where they die."""

import gc
import os
import signal

import numpy as np
import pytest

from tests.data.pictures import cut, save, scene
from wtspec.data.images.decode_images import (
    BrokenImagesError,
    UnequalSizesError,
    common_size,
    decode_images,
)
from wtspec.data.images.decoders import Decoders
from wtspec.data.stored import images
from wtspec.data.stored.images import open_images
from wtspec.sources.request import SourceRequest


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    return [str(save(folder, f"{at}.png", scene() // (at + 1))) for at in range(150)]


@pytest.fixture(scope="module")
def decoders():
    return Decoders()


def pids(decoders):
    return [one.running.pid for one in decoders._started]


@pytest.mark.parametrize(("channels", "resize"), [(3, "stretch"), (1, "crop"), (4, "pad")])
def test_they_give_what_threads_give(channels, resize, decoders, files):
    found = decoders.decode(files, files, (8, 6), channels, resize)
    np.testing.assert_array_equal(found, decode_images(files, files, (8, 6), channels, resize))
    assert decoders.decode(files[:1], files[:1], (8, 6)).shape == (1, 8, 6, 3)


def test_what_is_broken_is_told_by_name(decoders, files, tmp_path):
    broken = str(cut(save(tmp_path, "cut.png", scene()), 0.6))
    with pytest.raises(BrokenImagesError) as raised:
        decoders.decode([*files, broken], [*files, "cut"], (8, 8))
    assert raised.value.faults == [("cut", "is truncated")]
    with pytest.raises(BrokenImagesError):
        decoders.common_size([*files, broken + "x"], [*files, "x"])


def test_sizes_are_compared(decoders, files, tmp_path):
    assert decoders.common_size(files, files) == common_size(files, files) == (12, 20)
    other = str(save(tmp_path, "other.png", scene(5, 5)))
    with pytest.raises(UnequalSizesError):
        decoders.common_size([*files, other], [*files, "other"])


def test_one_that_dies_is_done_without(files):
    dying = Decoders()
    right = dying.decode(files, files, (8, 8))
    for pid in pids(dying):
        os.kill(pid, signal.SIGKILL)
    np.testing.assert_array_equal(dying.decode(files, files, (8, 8)), right)


def test_an_interrupt_is_for_the_run_to_heed(decoders, files):
    decoders.decode(files, files, (8, 8))
    before = pids(decoders)
    for pid in before:
        os.kill(pid, signal.SIGINT)
    decoders.decode(files, files, (8, 8))
    assert pids(decoders) == before


def test_they_end_with_what_asks_them(files):
    ending = Decoders()
    ending.decode(files, files, (8, 8))
    several = [one.running for one in ending._started]
    del ending
    gc.collect()
    assert all(one.returncode is not None for one in several)


def test_many_pictures_are_decoded_by_them(files, monkeypatch):
    monkeypatch.setattr(images, "FEWEST", 100)
    folder = os.path.dirname(files[0])  # noqa: PTH120
    request = SourceRequest("images", paths=(".",))
    stored = open_images(request, images.Path(folder))
    assert stored.decoders is not None
    whole = stored.whole()["image"]
    np.testing.assert_array_equal(stored.read(1, ["image"])["image"], whole[64:128])
    monkeypatch.setattr(images, "FEWEST", 1000)
    few = open_images(request, images.Path(folder))
    np.testing.assert_array_equal(few.whole()["image"], whole)
