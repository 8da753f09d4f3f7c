"""What Keras's tests ask for and the language can't say, each with the reason."""

from tests.judges.verdict import Verdict

_ITEMS = "what the items of a list are, and how many, is not declared: Keras checks it by hand"
_NORMALIZED = "a param is kept as it is given: Keras makes one form of several"
_TOO_MUCH = "a layer's body has no statement that raises: what is cut off wholly is empty"
_MAPPING = "a param is no mapping"

UNSAID = {
    ("Dropout", "test_validate_noise_shape_invalid_type"): _ITEMS,
    ("Dropout", "test_validate_noise_shape_negative_value"): _ITEMS,
    ("Dropout", "test_validate_noise_shape_zero_value"): _ITEMS,
    ("Reshape", "test_reshape_rejects_invalid_target_shape"): _ITEMS,
    ("BatchNormalization", "test_renorm_basics"): _MAPPING,
    ("BatchNormalization", "test_serialization"): _MAPPING,
}
"""By layer and test; a test's name stands for all of its parameters."""


def unsaid(verdict: Verdict) -> str:
    """Why the language can't say what a check asks for; nothing where it can."""
    return next(
        (
            why
            for (subject, check), why in UNSAID.items()
            if subject in verdict.subject.split() and verdict.check.startswith(check)
        ),
        "",
    )
