"""The codes of all lints, which `# wtspec: allow` may name."""

ALWAYS = frozenset(
    {
        "unused-weight",
        "unused-input",
        "unused-sublayer",
        "unused-param",
        "zero-product",
        "assign-outside-training",
    }
)
"""What is known of a layer by itself, whichever model uses it."""

OF_TRAINING = frozenset(
    {
        "no-gradient",
        "logits-as-probabilities",
        "probabilities-as-logits",
        "single-class",
        "metric-mismatch",
        "final-dropout",
        "lost-mask",
        "training-monitor",
    }
)
"""What may depend on the model and its training."""

CODES = ALWAYS | OF_TRAINING
