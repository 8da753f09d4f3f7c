import pytest

from tests.judges.data_formulas import judge


@pytest.mark.long
def test_random_formulas_over_columns_are_those_of_numpy():
    verdict = judge(250, seed=1)
    assert not verdict.differences
    assert verdict.formulas == 250
    assert verdict.refused > 10
