"""What a spec sets, for those who lay trainings side by side."""

from __future__ import annotations

from wtspec.document import Mapping
from wtspec.document.flat_values import flat_values

_PROSE = ("wtspec", "doc", "name")
_LOGGERS = "train.loggers"


def flat_settings(tree: Mapping) -> dict[str, str]:
    """What a resolved spec sets, as texts by their paths; loggers say nothing about a training."""
    sections = ((key, entry) for key, entry in tree.entries.items() if key not in _PROSE)
    values = (pair for key, entry in sections for pair in flat_values(entry.value, key))
    return {path: text for path, text in values if not f"{path}.".startswith(f"{_LOGGERS}.")}
