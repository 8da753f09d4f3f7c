"""What Keras's tests ask for and the language can't say, each with the reason."""

import re

from tests.judges.verdict import Verdict

_ITEMS = "how many items a list has, and of what kind, is not declared; Keras checks it by hand"
_NORMALIZED = "a param is kept as it is given; Keras makes one form of several"
_EMPTY = "a body has no statement that raises: what is cut off wholly is empty"
_MAPPING = "a param is no mapping"
_BOOL = "true is a whole number to Python's `isinstance`; in a file it is refused"

UNSAID = {
    ("Dropout", "validate_noise_shape_(invalid_type|negative|zero)"): _ITEMS,
    ("Reshape", "rejects_invalid_target_shape"): _ITEMS,
    ("ZeroPadding.D", "padding_argument_invalid"): _ITEMS,
    ("ZeroPadding.D", "get_config"): _NORMALIZED,
    ("Cropping.D", "cropping_argument_invalid"): _ITEMS,
    ("Cropping.D", "cropping_more_than_available"): _EMPTY,
    ("Cropping.D", "excessive_cropping"): _EMPTY,
    ("Adaptive.*", "get_config"): _NORMALIZED,
    ("GroupNormalization", "groups_rejects_invalid"): "bounds have no hole: -1, or at least 1",
    ("BatchNormalization", "test_(renorm_basics|serialization)"): _MAPPING,
    (".*Conv.*", "test_bad_init_args"): "what two params must be to each other is not declared",
    ("UpSampling1D", "with_invalid_size"): _BOOL,
    ("(Depthwise|Separable)Conv.*", "invalid_output_shape_raises"): _EMPTY,
    ("(GRU|LSTM)Cell", "test_basics"): (
        "Keras's layer takes the noise of dropout out of its own cell, by a method of that"
    ),
    ("Embedding", "invalid_(input|output)_dim"): _BOOL,
    ("Embedding", "weights_constructor_arg"): "a constructor takes params, not weights",
    ("Embedding", "test_(embedding_basics|sparse)"): (
        "a layer heeds masks or does not; it can't say so by a param"
    ),
}
"""By layer and test, both patterns."""


def unsaid(verdict: Verdict) -> str:
    """Why the language can't say what a check asks for; nothing where it can."""
    for (layer, check), why in UNSAID.items():
        layers = verdict.subject.split()
        if any(re.fullmatch(layer, one) for one in layers) and re.search(check, verdict.check):
            return why
    return ""
