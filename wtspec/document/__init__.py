"""From paths and overrides to a located tree: YAML 1.2 within limits, `extends`, `imports`."""

from wtspec.document.locate import Locate, locator
from wtspec.document.node import (
    Document,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Step,
    find,
    plain,
    walk,
)
from wtspec.document.read import read_document, read_sound, read_text

__all__ = [
    "Document",
    "Entry",
    "Locate",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Step",
    "find",
    "locator",
    "plain",
    "read_document",
    "read_sound",
    "read_text",
    "walk",
]
