"""Looks at a file of Hugging Face's `tokenizers` without the package."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wtspec.errors import Diagnostic, Span

MOST_BYTES = 2**26


class TokenizerHead(msgspec.Struct):
    """What every such file has."""

    model: dict[str, msgspec.Raw]


def check_tokenizer_head(path: Path) -> None:
    """Refuses what is no such file.

    Raises:
        ValueError: It is too large, or says nothing of a tokenizer's model.
        OSError: It can't be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it has more than {MOST_BYTES >> 20} MiB")
    try:
        msgspec.json.decode(path.read_bytes(), type=TokenizerHead)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def no_tokenizer(path: str, why: str, span: Span | None) -> Diagnostic:
    """The fault of a file that describes no tokenizer."""
    return Diagnostic(
        "unreadable-file",
        f"`{path}` can't be read as a tokenizer: {why}",
        span,
        expected="a `tokenizer.json` as Hugging Face's `tokenizers` saves it",
    )
