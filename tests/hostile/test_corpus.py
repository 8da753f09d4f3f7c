"""Each attack ends in located errors, or in source that holds nothing of it as code."""

import pytest

from tests.hostile.attacks import every_attack
from tests.hostile.jail import MOST_BYTES
from tests.long import mostly_long

EVERY = every_attack()


@pytest.mark.parametrize("name", mostly_long(EVERY, every=10))
def test_an_attack_ends_in_its_errors_or_does_nothing(name, jail, tmp_path):
    attack = EVERY[name]
    attack.lay_down(tmp_path)
    found = jail(attack, tmp_path)
    assert not found.get("fault"), found["fault"]
    assert tuple(found["codes"]) == attack.expected
    assert found["seen"] == []
    assert attack.unplaced or not found["unplaced"]
    assert found["peak"] < MOST_BYTES


def test_there_are_at_least_400_attacks():
    assert len(EVERY) >= 400
