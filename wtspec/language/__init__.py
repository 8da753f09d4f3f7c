"""The language of formulas and bodies: text to tree, static values; `print` goes back to text."""

from wtspec.language.convert.flow import STATEMENT_NAMES
from wtspec.language.limits import (
    MAX_EXPONENT,
    MAX_INTEGER,
    MAX_NESTING,
    MAX_NODES,
    MAX_RANGE,
    MAX_STEPS,
)
from wtspec.language.measure import count_nodes
from wtspec.language.names import assigned_names, called_names, free_names
from wtspec.language.parse import (
    parse_atom,
    parse_body,
    parse_expression,
    parse_pattern_entry,
    parse_signature,
)
from wtspec.language.places import Locate
from wtspec.language.reserved import RESERVED_NAMES
from wtspec.language.static.evaluate import evaluate
from wtspec.language.static.functions import STATIC_FUNCTIONS
from wtspec.language.tree import (
    Body,
    Expression,
    Extension,
    Keyword,
    Signature,
    children,
)

__all__ = [
    "MAX_EXPONENT",
    "MAX_INTEGER",
    "MAX_NESTING",
    "MAX_NODES",
    "MAX_RANGE",
    "MAX_STEPS",
    "RESERVED_NAMES",
    "STATEMENT_NAMES",
    "STATIC_FUNCTIONS",
    "Body",
    "Expression",
    "Extension",
    "Keyword",
    "Locate",
    "Signature",
    "assigned_names",
    "called_names",
    "children",
    "count_nodes",
    "evaluate",
    "free_names",
    "parse_atom",
    "parse_body",
    "parse_expression",
    "parse_pattern_entry",
    "parse_signature",
]
