"""Mistakes that people make by accident: each gives one error, where it is, with its repair."""

import re

import pytest

from tests.mistakes.slips import GOOD, apply, copy_good, faults_of, read_slips
from wtspec.stages import check_file

SLIPS = read_slips()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("good")
    copy_good(path)
    return path


@pytest.mark.parametrize("file", sorted({slip.file for slip in SLIPS}))
def test_a_file_without_a_slip_is_good(file, folder):
    assert GOOD[file].read_bytes() == (folder / f"{file}.yaml").read_bytes()
    assert check_file(folder / f"{file}.yaml").warnings == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.title.replace(" ", "-"))
def test_a_slip_gives_one_error_where_it_is_with_its_repair(slip, folder):
    text, places = apply([slip])
    errors = [fault for fault in faults_of(text, slip, folder) if fault.severity == "error"]
    assert [error.code for error in errors] == [slip.code]
    assert [error.span.start for error in errors] == places
    assert slip.help is None or re.search(slip.help, errors[0].help or "")


def test_every_slip_has_a_title_of_its_own():
    titles = [slip.title for slip in SLIPS]
    assert len(titles) == len(set(titles))
    assert len(titles) > 60
