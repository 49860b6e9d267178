"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import ne
from typing import NamedTuple

import regex
from spacy.attrs import IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_TITLE, IS_UPPER, LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from ..patterns.fold import fold_case
from ..patterns.loading import load_tokens

NUMERIC = ("document", "date", "month", "time", "ratio", "number")
DIGIT = "[0-9０-９]"
LAYOUT = "solieu.layout"
KEPT = (LOWER, IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_UPPER, IS_TITLE)

# What stands between two blanks, with the plain one behind it.
CHUNK = re.compile(r"\S+ ?|\n ?|[^\S\n]+")

Token = tuple[str, int, int]


class _Cut(NamedTuple):
    """The tokens of a chunk: as printed, with the blank behind them, folded, and the numbers."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    folded: tuple[str, ...]
    numeric: tuple[Token, ...]


@lru_cache(maxsize=100_000)
def folded_word(word: str) -> str:
    """Return the form by which a word of a name is known."""
    return fold_case(word)


def _spelled(pattern: str) -> str:
    """Return a token's pattern with its digits those that figures are printed in.

    Of the digits of other scripts some are newer than what Decimal knows.
    """
    return regex.sub(r"(?<!\[)\\d", DIGIT, pattern)


@cache
def token_pattern() -> regex.Pattern[str]:
    """Return the alternation of all token rules, one named group each, in their order."""
    return regex.compile(
        "|".join(f"(?P<{rule.name}>{_spelled(rule.pattern)})" for rule in load_tokens())
    )


def scan(text: str) -> list[Token]:
    """Cut text into (class, start, end); the pieces joined give the text."""
    return [(m.lastgroup or "mark", m.start(), m.end()) for m in token_pattern().finditer(text)]


@lru_cache(maxsize=50_000)
def _cut(chunk: str) -> _Cut:
    """Return the tokens of a chunk; a blank behind it belongs to its last piece."""
    bare = chunk if _is_blank(chunk) else chunk.removesuffix(" ")
    tokens = scan(bare)
    words = tuple(bare[start:end] for _, start, end in tokens)
    numeric = tuple(token for token in tokens if token[0] in NUMERIC)
    pieces = (*words[:-1], words[-1] + chunk[len(bare) :])
    return _Cut(words, pieces, tuple(map(folded_word, words)), numeric)


def _is_blank(word: str) -> bool:
    return word.isspace() and word[0] != "\n"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text falls into tokens: each one's word and start, and which of them are numeric.

    `folded` are the words as patterns see them, `pieces` the printed ones with the blank behind
    them, if any. It is `irregular` where a token is a no-break, doubled or other blank that is no
    line end.
    """

    text: str
    words: list[str]
    folded: list[str]
    pieces: list[str]
    starts: list[int]
    numeric: tuple[Token, ...]
    irregular: bool

    def span(self, doc: Doc, start: int, end: int, label: str) -> Span:
        """Return the span of the tokens that hold the characters from `start` to `end`."""
        first = bisect_right(self.starts, start) - 1
        return Span(doc, first, max(first + 1, bisect_left(self.starts, end)), label=label)


def lay_out(text: str) -> Layout:
    """Return the layout of a text.

    No token reaches past a blank, and most of what stands between two is well known.
    """
    chunks: list[str] = CHUNK.findall(text)
    cuts = [*map(_cut, chunks)]
    words = [*chain.from_iterable([cut.words for cut in cuts])]
    pieces = [*chain.from_iterable([cut.pieces for cut in cuts])]
    folded = [*chain.from_iterable([cut.folded for cut in cuts])]
    numeric = tuple(
        (kind, begun + start, begun + end)
        for cut, begun in zip(cuts, accumulate(map(len, chunks), initial=0), strict=False)
        if cut.numeric
        for kind, start, end in cut.numeric
    )
    starts = [*accumulate(map(len, pieces), initial=0)]
    irregular = any(map(_is_blank, set(chunks)))
    return Layout(text, words, folded, pieces, starts[:-1], numeric, irregular)


class SolieuTokenizer:
    """A tokenizer whose tokens have exact offsets and give the text back, blanks included.

    Of each word the vocabulary keeps what Vietnamese text needs: NORM is the folded form, by which
    names match. Guesses such as LIKE_URL and SHAPE, costly for every new word, are left out.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        getters = vocab.lex_attr_getters  # type: ignore[attr-defined]  # spaCy's stubs miss it
        kept = {attribute: getter for attribute, getter in getters.items() if attribute in KEPT}
        vocab.lex_attr_getters = {**kept, NORM: folded_word}  # type: ignore[attr-defined]

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text; `user_data` keeps its Layout."""
        layout = lay_out(text)
        spaces = [*map(ne, layout.words, layout.pieces)]
        doc = Doc(self.vocab, words=layout.words, spaces=spaces)
        doc.user_data[LAYOUT] = layout
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the tokenizer is wholly defined by the pattern files."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> "SolieuTokenizer":
        """Return the tokenizer itself, which has no state."""
        return self

    def to_disk(self, _: object, **__: object) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, _: object, **__: object) -> "SolieuTokenizer":
        """Return the tokenizer itself, which has no state."""
        return self


@registry.tokenizers("solieu.tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], SolieuTokenizer]:
    """Return the factory that spaCy calls with a pipeline to get its tokenizer."""
    return lambda nlp: SolieuTokenizer(nlp.vocab)
