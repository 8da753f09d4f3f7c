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
    key_span_of,
    plain,
    span_of,
    walk,
)
from wtspec.document.read import read_document, read_sound, read_text
from wtspec.document.written import Written

__all__ = [
    "Document",
    "Entry",
    "Locate",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Step",
    "Written",
    "find",
    "key_span_of",
    "locator",
    "plain",
    "read_document",
    "read_sound",
    "read_text",
    "span_of",
    "walk",
]
