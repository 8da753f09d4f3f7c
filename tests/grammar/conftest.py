"""Specs made from the grammar, and mutants of them, which may be anything."""

from dataclasses import dataclass
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from tests.grammar.specs import spec
from tests.resolve.mutate import mutate
from wtspec.codegen import module


@dataclass
class Drawn:
    """Chooses as `random.Random` does, so that Hypothesis can make a failing choice simpler."""

    draw: object

    def choice(self, items):
        return self.draw(st.sampled_from(items))

    def randrange(self, stop):
        return self.draw(st.integers(0, stop - 1))


@st.composite
def chances(draw):
    return Drawn(draw)


@st.composite
def specs(draw):
    return spec(Drawn(draw))


@st.composite
def mutants(draw):
    made = spec(Drawn(draw))
    return mutate([made], draw(st.randoms(use_true_random=False)))


@pytest.fixture(autouse=True, scope="module")
def unformatted():
    """Source as it was printed: laying it out takes longer than all the rest."""
    with patch.object(module, "format_source", str):
        yield


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    """A file that every example may write anew."""
    return tmp_path_factory.mktemp("grammar") / "main.yaml"
