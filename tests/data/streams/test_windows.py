import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.data.streams.windows import in_order, mixed

PIECES = st.lists(st.integers(0, 40), min_size=1, max_size=12).filter(any)


def rows_of(windows):
    return [
        (one.piece, row)
        for window in windows
        for one in window
        for row in range(one.start, one.stop)
    ]


def all_rows(pieces):
    return [(piece, row) for piece, count in enumerate(pieces) for row in range(count)]


@given(PIECES, st.integers(1, 50))
def test_rows_in_order_are_those_of_the_source_in_windows_of_one_size(pieces, most):
    windows = in_order(pieces, most)
    assert rows_of(windows) == all_rows(pieces)
    sizes = [sum(one.stop - one.start for one in window) for window in windows]
    assert sizes[:-1] == [most] * (len(sizes) - 1)


@given(PIECES, st.integers(1, 50), st.integers(1, 6), st.integers(0, 3))
def test_mixed_windows_have_each_row_once(pieces, most, least, epoch):
    windows = mixed(pieces, most, least, (7, epoch))
    assert sorted(rows_of(windows)) == all_rows(pieces)


def test_mixed_windows_have_rows_of_several_pieces_each():
    windows = mixed([1000] * 20, 500, 4, (0, 0))
    assert min(len({one.piece for one in window}) for window in windows) == 4


def test_small_pieces_are_read_whole():
    windows = mixed([10] * 100, 200, 2, (0, 0))
    assert {len(window) for window in windows} == {20}


@pytest.mark.parametrize("epoch", [1, 2])
def test_each_epoch_has_another_order(epoch):
    assert mixed([10] * 30, 50, 2, (0, 0)) != mixed([10] * 30, 50, 2, (0, epoch))
