"""Lints: what is valid and almost surely wrong."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from wtspec.errors import Diagnostic, Report
from wtspec.errors.report import MOST_TOLD
from wtspec.lints.every import ALWAYS, CODES, LINTS
from wtspec.lints.flows import Flows
from wtspec.lints.follow import follow
from wtspec.lints.outputs import outputs
from wtspec.lints.subject import Subject
from wtspec.program.program import Program
from wtspec.spec import Spec


def lint(program: Program, spec: Spec) -> tuple[Diagnostic, ...]:
    """Warnings about a program that has no errors, but those that its files allow."""
    flows = Flows(program.with_model, program.functions, follow)
    measured = tuple(outputs(program))
    subject = Subject(program, spec, program.with_model, flows, flows.members(), measured, [])
    for one in LINTS:
        one.look(subject)
    report = Report()
    report.add_all(islice(_silenced(subject), MOST_TOLD + 1))
    return report.diagnostics


def _silenced(subject: Subject) -> Iterable[Diagnostic]:
    if not subject.warnings and "allow" not in subject.spec.document.source.text:
        return ()
    from wtspec.lints.allow import silence

    judged = ALWAYS if subject.program.training is None else CODES
    return silence(dict.fromkeys(subject.warnings), subject.spec, judged)
