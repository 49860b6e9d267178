"""`solieu explain`: how each number of an article was read, and why some were not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page instead, with the evidence."),
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
    solieu explain press.jsonl --html press.html

    Every number is part of a figure, or has a reason why not, or is marked as unread.
    """
    from ...corpus.readers import check_paths, read
    from ..load import load
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    count = 0
    shown: list[dict[str, Any]] = []
    items = read(paths, publisher=publisher, published=published)
    for item in rejections.taken_from(items):
        if article in (None, item.id):
            count += 1
            if failed := explain_article(nlp, item, shown if html else None):
                rejections.take(failed)
            if article is not None:
                break
    if article is not None and not count:
        raise typer.BadParameter(f"there is no article {article!r}", param_hint="--article")
    if html is not None:
        from .files import write
        from .pages.explained import explained_page

        write(html, explained_page(shown), option="--html")
    rejections.end()


def explain_article(
    nlp: Language, article: Article, shown: list[dict[str, Any]] | None = None
) -> Rejection | None:
    """Print one article explained, or add it to what a page shows.

    Return why it cannot be where the extraction fails.
    """
    from ..load import read_article
    from ..reading import failure
    from .explained import print_explained
    from .pages.explained import explained_article

    with nlp.memory_zone():
        try:
            doc = read_article(nlp, article)
        except Exception as error:  # told like any other rejection, and the next article goes on
            return failure(article, error)
        if shown is None:
            print_explained(doc)
        else:
            shown.append(explained_article(doc, len(shown) + 1))
        del doc  # it must not outlive the zone
    return None
