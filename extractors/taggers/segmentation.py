"""Words, as underthesea's `word_tokenize` cuts them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import joblib
from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize
from underthesea_core import CRFFeaturizer

from .crfsuite import read_model
from .tagger import Tagger
from .templates import read_template

CHUNKS = 1 << 16  # pieces of text between blanks that are remembered
INSIDE = "I-W"


class Segmenter:
    """Joins tokens to words with the model of a folder of underthesea's."""

    def __init__(self, folder: Path) -> None:
        templates = [read_template(name) for name in joblib.load(folder / "features.bin")]
        dictionary = joblib.load(folder / "dictionary.bin")
        model = read_model(folder / "models.bin")
        self._tagger = Tagger(model, templates, _Functions(dictionary), dictionary)

    def words(self, sentences: Sequence[str]) -> list[list[str]]:
        """Return the words of each sentence, as `word_tokenize` returns them one by one."""
        tokens = [tokens_of(sentence) for sentence in sentences]
        return list(map(_joined, tokens, self._tagger.tag(tokens)))


class _Functions:
    """underthesea's own functions of texts, called for many texts at once."""

    def __init__(self, dictionary: set[str]) -> None:
        self._dictionary = dictionary
        self._featurizers: dict[Sequence[str], CRFFeaturizer] = {}

    def __call__(self, functions: Sequence[str], texts: Sequence[str]) -> Iterator[list[str]]:
        if functions not in self._featurizers:
            names = [f"T[0].{function}".rstrip(".") for function in functions]
            self._featurizers[functions] = CRFFeaturizer(names, self._dictionary)
        for (features,) in self._featurizers[functions].process([[[text]] for text in texts]):
            yield [feature.partition("=")[2] for feature in features]


def tokens_of(text: str) -> list[str]:
    """Return underthesea's tokens of a text; what stands between two blanks is read only once.

    No token of its patterns reaches over a blank, and none looks behind one.
    """
    chunks = text.split()
    if not chunks:
        return []
    tokens: list[str] = []
    for chunk in chunks[:-1]:
        tokens += _inner_tokens(chunk)
    # Some patterns ask for the end of the text, which may be followed by a line feed.
    last = chunks[-1]
    ending = text.endswith((last, f"{last}\n"))
    tokens += _last_tokens(last) if ending else _inner_tokens(last)
    return tokens


@lru_cache(maxsize=CHUNKS)
def _inner_tokens(chunk: str) -> list[str]:
    """Return the tokens of a piece that a blank follows; the list is not to be changed."""
    return tokenize(f"{chunk} ")  # type: ignore[no-any-return]


@lru_cache(maxsize=CHUNKS)
def _last_tokens(chunk: str) -> list[str]:
    """Return the tokens of a piece that ends a text; the list is not to be changed."""
    return tokenize(chunk)  # type: ignore[no-any-return]


def _joined(tokens: Sequence[str], labels: Sequence[str]) -> list[str]:
    words: list[str] = []
    for token, label in zip(tokens, labels, strict=True):
        if label == INSIDE and words:
            words[-1] += f" {token}"
        else:
            words.append(token)
    return words
