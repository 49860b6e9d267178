"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
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
MOST = 50_000  # chunks whose tokens are kept
KEPT = (LOWER, IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_UPPER, IS_TITLE)

# What stands between two blanks, with the plain one behind it.
CHUNK = re.compile(r"\S+ ?|\n ?|[^\S\n]+")
# A word that no rule cuts, and a mark behind it.
PLAIN = compiled(r"(\p{Lu}+\p{Ll}*|\p{Ll}+)([,.;:)”]?)")

Token = tuple[str, int, int]


class _Cut(NamedTuple):
    """The tokens of a chunk: as printed and folded, their lengths with the blank behind them.

    `numeric` are the numbers among them; the chunk is `blank` where it is more than the blank
    between two words. `plain` is the folded word of a chunk that is nothing else.
    """

    words: tuple[str, ...]
    folded: tuple[str, ...]
    lengths: tuple[int, ...]
    numeric: tuple[Token, ...] = ()
    blank: bool = False
    plain: str | None = None


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


def _cut(chunk: str) -> _Cut:
    """Return the tokens of a chunk; a blank behind it belongs to its last piece."""
    if chunk.isspace() and chunk[0] != "\n":
        return _Cut((chunk,), (folded_word(chunk),), (len(chunk),), blank=True)
    numeric: tuple[Token, ...] = ()
    if plain := PLAIN.fullmatch(bare := chunk.removesuffix(" ")):
        words = [*filter(None, plain.groups())]
    else:
        tokens = scan(bare)
        words = [bare[start:end] for _, start, end in tokens]
        numeric = tuple(token for token in tokens if token[0] in NUMERIC)
    lengths = [*map(len, words)]
    lengths[-1] += len(chunk) - len(bare)
    folded = tuple(map(folded_word, words))
    alone = folded[0] if len(folded) == 1 and not numeric else None
    return _Cut(tuple(words), folded, tuple(lengths), numeric, plain=alone)


class _Cuts(dict[str, _Cut]):
    """The tokens of the chunks met so far: looking one up takes no call."""

    def __missing__(self, chunk: str) -> _Cut:
        if len(self) >= MOST:
            self.clear()
        cut = self[chunk] = _cut(chunk)
        return cut


_CUTS = _Cuts()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text falls into tokens: the folded word and start of each, and which are numeric.

    It is `irregular` where a token is a no-break, doubled or other blank that is no line end.
    `chunks` are what stands between two blanks, with the plain one behind it.
    """

    text: str
    folded: list[str]
    starts: list[int]
    numeric: tuple[Token, ...]
    irregular: bool
    chunks: list[str]

    @property
    def words(self) -> list[str]:
        """The tokens as printed."""
        return [word for chunk in self.chunks for word in _CUTS[chunk].words]

    @property
    def spaced(self) -> list[bool]:
        """Which tokens have a blank behind them that is no token."""
        found: list[bool] = []
        for cut, chunk in zip(map(_CUTS.__getitem__, self.chunks), self.chunks, strict=True):
            found += [False] * (len(cut.words) - 1)
            found.append(not cut.blank and chunk[-1] == " ")
        return found

    def span(self, doc: Doc, start: int, end: int, label: str) -> Span:
        """Return the span of the tokens that hold the characters from `start` to `end`."""
        first = bisect_right(self.starts, start) - 1
        return Span(doc, first, max(first + 1, bisect_left(self.starts, end)), label=label)


def lay_out(text: str) -> Layout:
    """Return the layout of a text.

    No token reaches past a blank, and most of what stands between two is a word known well.
    """
    chunks: list[str] = CHUNK.findall(text)
    words: list[str] = []
    starts: list[int] = []
    numeric: list[Token] = []
    irregular, at = False, 0
    for chunk in chunks:
        cut = _CUTS[chunk]
        if cut.plain is not None:
            words.append(cut.plain)
            starts.append(at)
            at += len(chunk)
            continue
        irregular = irregular or cut.blank
        numeric += [(kind, at + start, at + end) for kind, start, end in cut.numeric]
        words += cut.folded
        for length in cut.lengths:
            starts.append(at)
            at += length
    return Layout(text, words, starts, tuple(numeric), irregular, chunks)


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
