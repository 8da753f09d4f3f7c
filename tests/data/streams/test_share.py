"""Each process reads its own rows of each batch, in the order of all."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.data.pictures import save
from wtspec.data.rows import Rows, joined
from wtspec.data.share import Share
from wtspec.data.stored.images import StoredImages, open_images
from wtspec.data.stored.parquet import StoredParquet
from wtspec.data.streams.row_stream import RowStream
from wtspec.data.streams.spill import new_spill
from wtspec.data.streams.stored_part import StoredPart
from wtspec.sources.request import SourceRequest

COUNT = 138


def shares(ways, size=16):
    """What each of several processes has, the last one all that is left."""
    half = (ways + 1) // 2
    return [Share(size, COUNT, ways, own) for own in (tuple(range(half)), tuple(range(half, ways)))]


@pytest.mark.parametrize(("ways", "size"), [(2, 16), (4, 10), (8, 3), (2, COUNT + 1)])
def test_each_row_of_an_epoch_is_one_process_own(ways, size):
    owned = [share.owns(0, COUNT + 5) for share in shares(ways, size)]
    np.testing.assert_array_equal(np.sum(owned, axis=0), np.arange(COUNT + 5) < COUNT)


def test_a_short_batch_is_divided_again():
    share = Share(8, 11, 4, (0,))
    assert np.flatnonzero(share.owns(0, 11)).tolist() == [0, 1, 8]


@pytest.fixture(params=["spill", "parquet", "part of parquet", "images"])
def source(request, tmp_path, monkeypatch):
    monkeypatch.setattr("wtspec.data.streams.mixing.WINDOW_BYTES", 1 << 8)
    return {"spill": spilled, "images": of_images}.get(request.param, of_parquet)(
        tmp_path, divided=request.param.startswith("part")
    )


def spilled(_folder, *, divided):
    del divided
    rows = Rows(np.arange(COUNT, dtype="float32"), numbers=np.arange(COUNT))
    spill = new_spill(rows, COUNT, "numbers")
    spill.add(rows)
    spill.done()
    return spill


def of_parquet(folder, *, divided):
    stored = COUNT * 2 if divided else COUNT
    table = pa.table({"x": np.arange(stored, dtype="float32")})
    parquet.write_table(table, folder / "x.parquet", row_group_size=20)
    codes = np.arange(stored, dtype="uint8") % 2 if divided else None
    part = StoredPart(StoredParquet([str(folder / "x.parquet")], "x"), codes, 0)
    return RowStream(part, ("x",), lambda part: take(part, "x"), 8)


def of_images(folder, *, divided):
    del divided
    for at in range(COUNT):
        save(folder / "all", f"{at:04}.png", np.full((1, 1, 3), at % 250, "uint8"))
    request = SourceRequest(kind="images", folder=folder, paths=("all",), size=(1, 1))
    part = StoredPart(open_images(request, folder))
    return RowStream(part, ("image",), lambda part: take(part, "image"), 8)


def take(part, name):
    assert len(part.numbers)  # formulas need not know what to make of no rows
    return Rows(part.columns.arrays[name], numbers=part.numbers)


@pytest.mark.parametrize("first", [0, 16, COUNT // 16 * 16])
@pytest.mark.parametrize("shuffle", [False, True])
def test_processes_together_read_what_one_reads(source, shuffle, first):
    whole = joined(list(source.epoch(5, 3, first, shuffle=shuffle)))
    for share in shares(4):
        read = list(source.epoch(5, 3, first, shuffle=shuffle, share=share))
        owned = share.owns(first, COUNT - first)
        for ours, all_rows in zip(joined(read).all_arrays, whole.all_arrays, strict=True):
            np.testing.assert_array_equal(ours, all_rows[owned])


def test_a_process_without_rows_in_the_short_batch_is_given_none(source):
    share = Share(16, COUNT, 16, (15,))
    assert not list(source.epoch(5, 3, COUNT // 16 * 16, shuffle=True, share=share))


@pytest.mark.parametrize("shuffle", [False, True])
def test_no_picture_is_decoded_that_is_another_process_own(tmp_path, monkeypatch, shuffle):
    source, decoded = of_images(tmp_path, divided=False), []
    decode = StoredImages._decode

    def noting(self, paths):
        decoded.extend(paths)
        return decode(self, paths)

    monkeypatch.setattr(StoredImages, "_decode", noting)
    whole = joined(list(source.epoch(5, 3, 0, shuffle=shuffle)))
    assert len(decoded) == COUNT
    decoded.clear()
    share = shares(2)[1]
    list(source.epoch(5, 3, 0, shuffle=shuffle, share=share))
    own = whole.numbers[share.owns(0, COUNT)]
    assert sorted(decoded) == sorted(f"{at:04}.png" for at in own)
