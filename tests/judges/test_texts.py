import pytest

from tests.judges.texts import POINTS, judge, shipped


@pytest.mark.long
def test_specs_know_texts_about_as_well_as_tf_idf(tmp_path):
    found = judge(shipped(), tmp_path)
    assert min(found["words"], found["tokens"]) >= found["tf-idf"] - POINTS
