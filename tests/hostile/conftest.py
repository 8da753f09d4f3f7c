"""The jail, one for all attacks that a process of pytest runs."""

import pytest

from tests.hostile.client import open_jail


@pytest.fixture(scope="session")
def jail():
    """Gives what came of an attack that lies in a folder."""
    with open_jail() as send:
        yield send
