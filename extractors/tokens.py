"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, compress, count
from operator import add

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


@cache
def _coarse_pattern() -> regex.Pattern[str]:
    """Return one pattern whose groups are a token, the same if a digit opens it, and its blank.

    Only what a digit opens needs the rules of numbers, and none of those reaches past a blank:
    the rest is cut, with the blank after it, by one call of `findall`.
    """
    plain = "|".join(rule.pattern for rule in load_tokens() if rule.name not in NUMERIC)
    return regex.compile(rf"((\d\S*)|{plain})( ?)")


@lru_cache(maxsize=20_000)
def _pieces(chunk: str) -> tuple[Token, ...]:
    return tuple(scan(chunk))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tokens of a Doc stand: its text, each token's start, and the numeric tokens.

    It is `irregular` where a token is a no-break, doubled or other blank that is no line end.
    """

    text: str
    starts: Sequence[int]
    numeric: tuple[Token, ...]
    irregular: bool

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
        found = _coarse_pattern().findall(text)
        words = [word for word, _, _ in found]
        blanks = [blank for _, _, blank in found]
        starts = list(accumulate(map(len, map(add, words, blanks)), initial=0))[:-1]
        numeric: list[Token] = []
        # From the end, so that the places of the chunks still to be cut stay right.
        for at in reversed([*compress(count(), (chunk for _, chunk, _ in found))]):
            chunk, first = words[at], starts[at]
            pieces = _pieces(chunk)
            numeric += [(k, first + a, first + b) for k, a, b in reversed(pieces) if k in NUMERIC]
            if len(pieces) > 1:
                words[at : at + 1] = [chunk[a:b] for _, a, b in pieces]
                starts[at : at + 1] = [first + a for _, a, _ in pieces]
                blanks[at:at] = [""] * (len(pieces) - 1)
        doc = Doc(self.vocab, words=words, spaces=[*map(bool, blanks)])
        irregular = any(map(str.isspace, set(words) - {"\n"}))
        doc.user_data[LAYOUT] = Layout(text, tuple(starts), tuple(reversed(numeric)), irregular)
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
