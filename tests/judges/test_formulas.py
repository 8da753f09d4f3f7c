"""A few of the random formulas; `make judge` asks 10,000."""

from tests.judges.formulas import judge_static, judge_tensors


def test_static_formulas_mean_what_python_says():
    count, found = judge_static(200, seed=1000)

    assert (count, found) == (200, [])


def test_formulas_over_tensors_mean_what_numpy_says():
    count, found = judge_tensors(60, seed=1000)

    assert found == []
    assert count > 40
