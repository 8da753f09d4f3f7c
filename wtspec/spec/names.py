"""What a declared name may look like."""

import keyword
import re

from pydantic_core import PydanticCustomError

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
MOST_LETTERS = 100
FILE_NAME = re.compile(rf"(?=.{{1,{MOST_LETTERS}}}$)[A-Za-z](?:[A-Za-z0-9_]|[-.](?=[A-Za-z0-9_]))*")
WORDS = frozenset({"true", "false", "none", "null", "pi", "inf", "training"})
_RESERVED = WORDS.union(keyword.kwlist)


def check_name(value: object) -> object:
    """Refuses what the language can't take for the name of a layer, weight, param or input."""
    if not isinstance(value, str) or NAME.fullmatch(value) is None:
        raise PydanticCustomError("bad_name", "letters, digits and `_`, starting with a letter")
    if is_reserved(value):
        raise PydanticCustomError("reserved_name", "a name that is no reserved word")
    return value


def is_reserved(text: str) -> bool:
    """Whether a word means something to the language, or is a Python keyword."""
    return text in _RESERVED


def name_pattern(*refused: str, before: str = "", after: str = "") -> str:
    """The pattern of a declared name that is none of some others, and no reserved word."""
    words = "|".join(sorted({*_RESERVED, *refused}))
    return f"^{before}(?!(?:{words}){after}$){NAME.pattern}{after}$"


def check_file_name(value: object) -> object:
    """Refuses what can't name a folder and a model: a file's name may hold `-` and `.` too."""
    if not isinstance(value, str) or FILE_NAME.fullmatch(value) is None:
        raise PydanticCustomError("bad_file_name", "a name of folders and of the model's class")
    return value


def as_name(text: str) -> str:
    """Any text as a name: `01-mlp.base` becomes `mlp_base`."""
    text = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lstrip("0123456789_")
    return text if text and not is_reserved(text) else f"spec_{text}".rstrip("_")


def as_file_name(stem: str) -> str:
    """A file's stem as the file's name: `01-mlp.base` becomes `mlp.base`."""
    text = re.sub(r"[^A-Za-z0-9_.-]+", "_", stem)
    text = re.sub(r"([-.])[-.]+", r"\1", text).lstrip("0123456789_.-")[:MOST_LETTERS].rstrip("_.-")
    return text or "spec"
