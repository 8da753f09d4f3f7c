"""The output of a file does not depend on the order in which a process's sets come."""

import pytest

from tests.seeds.bad_files import lay_down
from tests.seeds.compare import differences, told

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    assert lay_down(folder, attacks=False) > 400
    return folder


@pytest.fixture(scope="module")
def first(folder):
    return told(folder, 0)


def test_each_bad_file_is_told_in_errors_of_its_own(first):
    assert [text for text in first.values() if "Traceback" in text] == []
    assert [name for name, text in first.items() if name.startswith("wide/") and not text] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_bad_files_give_the_same_output_under_each_hash_seed(folder, first, seed):
    assert differences(first, told(folder, seed)) == []
