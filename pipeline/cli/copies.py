"""`solieu copies`: which articles tell one story, who printed it first, and who copied it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .options import DbOption, Format, LimitOption, OutputFormat
from .questions import SCREENFUL, formed

if TYPE_CHECKING:
    from ...db.copies import Cluster, ClusteredArticle

COLUMNS = ("cluster", "role", "article", "publisher", "published", "url", "title")


def copies(
    db: DbOption = "solieu.db",
    limit: LimitOption = None,
    form: OutputFormat = None,
) -> None:
    """Print near-copies: each story that several articles tell, the largest first.

    An original, its copies, and updates: of a later day, with most of the original and more. Of
    figures, all these are one independent witness.

    \b
    solieu copies
    solieu copies --db press.db --format csv > copies.csv
    """
    from ...db.copies import clusters
    from .exits import complain
    from .output import output_format

    form = output_format(form)
    cut = SCREENFUL if limit is None and form is Format.table else None
    with formed(db) as store:
        found = clusters(store, limit=cut + 1 if cut else limit)
    printers = {Format.table: _table, Format.csv: _csv, Format.json: _json}
    printers.get(form, _json_lines)(found[:cut])
    if cut and len(found) > cut:
        complain(f"the first {cut}; print more with --limit N, or all with --format csv")


def _table(found: Sequence[Cluster]) -> None:
    from .render import Column, console, simple_table, visible

    columns: tuple[Column, ...] = (
        ("story", {"ratio": 3}),
        ("role", {}),
        ("published", {}),
        ("publisher", {"ratio": 2}),
        ("article", {"ratio": 2, "style": "dim"}),
    )
    rows = [
        (
            visible(article.title or "–") if article is cluster.articles[0] else "",
            article.role,
            f"{article.published:%d/%m/%Y}" if article.published else "–",
            article.publisher or "–",
            article.record_id,
        )
        for cluster in found
        for article in cluster.articles
    ]
    console().print(simple_table(columns, rows) if rows else "no copies")


def _cells(cluster: Cluster, article: ClusteredArticle) -> list[object]:
    source = (article.record_id, article.publisher, article.published, article.url, article.title)
    return [cluster.id, article.role, *source]


def _record(cluster: Cluster) -> dict[str, object]:
    articles = []
    for article in cluster.articles:
        cells = dict(zip(COLUMNS[1:], _cells(cluster, article)[1:], strict=True))
        day = article.published
        articles.append(cells | {"published": day.isoformat() if day else None})
    return {"cluster": cluster.id, "articles": articles}


def _json_lines(found: Sequence[Cluster]) -> None:
    from .output import json_line

    for cluster in found:
        print(json_line(_record(cluster)))


def _json(found: Sequence[Cluster]) -> None:
    from .output import json_line

    print("[" + ",\n".join(json_line(_record(cluster)) for cluster in found) + "]")


def _csv(found: Sequence[Cluster]) -> None:
    from ..records import safe_cells

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for cluster in found:
        for article in cluster.articles:
            writer.writerow(safe_cells(_cells(cluster, article)))
