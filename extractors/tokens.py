"""The tokenizer: an article's text into a spaCy Doc of syllables, numbers, dates and marks."""

from collections.abc import Callable
from functools import cache

import regex
from spacy.attrs import NORM
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from ..patterns.fold import fold_case
from ..patterns.loading import load_tokens

NUMERIC = ("document", "date", "month", "time", "ratio", "number")
TOKENS = "solieu.tokens"

Token = tuple[str, int, int]


@cache
def token_pattern() -> regex.Pattern[str]:
    """Return the alternation of all token rules, one named group each, in their order."""
    return regex.compile("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in load_tokens()))


def scan(text: str) -> list[Token]:
    """Cut text into (class, start, end); the pieces joined give the text."""
    return [(m.lastgroup or "mark", m.start(), m.end()) for m in token_pattern().finditer(text)]


class SolieuTokenizer:
    """A tokenizer whose tokens have exact offsets and give the text back, blanks included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        # Names match whatever their case and the place of their tone marks.
        vocab.lex_attr_getters[NORM] = fold_case

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text; its numeric tokens are kept in `user_data`."""
        words: list[str] = []
        spaces: list[bool] = []
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
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[TOKENS] = numeric
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
