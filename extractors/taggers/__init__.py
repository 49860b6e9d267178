"""underthesea's words, tags and names, many times faster: same models, same features, same output.

`words`, `tags` and `entities` give for each sentence what `word_tokenize`, `pos_tag` and `ner` give
for it, to the letter. The features are numbers that are looked up once a token, and all sentences
of a call are decoded together: hand over many at a time. With an underthesea that is not the known
one they call its own functions, after one warning that says why.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .known import NAMES, PARTS_OF_SPEECH, SEGMENTATION, folder, strangeness

if TYPE_CHECKING:
    from .labelling import NameTagger, PartTagger
    from .segmentation import Segmenter

__all__ = ["entities", "tags", "words"]


@dataclass(frozen=True, slots=True)
class _Taggers:
    segmenter: "Segmenter"
    parts: "PartTagger"
    names: "NameTagger"


@cache
def _taggers() -> _Taggers | None:
    """Return the taggers, loaded once; None after a warning where underthesea is not the known."""
    why = strangeness()
    if why is not None:
        warnings.warn(f"{why}: its own functions are used, which are slow", stacklevel=3)
        return None
    from .labelling import NameTagger, PartTagger
    from .segmentation import Segmenter

    home = folder()
    return _Taggers(
        Segmenter(home / SEGMENTATION),
        PartTagger(home / PARTS_OF_SPEECH),
        NameTagger(home / NAMES),
    )


def words(sentences: Sequence[str]) -> list[list[str]]:
    """Return the words of each sentence, as underthesea's `word_tokenize` cuts them."""
    taggers = _taggers()
    if taggers is None:
        from underthesea import word_tokenize

        return [word_tokenize(sentence) for sentence in sentences]
    return taggers.segmenter.words(sentences)


def tags(sentences: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Return the words of each sentence with their part of speech, as `pos_tag` tells them."""
    taggers = _taggers()
    if taggers is None:
        from underthesea import pos_tag

        return [pos_tag(sentence) for sentence in sentences]
    cut = taggers.segmenter.words(sentences)
    return [
        list(zip(*pair, strict=True)) for pair in zip(cut, taggers.parts.tags(cut), strict=True)
    ]


def entities(sentences: Sequence[str]) -> list[list[tuple[str, str, str]]]:
    """Return the words of each sentence with part of speech and label, as `ner` tells them.

    The chunks of `ner` are left out: its templates do not look at them.
    """
    taggers = _taggers()
    if taggers is None:
        from underthesea import ner

        return [[(word, tag, name) for word, tag, _, name in ner(text)] for text in sentences]
    cut = taggers.segmenter.words(sentences)
    parts = taggers.parts.tags(cut)
    names = taggers.names.labels(cut, parts)
    return [list(zip(*row, strict=True)) for row in zip(cut, parts, names, strict=True)]
