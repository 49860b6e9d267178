"""Parts of speech and names, as underthesea's `pos_tag` and `ner` tell them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from underthesea.pipeline.pos_tag.tagged_feature import apply_function

from .crfsuite import read_model
from .tagger import Tagger
from .templates import read_template

AROUND = """T[-2].lower T[-1].lower T[0].lower T[1].lower T[2].lower
T[0].istitle T[-1].istitle T[1].istitle"""
WORDS = "T[-2] T[-1] T[0] T[1] T[2] T[-2,-1] T[-1,0] T[0,1] T[1,2]"
# underthesea's own templates, in their order. A column that is not known yet reads "X" everywhere.
PART_OF_SPEECH = f"{AROUND} {WORDS} T[-3][1] T[-2][1] T[-1][1] T[-3,-2][1] T[-2,-1][1]"
NAME = f"""{AROUND} T[-2].istitle T[2].istitle {WORDS}
T[-2][1] T[-1][1] T[0][1] T[1][1] T[2][1] T[-2,-1][1] T[-1,0][1] T[0,1][1] T[1,2][1]
T[-3][3] T[-2][3] T[-1][3]"""
OPEN = "X"


class PartTagger:
    """Tells the part of speech of each word."""

    def __init__(self, model: Path) -> None:
        self._tagger = _tagger(model, PART_OF_SPEECH)

    def tags(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return the tags of the words of each sentence, as `pos_tag` gives them."""
        return self._tagger.tag(sentences, _open(sentences))


class NameTagger:
    """Tells which words are names of people, organisations and places."""

    def __init__(self, model: Path) -> None:
        self._tagger = _tagger(model, NAME)

    def labels(
        self, sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]
    ) -> list[list[str]]:
        """Return the labels of the words of each sentence by their tags, as `ner` gives them.

        Its templates never look at the chunks, so that words are not put together to chunks.
        """
        unknown = _open(sentences)
        return self._tagger.tag(sentences, tags, unknown, unknown)


def _tagger(model: Path, templates: str) -> Tagger:
    return Tagger(read_model(model), [read_template(t) for t in templates.split()], _applied)


def _open(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[OPEN] * len(sentence) for sentence in sentences]


def _applied(functions: Sequence[str], words: Sequence[str]) -> Iterator[list[str]]:
    """Yield what underthesea's functions make of each word."""
    for word in words:
        yield [str(apply_function(name, word)) if name else word for name in functions]
