"""What comes of a file: the source that it becomes, or what is said of it."""

import re
from dataclasses import dataclass

from tests.resolve.inspect_source import check_source
from wtspec.codegen import generate_all
from wtspec.errors import SpecError
from wtspec.stages import check, load

PLACE = re.compile(r"  # .*\d$", re.MULTILINE)
DIGEST = re.compile(r"(?<=\.)[0-9a-f]{8}(?=\")")
"""What a class's registered name ends in, which follows how a file is written."""


@dataclass
class Outcome:
    """Of one file.

    Attributes:
        source: Without the places that it names and digests; None where there are errors.
        diagnostics: All of them.
    """

    source: str | None
    diagnostics: tuple

    @property
    def said(self):
        """Codes and messages, without places: where a text is quoted, several fall into one."""
        return {(one.severity, one.code, one.message) for one in self.diagnostics}

    @property
    def codes(self):
        """Codes alone: a message shows a formula only where it stands unquoted on one line."""
        return {(one.severity, one.code) for one in self.diagnostics}

    @property
    def places(self):
        """Codes with the lines and columns where they stand, in an order of their own."""
        spans = [(one.code, one.span) for one in self.diagnostics if one.span]
        return sorted((code, span.line, span.column) for code, span in spans)

    @property
    def meaning(self):
        """What it becomes, or why it can't; lints look at what a file itself holds, too."""
        return self.source, {one for one in self.said if one[0] == "error"}


def outcome(path, text, overrides=()):
    """Writes a file, and looks at what comes of it; source is inspected on the way."""
    path.write_text(text, encoding="utf-8")
    try:
        checked = check(load(path, overrides))
    except SpecError as error:
        return Outcome(None, error.diagnostics)
    source = generate_all(checked.program, checked.spec.document.source, "0.0")
    check_source(source)
    bare = DIGEST.sub("", PLACE.sub("", source.partition("\n")[2]))
    return Outcome(bare, checked.warnings)
