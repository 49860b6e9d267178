"""`solieu explain`: how each number of an article was read, and why some were not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import (
    Entities,
    EntitiesOption,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
)

if TYPE_CHECKING:
    from spacy.language import Language

    from ...corpus.article import Article, Rejection


def explain(
    paths: Paths,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Only the article of this id.")
    ] = None,
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
) -> None:
    """Show an article with its figures, and how each of its numbers was read.

    \b
    solieu explain article.txt
    solieu explain press.jsonl --article dl-2023-0418
    solieu explain article.txt | less -R

    Every number is part of a figure, or has a reason why not, or is marked as unread.
    """
    from ...corpus.readers import check_paths, read
    from ..load import load
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    count = 0
    items = read(paths, publisher=publisher, published=published)
    for item in rejections.taken_from(items):
        if article in (None, item.id):
            count += 1
            if failed := explain_article(nlp, item):
                rejections.take(failed)
            if article is not None:
                break
    if article is not None and not count:
        raise typer.BadParameter(f"there is no article {article!r}", param_hint="--article")
    rejections.end()


def explain_article(nlp: Language, article: Article) -> Rejection | None:
    """Print one article explained; return why it cannot be where the extraction fails."""
    from ..load import read_article
    from ..reading import failure
    from .explained import print_explained

    with nlp.memory_zone():
        try:
            doc = read_article(nlp, article)
        except Exception as error:  # told like any other rejection, and the next article goes on
            return failure(article, error)
        print_explained(doc)
        del doc  # it must not outlive the zone
    return None
