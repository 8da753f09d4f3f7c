"""Several mistakes in one file: all of them are told in one go, and nothing but them."""

import random
import re
from itertools import combinations

import pytest

from tests.mistakes.slips import apply, copy_good, faults_of, read_slips

STOPS = {"yaml-syntax", "unknown-alias", "unsupported-version"}
"""Codes of faults after which nothing else in the file can be read."""

TAKES_AWAY = {
    "a model without inputs": "what the data give them can't be told from what they lack",
    "a required param without its type": "what is given for it can't be judged",
    "a param that is a type only": "the same",
    "a param of the layer that is not declared": "the same",
    "a type of Python's longer names": "the same",
    "a block stands one step too far right": "the same, of all params",
    "an import that is not there": "any layer or function may be declared in it",
    "a base that is not there": "what the file lacks may stand in it",
    "a slice that lost its quotes": "YAML's parser stops there",
    "a glob without quotes": "the same",
    "a formula in braces that opens with a bracket": "the same",
    "one value where a list belongs": "layers and functions of the other files are missing",
}
"""Slips that leave too little of what others are judged by, each with the reason."""

BY_USE = {
    "axis-out-of-range",
    "einsum-mismatch",
    "rank-mismatch",
    "returns-mismatch",
    "shape-mismatch",
    "unpack-mismatch",
}
"""Codes of faults of shapes: these are judged where all names of the model and its layers are."""

SLIPS = [one for one in read_slips() if one.code not in STOPS and one.title not in TAKES_AWAY]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("good")
    copy_good(path)
    return path


def drawn(size, count):
    """Groups of slips in different parts of one file, the same each time."""
    rng = random.Random(size)  # noqa: S311 - a draw, no secret
    while count:
        file = rng.choice(SLIPS).file
        slips = [one for one in SLIPS if one.file == file]
        group = rng.sample(slips, min(size, len(slips)))
        if len(group) == size and all(are_apart(*pair) for pair in combinations(group, 2)):
            count -= 1
            yield group


def are_apart(one, other):
    by_use = one.code in BY_USE or other.code in BY_USE
    return not one.parts & other.parts and not (by_use and in_model(one) and in_model(other))


def in_model(slip):
    return any(re.match("model|layers|params|functions|imports|data", part) for part in slip.parts)


@pytest.mark.parametrize(("size", "count"), [(2, 300), (3, 150), (4, 50)])
def test_slips_in_different_parts_give_one_error_each(size, count, folder):
    missed = []
    for group in drawn(size, count):
        text, places = apply(group)
        found = faults_of(text, group[0], folder)
        told = [(one.code, one.span.start) for one in found if one.severity == "error"]
        if sorted(told) != sorted(zip([one.code for one in group], places, strict=True)):
            missed.append(([one.title for one in group], told))
    assert not missed, "\n".join(map(str, missed))
