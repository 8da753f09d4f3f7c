"""Lints: what is valid and almost surely wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from wtspec.document import Document
from wtspec.errors import Diagnostic, Report
from wtspec.errors.report import MOST_TOLD
from wtspec.lints.assigns import lint_assigns
from wtspec.lints.cross_entropy import lint_cross_entropy
from wtspec.lints.early_stopping import lint_early_stopping
from wtspec.lints.final_dropout import lint_final_dropout
from wtspec.lints.flows import Flows
from wtspec.lints.follow import follow
from wtspec.lints.lost_mask import lint_lost_masks
from wtspec.lints.metrics import lint_metrics
from wtspec.lints.outputs import outputs
from wtspec.lints.subject import Subject
from wtspec.lints.untrained import lint_untrained
from wtspec.lints.unused import lint_unused
from wtspec.lints.zero_product import lint_zero_product
from wtspec.program.program import Program

LINTS: tuple[Callable[[Subject], None], ...] = (
    lint_unused,
    lint_untrained,
    lint_zero_product,
    lint_assigns,
    lint_cross_entropy,
    lint_metrics,
    lint_final_dropout,
    lint_lost_masks,
    lint_early_stopping,
)


def lint(program: Program, document: Document) -> tuple[Diagnostic, ...]:
    """Warnings about a program that has no errors, but those that its files allow."""
    flows = Flows(program.with_model, program.functions, follow)
    measured = tuple(outputs(program))
    subject = Subject(program, document, program.with_model, flows, flows.members(), measured, [])
    for one in LINTS:
        one(subject)
    report = Report()
    report.add_all(islice(_silenced(subject), MOST_TOLD + 1))
    return report.diagnostics


def _silenced(subject: Subject) -> Iterable[Diagnostic]:
    if not subject.found and "allow" not in subject.document.source.text:
        return ()
    from wtspec.lints.allow import silence
    from wtspec.lints.codes import ALWAYS, CODES

    judged = ALWAYS if subject.program.training is None else CODES
    return silence(dict.fromkeys(subject.found), subject.document, judged)
