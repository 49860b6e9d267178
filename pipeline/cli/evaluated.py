"""An evaluation on the terminal: tables of scores, and the errors in the words of the articles."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from ...evaluation.calibration import reliability
from ...evaluation.gold import GoldArticle
from ...evaluation.judging import ERRORS, Verdict
from ...evaluation.scores import Scores
from ...evaluation.telling import (
    attribute_rows,
    counted,
    excerpt,
    fact_told,
    gold_told,
    interval_told,
    reliability_told,
    score_rows,
    wrong_told,
)
from .render import Column, console, simple_table, visible

Judged = Sequence[tuple[GoldArticle, Sequence[Verdict]]]

SCORE_HEAD = ("", "n", "figure P", "R", "F1", "linked P", "R", "F1")
ATTRIBUTE_HEAD = ("attribute", "right", "F1 where not the default", "n")
OUTCOME_STYLES = {
    "missed": "bold red",
    "false": "bold magenta",
    "mislinked": "bold yellow",
    "inexact": "yellow",
}


def print_evaluated(judged: Judged, entities: str, *, errors: bool) -> None:
    """Print the scores of judged articles and, where asked for, each error."""
    screen = console()
    articles = [verdicts for _, verdicts in judged]
    scores = Scores(articles)
    screen.print(Text(heading(scores, entities), style="bold"))
    screen.print(simple_table(_columns(SCORE_HEAD), score_rows(scores)))
    screen.print(interval_told(scores))
    screen.print(simple_table(_columns(ATTRIBUTE_HEAD), attribute_rows(scores)))
    screen.print(reliability_told(reliability(articles)))
    screen.print(_counted(scores))
    if errors:
        for item, verdicts in judged:
            if any(verdict.outcome in ERRORS for verdict in verdicts):
                screen.print()
                screen.print(Text(visible(item.name), style="bold"))
                screen.print(_errors(item.article.text, verdicts))


def heading(scores: Scores, entities: str) -> str:
    """Return what was scored, and with which setting."""
    facts = sum(verdict.gold is not None for verdict in scores.verdicts)
    articles = counted(len(scores.articles), "article")
    return f"{articles}, {counted(facts, 'annotated fact')}, --entities {entities}"


def _columns(head: Sequence[str]) -> list[Column]:
    return [
        (name, {"justify": "right" if number else "left", "no_wrap": True})
        for number, name in enumerate(head)
    ]


def _counted(scores: Scores) -> Text:
    counts = Counter(verdict.outcome for verdict in scores.verdicts)
    text = Text()
    for outcome in ERRORS:
        text.append(f"{counts[outcome]} {outcome}", style=OUTCOME_STYLES[outcome]).append("  ")
    return text.append(f"{counts['right']} right", style="dim")


def _errors(text: str, verdicts: Sequence[Verdict]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=9, no_wrap=True)
    grid.add_column(ratio=1)
    for verdict in verdicts:
        if verdict.outcome in ERRORS:
            style = OUTCOME_STYLES[verdict.outcome]
            shown = Text("\n").join([_context(text, verdict, style), *_told(verdict)])
            grid.add_row(Text(verdict.outcome, style=style), shown)
    return grid


def _context(text: str, verdict: Verdict, style: str) -> Text:
    words = excerpt(text, *verdict.span)
    context = Text(visible(words.before))
    context.append(f"[{visible(words.words)}]", style=style)
    return context.append(visible(words.after))


def _told(verdict: Verdict) -> Iterator[Text]:
    if verdict.gold is None and verdict.found is not None:
        lines = [f"{fact_told(verdict.found)} · {verdict.found['rule']}"]
    elif verdict.gold is not None and verdict.found is None:
        lines = [gold_told(verdict.gold)]
    else:
        lines = wrong_told(verdict)
    yield from (Text(visible(line), style="dim") for line in lines)
