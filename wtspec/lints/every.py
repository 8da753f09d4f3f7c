"""Every lint, with the codes that it warns with and `# wtspec: allow` may name."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wtspec.lints.assigns import lint_assigns
from wtspec.lints.cross_entropy import lint_cross_entropy
from wtspec.lints.early_stopping import lint_early_stopping
from wtspec.lints.final_dropout import lint_final_dropout
from wtspec.lints.lost_mask import lint_lost_masks
from wtspec.lints.metrics import lint_metrics
from wtspec.lints.subject import Subject
from wtspec.lints.torn_windows import lint_torn_windows
from wtspec.lints.uneven_batch import lint_uneven_batch
from wtspec.lints.untrained import lint_untrained
from wtspec.lints.unused import lint_unused
from wtspec.lints.zero_product import lint_zero_product


class Lint(Struct, frozen=True):
    """A lint.

    Attributes:
        look: Looks at a program, and warns.
        codes: What it may warn with.
        of_training: Whether that may depend on the model and its training; else it is known of a
            layer by itself, whichever model uses it.
    """

    look: Callable[[Subject], None]
    codes: tuple[str, ...]
    of_training: bool = False


LINTS = (
    Lint(lint_unused, ("unused-weight", "unused-input", "unused-sublayer", "unused-param")),
    Lint(lint_untrained, ("no-gradient",), of_training=True),
    Lint(lint_zero_product, ("zero-product",)),
    Lint(lint_assigns, ("assign-outside-training",)),
    Lint(
        lint_cross_entropy,
        ("logits-as-probabilities", "probabilities-as-logits", "single-class"),
        of_training=True,
    ),
    Lint(lint_metrics, ("metric-mismatch",), of_training=True),
    Lint(lint_final_dropout, ("final-dropout",), of_training=True),
    Lint(lint_lost_masks, ("lost-mask",), of_training=True),
    Lint(lint_early_stopping, ("training-monitor",), of_training=True),
    Lint(lint_torn_windows, ("torn-windows",), of_training=True),
    Lint(lint_uneven_batch, ("uneven-batch",), of_training=True),
)
CODES = frozenset(code for one in LINTS for code in one.codes)
ALWAYS = frozenset(code for one in LINTS if not one.of_training for code in one.codes)
"""What is known of a layer by itself."""
