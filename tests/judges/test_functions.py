"""A part of the functions' walk; `make judge` walks all of them."""

import pytest

from tests.judges.functions import NOT_WALKED, counts, walk
from tests.long import mostly_long
from wtspec.catalog import function, function_names

WITH_TENSORS_ALONE = [
    name for name in function_names() if function(name).tensors_alone and name not in NOT_WALKED
]


@pytest.mark.parametrize("start", mostly_long(range(4), every=4))
def test_functions_do_what_keras_s_do(start):
    found = walk(WITH_TENSORS_ALONE[start::8])

    assert [one for one in found if one[2]] == []
    assert counts(found)[1] > 30
