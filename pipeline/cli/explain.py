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
    from collections.abc import Callable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

    from ...corpus.article import Article, Rejection

ArticleOption = Annotated[
    str | None, typer.Option("--article", metavar="ID", help="Only the article of this id.")
]
PageOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page instead, with the evidence."),
]


def explain(
    paths: Paths,
    article: ArticleOption = None,
    html: PageOption = None,
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
    from .explained import print_explained
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    shown: list[dict[str, Any]] = []
    show = _adding_to(shown) if html else print_explained
    items = read(paths, publisher=publisher, published=published)
    for item in _chosen(rejections.taken_from(items), article):
        if failed := explain_article(nlp, item, show):
            rejections.take(failed)
    if html is not None:
        _write_page(html, shown)
    rejections.end()


def _chosen(items: Iterator[Article], name: str | None) -> Iterator[Article]:
    """Yield all articles, or the first of an id; raise BadParameter where there is none."""
    if name is None:
        yield from items
        return
    for item in items:
        if item.id == name:
            yield item
            return
    raise typer.BadParameter(f"there is no article {name!r}", param_hint="--article")


def _adding_to(shown: list[dict[str, Any]]) -> Callable[[Doc], None]:
    from .pages.explained import explained_article

    return lambda doc: shown.append(explained_article(doc, len(shown) + 1))


def _write_page(path: Path, shown: list[dict[str, Any]]) -> None:
    from .files import write
    from .pages.explained import explained_page

    write(path, explained_page(shown), option="--html")


def explain_article(
    nlp: Language, article: Article, show: Callable[[Doc], None]
) -> Rejection | None:
    """Show one article explained; return why it cannot be where the extraction fails."""
    from ..load import read_article
    from ..reading import failure

    with nlp.memory_zone():
        try:
            doc = read_article(nlp, article)
        except Exception as error:  # told like any other rejection, and the next article goes on
            return failure(article, error)
        show(doc)
        del doc  # it must not outlive the zone
    return None
