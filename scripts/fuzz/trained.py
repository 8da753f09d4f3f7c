"""Whole specs, some of them changed part by part: what validates trains, or says what is wrong."""

from scripts.fuzz.chance import Chance
from scripts.fuzz.folder import folder
from scripts.fuzz.learn import learn
from tests.grammar.layout import MIXED
from tests.grammar.layout import write as lay_out
from tests.grammar.specs import spec
from tests.resolve.mutate import mutate, write


def trained(data: bytes) -> str:
    """Makes a spec as the bytes say, and trains it."""
    chance = Chance(data)
    changes = chance.randrange(3)
    made = spec(chance)
    text = lay_out(made, MIXED, chance) if changes == 0 else write(mutate([made], chance))
    path = folder() / "trained.yaml"
    path.write_text(text, encoding="utf-8")
    return learn(path)
