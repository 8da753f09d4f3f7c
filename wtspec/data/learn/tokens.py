"""Makes texts ids by a file of Hugging Face's `tokenizers`."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec.data.learn.parted import text_array

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENIZED_ROWS = 2**12


class TokenizerLearner:
    """Learns nothing of the rows: it keeps the file's text, which is then applied.

    Args:
        path: Of the file.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        text_array(x, "tokens")

    def state(self) -> dict:
        """`tokenizer`, the file's text; `sha256` of its bytes; `size`, one beyond its ids."""
        content = self._path.read_bytes()
        text = content.decode("utf-8")
        vocabulary = tokenizer_of(text).get_vocab(with_added_tokens=True)
        size = max(vocabulary.values(), default=-1) + 1
        return {"tokenizer": text, "sha256": hashlib.sha256(content).hexdigest(), "size": size}


def token_ids(state: dict, x: np.ndarray, length: int) -> np.ndarray:
    """The ids of each text as int32, cut and filled up as the file says."""
    tokenizer = _of_length(state["tokenizer"], length)
    texts = ["" if one is None else one for one in text_array(x, "tokens").tolist()]
    ids = np.zeros((len(texts), length), "int32")
    for start in range(0, len(texts), TOKENIZED_ROWS):
        several = tokenizer.encode_batch_fast(texts[start : start + TOKENIZED_ROWS])
        for at, one in enumerate(several, start):
            ids[at] = one.ids
    return ids.reshape(*x.shape, length)


def tokenizer_of(text: str) -> Tokenizer:
    """The tokenizer that a file describes.

    Raises:
        ValueError: It describes none.
    """
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_str(text)
    except BaseException as error:  # also what Rust panics with, which is no `Exception`
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise ValueError(f"this is no tokenizer: {error}") from error


@lru_cache(maxsize=8)
def _of_length(text: str, length: int) -> Tokenizer:
    """A tokenizer that gives as many ids of each text."""
    tokenizer = tokenizer_of(text)
    cut, filled = tokenizer.truncation or {}, tokenizer.padding or {}
    kept = {name: cut[name] for name in ("strategy", "direction") if name in cut}
    tokenizer.enable_truncation(length, **kept)
    names = ("direction", "pad_id", "pad_type_id", "pad_token")
    kept = {name: filled[name] for name in names if name in filled}
    tokenizer.enable_padding(length=length, **kept)
    return tokenizer
