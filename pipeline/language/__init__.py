"""The one door to jieba and spaCy: tokens come out, a `Doc` never leaves it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any


class _Segmenter:
    """spaCy's tokenizer for Chinese accounts: jieba through a private instance, amounts kept whole."""

    def __init__(self, vocab: Any, words: Sequence[str]) -> None:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        self._vocab = vocab
        self._jieba = jieba.Tokenizer()
        for word in words:
            self._jieba.add_word(word)

    def words(self, text: str, atoms: Iterable[tuple[int, int]]) -> list[str]:
        """Words of a text without spaces among them; each atom (half-open span) stays one word."""
        words: list[str] = []
        cuts = [0, *(edge for atom in atoms for edge in atom), len(text)]
        for number, (start, end) in enumerate(pairwise(cuts)):
            part = text[start:end]
            words += [part] if number % 2 else [w for w in self._jieba.cut(part, HMM=False) if w.strip()]
        return [w for w in words if w.strip()]

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        words = self.words(text, ())
        return Doc(self._vocab, words=words, spaces=[False] * len(words))


@cache
def _pipeline(words: tuple[str, ...]) -> Any:
    import spacy

    nlp = spacy.blank("zh")
    nlp.tokenizer = _Segmenter(nlp.vocab, words)
    return nlp


def tokens_of(text: str, atoms: Iterable[tuple[int, int]], lexicon: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a sentence: joined they give the text without its spaces. `atoms` are spans (numbers with their
    units) that no segmentation may tear, `lexicon` the field's own words."""
    from spacy.tokens import Doc

    nlp = _pipeline(lexicon)
    doc = Doc(nlp.vocab, words=nlp.tokenizer.words(text, atoms))
    return tuple("".join(token.text.split()) for token in doc)
