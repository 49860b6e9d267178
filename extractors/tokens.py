"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, compress
from typing import NamedTuple

import regex
from spacy.attrs import IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_TITLE, IS_UPPER, LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from ..patterns.compiling import Pattern, compiled
from ..patterns.fold import fold_case
from ..patterns.loading import load_tokens

NUMERIC = ("document", "date", "month", "time", "ratio", "number")
DIGIT = "[0-9０-９]"
LAYOUT = "solieu.layout"
KEPT = (LOWER, IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_UPPER, IS_TITLE)

# What stands between two blanks, with the plain one behind it.
CHUNK = re.compile(r"\S+ ?|\n ?|[^\S\n]+")
# A word that no rule cuts, and a mark behind it.
PLAIN = compiled(r"(\p{Lu}+\p{Ll}*|\p{Ll}+)([,.;:)”]?)")

Token = tuple[str, int, int]


class _Cut(NamedTuple):
    """The tokens of a chunk: as printed and folded, their lengths with the blank behind them.

    `spaced` tells which have one, `numeric` are the numbers among them; the chunk is `blank` where
    it is more than the one between two words.
    """

    words: tuple[str, ...]
    folded: tuple[str, ...]
    lengths: tuple[int, ...]
    spaced: tuple[bool, ...]
    numeric: tuple[Token, ...] = ()
    blank: bool = False


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
def token_pattern() -> Pattern:
    """Return the alternation of all token rules, one named group each, in their order."""
    return compiled(
        "|".join(f"(?P<{rule.name}>{_spelled(rule.pattern)})" for rule in load_tokens())
    )


def scan(text: str) -> list[Token]:
    """Cut text into (class, start, end); the pieces joined give the text."""
    return [(m.lastgroup or "mark", m.start(), m.end()) for m in token_pattern().finditer(text)]


@lru_cache(maxsize=50_000)
def _cut(chunk: str) -> _Cut:
    """Return the tokens of a chunk; a blank behind it belongs to its last piece."""
    numeric: tuple[Token, ...] = ()
    if blank := chunk.isspace() and chunk[0] != "\n":
        bare = chunk
        words = [bare]
    elif plain := PLAIN.fullmatch(bare := chunk.removesuffix(" ")):
        words = [*filter(None, plain.groups())]
    else:
        tokens = scan(bare)
        words = [bare[start:end] for _, start, end in tokens]
        numeric = tuple(token for token in tokens if token[0] in NUMERIC)
    lengths = [*map(len, words)]
    lengths[-1] += len(chunk) - len(bare)
    spaced = (False,) * (len(words) - 1) + (bare != chunk,)
    folded = tuple(map(folded_word, words))
    return _Cut(tuple(words), folded, tuple(lengths), spaced, numeric, blank)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text falls into tokens: each one's word and start, and which of them are numeric.

    `folded` are the words as patterns see them, and `spaced` tells which have a blank behind them.
    It is `irregular` where a token is a no-break, doubled or other blank that is no line end.
    """

    text: str
    words: list[str]
    folded: list[str]
    spaced: list[bool]
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
    if not chunks:
        return Layout(text, [], [], [], [], (), irregular=False)
    words, folded, lengths, spaced, numeric, blank = zip(*map(_cut, chunks), strict=True)
    begun = accumulate(map(len, chunks[:-1]), initial=0)
    numbers = tuple(
        (kind, at + start, at + end)
        for at, tokens in compress(zip(begun, numeric, strict=True), numeric)
        for kind, start, end in tokens
    )
    return Layout(
        text,
        [*chain.from_iterable(words)],
        [*chain.from_iterable(folded)],
        [*chain.from_iterable(spaced)],
        [*accumulate(chain.from_iterable(lengths), initial=0)][:-1],
        numbers,
        any(blank),
    )


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
        doc = Doc(self.vocab, words=layout.words, spaces=layout.spaced)
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
