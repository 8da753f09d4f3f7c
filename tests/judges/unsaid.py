"""What Keras's tests ask for and the language can't say, each with the reason."""

import re

from tests.judges.verdict import Verdict

_NORMALIZED = "a param is kept as it is given; Keras makes one form of several"
_MAPPING = "a param is no mapping"

UNSAID = {
    ("ZeroPadding.D", "get_config"): _NORMALIZED,
    ("Adaptive.*", "get_config"): _NORMALIZED,
    ("BatchNormalization", "test_(renorm_basics|serialization)"): _MAPPING,
    ("(GRU|LSTM)Cell", "test_basics"): (
        "Keras's layer takes the noise of dropout out of its own cell, by a method of that"
    ),
    ("Embedding", "weights_constructor_arg"): "a constructor takes params, not weights",
    ("Embedding", "test_(embedding_basics|sparse)"): (
        "a layer heeds masks or does not; it can't say so by a param"
    ),
}
"""By layer and test, both patterns."""

MOST = 20
"""Checks up to which the language may lack what they ask for."""


def unsaid(verdict: Verdict) -> str:
    """Why the language can't say what a check asks for; nothing where it can."""
    for (layer, check), why in UNSAID.items():
        layers = verdict.subject.split()
        if any(re.fullmatch(layer, one) for one in layers) and re.search(check, verdict.check):
            return why
    return ""
