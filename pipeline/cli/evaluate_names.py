"""`solieu evaluate-names`: how well people, organisations and places are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Entities, EntitiesOption, Paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

    from ...corpus.article import Article
    from ...evaluation.names import AnnotatedSentence, Compared
    from .render import Column

GoldArgument = Annotated[
    Path, typer.Argument(metavar="GOLD", help="A .jsonl file of annotated sentences.")
]


def evaluate_names(
    gold: GoldArgument, paths: Paths, entities: EntitiesOption = Entities.full
) -> None:
    """Score the names read in annotated sentences, beside underthesea's NER.

    \b
    solieu evaluate-names tests/gold/entities.jsonl press.jsonl.gz
    solieu evaluate-names gold.jsonl archive/ --entities needed

    GOLD holds no text: its sentences are looked up in the archive by the id
    of their article. Exact asks for both ends of a name and its label,
    overlap for the label and one shared character. See docs/entities.md.
    """
    from ...corpus.readers import check_paths, read
    from ...evaluation.names import read_sentences
    from ..load import load
    from .rejections import Rejections

    check_paths(paths)
    sentences = read_sentences(gold)
    rejections = Rejections()
    articles = rejections.taken_from(read(paths))
    compared, missing = compare(load(entities=entities.value), sentences, articles)
    _print(compared, missing, entities.value)
    rejections.end()


def compare(
    nlp: Language, sentences: Iterable[AnnotatedSentence], articles: Iterable[Article]
) -> tuple[list[Compared], int]:
    """Return each sentence with the names of Solieu and of the model, and how many are not there.

    A sentence is passed over where its article is missing or its words are others now.
    """
    from ...evaluation.names import Compared
    from ...extractors.people import names_in
    from ..load import read_article

    waiting: dict[str, list[AnnotatedSentence]] = {}
    for sentence in sentences:
        waiting.setdefault(sentence.article, []).append(sentence)
    compared, missing = [], 0
    for article in articles:
        fitting = [s for s in waiting.get(article.id, ()) if s.fits(article.text)]
        if not fitting:
            continue
        del waiting[article.id]
        with nlp.memory_zone():
            found = [(e.start_char, e.end_char, e.label_) for e in read_article(nlp, article).ents]
        for sentence in fitting:
            start, end = sentence.start, sentence.end
            read = [span for span in found if start <= span[0] and span[1] <= end]
            names = names_in(article.text[start:end])
            model = [(start + n.start, start + n.end, n.label) for n in names]
            compared.append(Compared(sentence.entities, tuple(read), tuple(model)))
    missing = sum(map(len, waiting.values()))
    return compared, missing


def _print(compared: list[Compared], missing: int, mode: str) -> None:
    from rich.text import Text

    from ...evaluation.names import rows
    from ...evaluation.telling import counted
    from .render import console, simple_table

    screen = console()
    heading = f"{counted(len(compared), 'sentence')}, --entities {mode}"
    screen.print(Text(heading, style="bold"))
    if missing:
        line = f"{counted(missing, 'annotated sentence')} not in this archive, or in other words"
        screen.print(Text(line, style="yellow"))
    head = ("", "names", "read by", "P", "R", "exact F1", "overlap F1")
    columns: list[Column] = [
        (name, {"justify": "left" if name in ("", "read by") else "right", "no_wrap": True})
        for name in head
    ]
    screen.print(simple_table(columns, rows(compared)))
