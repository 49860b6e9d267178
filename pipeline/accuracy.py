"""`docs/accuracy.md`: how well Solieu reads, written from annotated articles and an archive.

    python -m solieu.pipeline.accuracy GOLD_DIR ARCHIVE [--sources FILE.jsonl] > docs/accuracy.md

GOLD_DIR holds annotated articles, ARCHIVE others in which the rules are counted. `--sources` tells
the address and day of the annotated articles (`id`, `url`, `published`).
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language

from ..corpus.article import Article
from ..corpus.dates import published_date
from ..corpus.readers import read
from ..evaluation.calibration import reliability
from ..evaluation.gold import CORE, EXTRA, GoldArticle, read_gold
from ..evaluation.judging import Verdict, judge
from ..evaluation.scores import WITH_INDEX, WITHOUT_INDEX, Scores
from ..patterns.loading import load_rules
from ..patterns.publishers import publisher_of
from .load import load, read_article, read_articles
from .records import fact_record

KNOWN = Path(__file__).parents[1] / "tests" / "known_failures.toml"
RARE = 3  # a rule that fires less often is listed with where it was seen

Judged = tuple[GoldArticle, list[Verdict]]


@dataclass(slots=True)
class Firings:
    """How often each rule made a fact or a link in an archive, and where it was seen first."""

    articles: int = 0
    facts: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seen: dict[str, list[str]] = field(default_factory=dict)

    def add(self, article: str, rules: Iterable[str]) -> None:
        """Count the rules that fired in an article."""
        for rule in rules:
            self.counts[rule] += 1
            if len(places := self.seen.setdefault(rule, [])) < RARE and article not in places:
                places.append(article)


def firings(nlp: Language, archive: Path) -> Firings:
    """Return which rules fire in an archive."""
    found = Firings()
    articles = (item for item in read([archive]) if isinstance(item, Article))
    for article, doc in read_articles(nlp, articles):
        found.articles += 1
        found.facts += len(doc._.facts)
        for fact in doc._.facts:
            found.add(article.id, [fact.rule, *(piece.rule for piece in fact.evidence)])
        found.add(article.id, (mention.rule for mention in doc._.unread))
    return found


def judged(nlp: Language, gold: Sequence[GoldArticle]) -> list[Judged]:
    """Return the verdicts on each annotated article."""
    return [
        (one, judge(one, [fact_record(f) for f in read_article(nlp, one.article)._.facts]))
        for one in gold
    ]


def sourced(gold: Sequence[GoldArticle], path: Path | None) -> list[GoldArticle]:
    """Return annotated articles with the addresses and days that a JSON Lines file tells."""
    if path is None:
        return list(gold)
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    told = {str(line["id"]): line for line in lines}
    result = []
    for one in gold:
        line = told.get(one.name, {})
        day = published_date(line.get("published"))
        result.append(
            replace(one, article=replace(one.article, url=line.get("url"), published=day))
        )
    return result


INTRODUCTION = """\
Solieu {version} on {gold} annotated articles with {facts} facts, and {articles:,} articles of an
archive ({fired:,} facts). A figure is right where kind, place, value and unit are; it is linked
right where index, component, subject, period, baseline and scope are right too. Intervals are of
95 %, by bootstrap over articles."""

REPRODUCE = """\
```sh
solieu evaluate {gold}    # the scores; --errors for each error, --html FILE for a page of them
python -m solieu.pipeline.accuracy {gold} {archive} > docs/accuracy.md
```"""


def page(found: Sequence[Judged], fired: Firings, archive: Path, gold: Path) -> str:
    """Return the page as Markdown."""
    scores = Scores([verdicts for _, verdicts in found])
    told = {
        "version": version("solieu"),
        "gold": len(found),
        "facts": sum(v.gold is not None for v in scores.verdicts),
        "articles": fired.articles,
        "fired": fired.facts,
    }
    by_source, by_year = _by_group(found, "source", _source), _by_group(found, "year", _year)
    parts = {
        "# How well Solieu reads": INTRODUCTION.format(**told),
        "## By kind": _by_kind(scores),
        "## By attribute": _by_attribute(scores),
        "## By source and year": f"{by_source}\n\n{by_year}",
        "## Confidence": _confidence(found),
        "## Known failures": _known_failures(KNOWN),
        "## How often each rule fires": "\n\n".join(_rules(fired)),
        "## How to reproduce": REPRODUCE.format(gold=gold.name, archive=archive.name),
    }
    return "\n\n".join(f"{head}\n\n{part}" for head, part in parts.items()) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _by_kind(scores: Scores) -> str:
    def row(name: str, *keys: str) -> list[str]:
        cells = [name, str(scores.of("figure", *keys).expected)]
        for level in ("figure", "linked"):
            counts, (low, high) = scores.of(level, *keys), scores.interval(level, *keys)
            cells += [f"{counts.precision:.3f}", f"{counts.recall:.3f}"]
            cells.append(f"{counts.f1:.3f} ({low:.2f}–{high:.2f})")
        return cells

    rows = [row("**all core kinds**", *CORE)]
    rows += [row(kind, kind) for kind in (*CORE, *EXTRA)]
    rows += [row(group, group) for group in (WITH_INDEX, WITHOUT_INDEX)]
    head = ("kind", "facts", "figure P", "R", "F1", "linked P", "R", "F1")
    return _table(head, rows)


def _by_attribute(scores: Scores) -> str:
    rows = []
    for name, share in scores.attributes.items():
        told = scores.non_default.get(name)
        f1 = f"{told.f1:.3f} ({told.expected})" if told else "–"
        rows.append((name, "–" if share is None else f"{share:.3f}", f1))
    return (
        "Share of right values among right figures of the core kinds, and F1 where the value is "
        "not the default (how many there are)."
        "\n\n" + _table(("attribute", "right", "F1 where told"), rows)
    )


def _source(one: GoldArticle) -> str:
    return (one.article.url and publisher_of(one.article.url)) or "not told"


def _year(one: GoldArticle) -> str:
    return str(one.article.published.year) if one.article.published else "not told"


def _by_group(found: Sequence[Judged], name: str, key: Callable[[GoldArticle], str]) -> str:
    groups: dict[str, list[list[Verdict]]] = {}
    for one, verdicts in found:
        groups.setdefault(key(one), []).append(verdicts)
    rows = []
    for group, articles in sorted(groups.items()):
        scores = Scores(articles)
        figure, linked = scores.of("figure", *CORE), scores.of("linked", *CORE)
        rows.append((group, len(articles), figure.expected, f"{figure.f1:.3f}", f"{linked.f1:.3f}"))
    return _table((name, "articles", "facts", "figure F1", "linked F1"), rows)


def _confidence(found: Sequence[Judged]) -> str:
    told = reliability([verdicts for _, verdicts in found])
    if told is None or told.auroc is None:
        return "No fact was found."
    rows = [
        (f"{b.low:.1f}–{b.high:.1f}", b.count, f"{b.confidence:.2f}", f"{b.right:.2f}")
        for b in told.bins
    ]
    return (
        f"Expected calibration error {told.error:.3f}, AUROC for being linked right "
        f"{told.auroc:.3f}, on the articles that the weights were fitted to; "
        "`python -m solieu.pipeline.fitting` prints both cross-validated by article.\n\n"
        + _table(("confidence", "facts", "mean", "linked right"), rows)
    )


def _known_failures(path: Path) -> str:
    if not path.exists():
        return "The list stands beside the tests of a checkout."
    known = tomllib.loads(path.read_text(encoding="utf-8")).get("known", [])
    if not known:
        return "Every construction of `corpus/cases/` is read right."
    groups = Counter(one["case"].partition(":")[0] for one in known)
    names = "\n".join(f"- {one['case']}" for one in known)
    counts = ", ".join(f"{group} {count}" for group, count in groups.most_common())
    return (
        f"{len(known)} constructions of `corpus/cases/` are not read right yet ({counts}); "
        f"`tests/known_failures.toml` says what is read instead.\n\n{names}"
    )


def _rules(fired: Firings) -> Iterator[str]:
    names = [rule.name for rule in load_rules()]
    linking = sorted({rule for rule in fired.counts if rule not in names})
    often = [rule for rule in (*names, *linking) if fired.counts[rule] >= RARE]
    rare = [rule for rule in (*names, *linking) if fired.counts[rule] < RARE]
    yield (
        f"Over the archive: {len(often)} rules at least {RARE} times, {len(rare)} less often or "
        "never. A rule that is not listed by its file belongs to the linker or the gazetteers."
    )
    yield _table(("rule", "times"), ((f"`{rule}`", fired.counts[rule]) for rule in often))
    yield "### Rules that fire less than three times"
    yield _table(
        ("rule", "times", "seen in"),
        ((f"`{rule}`", fired.counts[rule], ", ".join(fired.seen.get(rule, ()))) for rule in rare),
    )


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sources", type=Path)
    options = parser.parse_args()
    gold = sourced(read_gold(options.gold), options.sources)
    found = judged(load(entities="needed"), gold)
    fired = firings(load(entities="off"), options.archive)
    print(page(found, fired, options.archive, options.gold), end="")


if __name__ == "__main__":
    main()
