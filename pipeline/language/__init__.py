"""The one door to jieba and spaCy: tokens come out, a `Doc` never leaves it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

Atoms = tuple[tuple[int, int], ...]
"""Half-open spans of a text that no segmentation may tear."""


_MARK = re.compile("([，。；：、（）《》“”？！])")
"""Marks that are tokens of their own: words do not reach over them."""


class Segmenter:
    """jieba through a private instance that knows the field's own words; amounts are kept whole."""

    def __init__(self, words: Sequence[str]) -> None:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        self._jieba = jieba.Tokenizer()
        for word in words:
            self._jieba.add_word(word)
        self.tokens = lru_cache(maxsize=1 << 13)(self._tokens)
        self._words = lru_cache(maxsize=1 << 15)(self._cut)

    def _tokens(self, text: str, atoms: Atoms) -> tuple[str, ...]:
        """Words of a sentence: joined they give the text without its spaces. `atoms` are numbers with their units.

        A third of all sentences, and most of their clauses, stand in other filings word for word: their words are kept.
        """
        words: list[str] = []
        cuts = [0, *(edge for atom in atoms for edge in atom), len(text)]
        for number, (start, end) in enumerate(pairwise(cuts)):
            part = text[start:end]
            words += [part] if number % 2 else [word for clause in _MARK.split(part) for word in self._words(clause)]
        return tuple(["".join(word.split()) for word in words if word.strip()])

    def _cut(self, clause: str) -> tuple[str, ...]:
        return tuple(self._jieba.cut(clause, HMM=False))


@cache
def segmenter_of(words: tuple[str, ...]) -> Segmenter:
    """The segmenter that knows these words; its dictionary is loaded once."""
    return Segmenter(words)
