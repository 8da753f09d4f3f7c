"""Preprocessing that learns from the training rows alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec.data.learn.bins import BinsLearner, bin_index
from wtspec.data.learn.bounds import BoundsLearner, scaled_to_bounds
from wtspec.data.learn.categories import CategoriesLearner, category_index, one_hot_rows
from wtspec.data.learn.fills import filled_with, learner_of_fill
from wtspec.data.learn.moments import MomentsLearner, standardized
from wtspec.data.learn.states import as_arrays, count_indices
from wtspec.data.learn.tags import TagsLearner, many_hot_rows
from wtspec.data.learn.tokens import TokenizerLearner, token_ids
from wtspec.data.learn.words import WordsLearner, word_indices
from wtspec.sources.argument_words import STRATEGIES

if TYPE_CHECKING:
    from wtspec.data.learn.learner import Learner


class Learned:
    """What each call learned, by the call's name.

    The first rows that a name sees are the training rows: from them it learns. Ever after it
    only applies what it has learned.
    """

    def __init__(self) -> None:
        self.state: dict[str, dict] = {}
        self.learns = True
        self._arrays: dict[str, dict] = {}
        self.files: dict[str, Path] = {}  # of what calls name  # where: learns_tokens

    def standardize(self, name: str, x: np.ndarray) -> np.ndarray:  # where: learns_standardize
        """`(x - mean) / std` for each position of a row.

        Missing values stay NaN and are not learned from. A constant column's std is 1.
        """
        return self.applied(name, np.asarray(x, "float64"), MomentsLearner, standardized)

    def minmax(self, name: str, x: np.ndarray) -> np.ndarray:  # where: learns_minmax
        """`(x - min) / (max - min)` for each position of a row.

        The training rows fall into 0 to 1, a constant column to 0. Missing values stay NaN.
        """
        return self.applied(name, np.asarray(x, "float64"), BoundsLearner, scaled_to_bounds)

    def impute(  # where: learns_impute
        self, name: str, x: np.ndarray, strategy: str | float
    ) -> np.ndarray:
        """`x` with what is missing filled by what a strategy tells of each position of a row.

        A number, or for text any text that is no strategy, is what to fill with, and nothing is
        learned.
        """
        x = np.asarray(x)
        is_text = x.dtype.kind in "OU"
        if not isinstance(strategy, str) or (is_text and strategy not in STRATEGIES):
            return filled_with(strategy, x)
        learner = learner_of_fill(strategy, x)
        return self.applied(name, x, learner, lambda state, x: filled_with(state["fill"], x))

    def bins(self, name: str, x: np.ndarray, count: int) -> np.ndarray:  # where: learns_bins
        """The index of the quantile that each number falls into: 1 to `count`, 0 for a missing one.

        The bins hold as many training rows each, as far as equal numbers let them.
        """
        return self.applied(name, np.asarray(x, "float64"), partial(BinsLearner, count), bin_index)

    def lookup(self, name: str, x: np.ndarray) -> np.ndarray:  # where: learns_lookup
        """Each category's index as int32: from 1 in sorted order, 0 for unseen or missing."""
        return self.applied(name, x, CategoriesLearner, partial(category_index, name=name))

    def one_hot(  # where: learns_one_hot
        self, name: str, x: np.ndarray, num_classes: int | None = None
    ) -> np.ndarray:
        """Rows of zeros with a one at the index that `lookup` gives, `classes(name)` wide.

        With `num_classes`, `x` holds indices itself and nothing is learned.
        """
        if num_classes is not None:
            return one_hot_rows(np.asarray(x, "int64"), num_classes)

        def rows(state: dict, x: np.ndarray) -> np.ndarray:
            return one_hot_rows(category_index(state, x, name), len(state["categories"]) + 1)

        return self.applied(name, x, CategoriesLearner, rows)

    def many_hot(  # where: learns_many_hot
        self, name: str, x: np.ndarray, separator: str = "|"
    ) -> np.ndarray:
        """Rows of zeros with a one for each tag that stands in a text, in sorted order.

        Unseen tags have no place.
        """
        rows = partial(many_hot_rows, separator=separator)
        return self.applied(name, x, partial(TagsLearner, separator), rows)

    def words(  # where: learns_words
        self, name: str, x: np.ndarray, size: int = 20000, length: int = 64
    ) -> np.ndarray:
        """The indices of the first words of each text: the most frequent word has 2.

        1 stands for an unseen word, 0 fills up.
        """
        return self.applied(
            name, x, partial(WordsLearner, size), partial(word_indices, length=length)
        )

    def tokens(  # where: learns_tokens
        self, name: str, x: np.ndarray, file: str, length: int = 128
    ) -> np.ndarray:
        """The ids that a file of Hugging Face's `tokenizers` makes of each text."""
        learner = partial(TokenizerLearner, self.files.get(file, file))
        return self.applied(name, x, learner, partial(token_ids, length=length))

    def classes(self, name: str) -> int:  # where: classes
        """How many indices there are under that name, those of no category included."""
        return count_indices(self.state[name])

    def to_json(self) -> str:  # where: kept
        """All that was learned, floats to the last bit."""
        return json.dumps(self.state, indent=1, sort_keys=True, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Learned:  # where: kept
        """Applies what `to_json` kept, and learns nothing more."""
        return cls.of(json.loads(text))

    @classmethod
    def of(cls, state: dict[str, dict]) -> Learned:  # where: kept
        """Applies what was learned, and learns nothing more."""
        learned = cls()
        learned.state = state
        learned.learns = False
        return learned

    def applied(
        self,
        name: str,
        x: np.ndarray,
        make: Callable[[], Learner],
        apply: Callable[[dict, np.ndarray], np.ndarray],
    ) -> np.ndarray:
        """What becomes of rows by what was learned under a name, or is now.

        Args:
            name: Of the call.
            x: The rows.
            make: Gives what learns.
            apply: Takes what was learned, its lists as arrays.
        """
        x = np.asarray(x)
        if self.learns and name not in self.state:
            learner = make()
            learner.add(x)
            self.state[name] = learner.state()
        if name not in self._arrays:
            self._arrays[name] = as_arrays(self.state[name])
        return apply(self._arrays[name], x)
