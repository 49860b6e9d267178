"""`solieu evaluate`: how well Solieu reads a folder of annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Entities, EntitiesOption, PatternsOption

if TYPE_CHECKING:
    from spacy.language import Language

    from ...evaluation.gold import GoldArticle
    from ...evaluation.judging import Verdict
    from .rejections import Rejections


GoldArgument = Annotated[
    Path, typer.Argument(metavar="GOLD_DIR", help="A folder of NAME.txt and NAME.gold.json.")
]
ErrorsOption = Annotated[
    bool, typer.Option("--errors", help="List what was missed, false or mislinked.")
]
PageOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page of the articles with errors."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")]


def evaluate(
    gold: GoldArgument,
    errors: ErrorsOption = False,
    html: PageOption = None,
    as_json: JsonOption = False,
    entities: EntitiesOption = Entities.needed,
    patterns: PatternsOption = None,
) -> None:
    """Score what Solieu reads in annotated articles.

    \b
    solieu evaluate gold/
    solieu evaluate gold/ --errors | less -R
    solieu evaluate gold/ --html errors.html
    solieu evaluate gold/ --json > scores.json

    A figure is right where kind, place, value and unit are, a linked one where
    index, component, subject, period, baseline and scope are right too.
    docs/evaluation.md has the format; `solieu annotate` makes such a folder.
    """
    from ...evaluation.gold import read_gold
    from ..load import load
    from .rejections import Rejections

    annotated = read_gold(gold)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections = Rejections()
    judged = [(item, judged_facts(nlp, item, rejections)) for item in annotated]
    if as_json:
        _print_json(judged, entities.value)
    else:
        from .evaluated import print_evaluated

        print_evaluated(judged, entities.value, errors=errors)
    if html is not None:
        from .files import write
        from .pages.evaluated import evaluated_page

        write(html, evaluated_page(judged, entities.value), option="--html")
    rejections.end()


def judged_facts(nlp: Language, item: GoldArticle, rejections: Rejections) -> list[Verdict]:
    """Return the verdicts on one article; where the extraction fails, all its facts are missed."""
    from ...corpus.article import Rejection
    from ...evaluation.judging import judge
    from ..reading import read_facts
    from ..records import fact_record

    with nlp.memory_zone():
        reading = read_facts(nlp, item.article)
    if isinstance(reading, Rejection):
        rejections.take(reading)
        return judge(item, [])
    return judge(item, [fact_record(fact) for fact in reading.facts])


def _print_json(judged: list[tuple[GoldArticle, list[Verdict]]], entities: str) -> None:
    import json
    from dataclasses import asdict

    from ...evaluation.calibration import reliability
    from ...evaluation.scores import Scores

    articles = [verdicts for _, verdicts in judged]
    found = reliability(articles)
    record = {"entities": entities, "articles": len(articles), **Scores(articles).as_record()}
    record["confidence"] = asdict(found) if found else None
    print(json.dumps(record, ensure_ascii=False, indent=1))
