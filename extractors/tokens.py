"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from spacy.attrs import IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_TITLE, IS_UPPER, LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from ..patterns.fold import fold_case
from ..patterns.loading import load_tokens

NUMERIC = ("document", "date", "month", "time", "ratio", "number")
LAYOUT = "solieu.layout"
KEPT = (LOWER, IS_ALPHA, IS_DIGIT, IS_PUNCT, IS_SPACE, IS_UPPER, IS_TITLE)

Token = tuple[str, int, int]


@lru_cache(maxsize=100_000)
def folded_word(word: str) -> str:
    """Return the form by which a word of a name is known."""
    return fold_case(word)


@cache
def token_pattern() -> regex.Pattern[str]:
    """Return the alternation of all token rules, one named group each, in their order."""
    return regex.compile("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in load_tokens()))


def scan(text: str) -> list[Token]:
    """Cut text into (class, start, end); the pieces joined give the text."""
    return [(m.lastgroup or "mark", m.start(), m.end()) for m in token_pattern().finditer(text)]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tokens of a Doc stand: its text, each token's start, and the numeric tokens."""

    text: str
    starts: Sequence[int]
    numeric: tuple[Token, ...]

    def span(self, doc: Doc, start: int, end: int, label: str) -> Span:
        """Return the span of the tokens that hold the characters from `start` to `end`."""
        first = bisect_right(self.starts, start) - 1
        return Span(doc, first, max(first + 1, bisect_left(self.starts, end)), label=label)


class SolieuTokenizer:
    """A tokenizer whose tokens have exact offsets and give the text back, blanks included.

    Of each word the vocabulary keeps what Vietnamese text needs: NORM is the folded form, by which
    names match. Guesses such as LIKE_URL and SHAPE, costly for every new word, are left out.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        vocab.lex_attr_getters = {
            attribute: getter
            for attribute, getter in vocab.lex_attr_getters.items()
            if attribute in KEPT
        }
        vocab.lex_attr_getters[NORM] = folded_word

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text; `user_data` keeps its Layout."""
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[int] = []
        numeric: list[Token] = []
        for kind, start, end in scan(text):
            if kind == "blank" and text[start] == " " and spaces and not spaces[-1]:
                spaces[-1] = True
                start += 1
                if start == end:
                    continue
            elif kind in NUMERIC:
                numeric.append((kind, start, end))
            words.append(text[start:end])
            spaces.append(False)
            starts.append(start)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[LAYOUT] = Layout(text, tuple(starts), tuple(numeric))
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


@registry.tokenizers("solieu.tokenizer.v1")
def create_tokenizer() -> Callable[[Language], SolieuTokenizer]:
    """Return the factory that spaCy calls with a pipeline to get its tokenizer."""
    return lambda nlp: SolieuTokenizer(nlp.vocab)
