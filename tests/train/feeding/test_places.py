"""Each way has its rows of each batch together, wherever the process's ways are."""

import numpy as np
import pytest

from wtspec.data.share import Share
from wtspec.train.feeding.places import find_places

COUNT = 47


@pytest.mark.parametrize("own", [(0, 1, 2, 3), (2,), (0, 3), (1, 2)])
@pytest.mark.parametrize(("first", "count", "batches"), [(0, 20, 2), (20, 20, 3), (40, 7, 2)])
def test_rows_lie_way_by_way_and_batch_by_batch(own, first, count, batches):
    found = find_places(Share(10, COUNT, 4, own), first, count, batches)
    lying = np.full(len(own) * batches * 3, -1)
    lying[found.own] = first + found.rows[found.own]
    taken = [[row for row in one if row >= 0] for one in lying.reshape(-1, 3).tolist()]
    rows = [list(range(at, min(at + 10, COUNT))) for at in range(first, first + count, 10)]
    wanted = [part(batch, way) for way in own for batch in rows]
    assert [one for one in taken if one] == [one for one in wanted if one]


def part(batch, way):
    """Those of a batch's rows that go a way of four."""
    width = -(-len(batch) // 4)
    return batch[way * width :][:width]


def test_places_without_rows_repeat_one_of_the_process_own():
    found = find_places(Share(10, COUNT, 4, (3,)), 0, 20, 2)
    assert set(found.rows.tolist()) == {9, 19}
