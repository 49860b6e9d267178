"""Archives whose truth is known: what each figure really is, and who prints it how.

Figures come in blocks that the same articles report. A share of the articles copies an earlier one
of its block, misprints and all; the others print each figure by themselves, now and then wrongly,
in fewer decimals or in words of their own.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from solieu.corpus.article import Article
from solieu.db.saving import Version
from solieu.db.store import Store
from solieu.extractors.types import Amount, Fact, Period, Subject
from solieu.patterns.indices import IndexDefinition, load_indices
from solieu.patterns.places import provinces

MISPRINTS, COPIES, ROUNDED, BOUNDED = 0.05, 0.25, 0.3, 0.05
MOST_WITNESSES = 40
IN_A_BLOCK = 10  # figures that the same articles report
YEARS = range(2010, 2025)
BATCH = 500
WORDS = 40  # of a text, for copies to be found by
REGION = "đồng bằng sông Hồng"
SCORES = ("score", "value")
RANKS = ("rank", "rank")
CHANGES = ("delta", "rank_change")
COUNTS = ("count", "count")
INDICATORS = ("doanh nghiệp thành lập mới", "hồ sơ trực tuyến", "lao động có việc làm mới")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a figure really is: the fact that a faultless paper prints."""

    number: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of an article: which figure it is of, and whether it is misprinted."""

    figure: int
    fact: Fact
    misprinted: bool


@dataclass(slots=True)
class Printed:
    """An article of a planted archive; copies have one text."""

    article: Article
    told: list[Told] = field(default_factory=list)


def few(chance: random.Random) -> int:
    """Return how many papers report a figure of an archive of all kinds of news: mostly one."""
    return min(MOST_WITNESSES, 1 + int(chance.expovariate(0.4)))


def many(chance: random.Random) -> int:
    """Return how many papers report a figure: any number up to forty."""
    return chance.randint(1, MOST_WITNESSES)


def truths(count: int, chance: random.Random) -> list[Truth]:
    """Return so many different figures, many of them alike but for one attribute."""
    keys = list(islice(_keys(chance), count))
    return [Truth(number, _true_fact(key, chance)) for number, key in enumerate(keys)]


_Key = tuple[tuple[str, str], IndexDefinition | str, str | None, Subject, int, str | None]


def _keys(chance: random.Random) -> Iterator[_Key]:
    indices = [index for index in load_indices() if "province" in index.level]
    subjects = [Subject("province", p.code, p.name, "63") for p in provinces("63").values()]
    seen = set()
    while True:
        sort = chance.choices((SCORES, RANKS, CHANGES, COUNTS), (5, 3, 1, 1))[0]
        index = chance.choice(indices)
        component = chance.choice((None, *index.components)) if sort is not CHANGES else None
        scope = REGION if sort is RANKS and chance.random() < 0.1 else None
        of: IndexDefinition | str = chance.choice(INDICATORS) if sort is COUNTS else index
        if sort is COUNTS:
            component = f"nhóm {chance.randrange(30)}"
        place, year = chance.choice(subjects), chance.choice(YEARS)
        named = of if isinstance(of, str) else of.code
        if (key := (sort, named, component, place.code, year, scope)) not in seen:
            seen.add(key)
            yield sort, of, component, place, year, scope


def _true_fact(key: _Key, chance: random.Random) -> Fact:
    sort, of, component, place, year, scope = key
    amount = {
        SCORES: lambda: Amount(Decimal(chance.randrange(2000, 10000)).scaleb(-2), unit="điểm"),
        RANKS: lambda: Amount(Decimal(chance.randint(1, 11 if scope else 63))),
        CHANGES: lambda: Amount(
            Decimal(chance.randint(1, 40)), unit="bậc", direction=chance.choice(("up", "down"))
        ),
        COUNTS: lambda: Amount(Decimal(chance.randrange(1000, 99999)), unit="lượt"),
    }[sort]()
    return Fact(
        kind=sort[0],  # type: ignore[arg-type]
        start=0,
        end=0,
        quote="",
        amount=amount,
        rule="planted",
        zone="body",
        index=None if isinstance(of, str) else of.code,
        indicator=of if isinstance(of, str) else None,
        component=component,
        subject=place,
        period=Period(str(year)),
        scope=scope,
        measure=sort[1],
    )


def printed(
    figures: Sequence[Truth], chance: random.Random, witnesses: Callable[[random.Random], int]
) -> Iterator[Printed]:
    """Yield the articles that report these figures, in a mixed order of time."""
    for start in range(0, len(figures), IN_A_BLOCK):
        block = figures[start : start + IN_A_BLOCK]
        reported = [witnesses(chance) for _ in block]
        earlier: list[Printed] = []
        for number in range(max(reported)):
            mine = [one for one, wanted in zip(block, reported, strict=True) if number < wanted]
            article = _article(f"{start}-{number}", mine[0].fact, chance)
            if earlier and chance.random() < COPIES:
                source = chance.choice(earlier)
                wanted = {one.number for one in mine}
                told = [one for one in source.told if one.figure in wanted]
                one = Printed(replace(article, text=source.article.text), told)
            else:
                one = Printed(article, [tell(of, chance) for of in mine])
            earlier.append(_placed(one))
            yield earlier[-1]


def _article(name: str, fact: Fact, chance: random.Random) -> Article:
    publisher = f"bao{chance.randrange(200)}.vn"
    year = fact.period.year if fact.period else YEARS[0]
    day = date(year + 1, 1, 1) + timedelta(days=chance.randrange(300))
    text = " ".join(f"{chance.randrange(10**9):x}" for _ in range(WORDS))
    return Article(name, text, f"https://{publisher}/{name}", name, publisher, day)


def _placed(one: Printed) -> Printed:
    """Give each fact of an article a place of its own in it."""
    told = [
        replace(it, fact=replace(it.fact, start=9 * at, end=9 * at + 5))
        for at, it in enumerate(one.told)
    ]
    return replace(one, told=told)


def tell(truth: Truth, chance: random.Random) -> Told:
    """Return how a paper prints a figure."""
    fact, misprinted = truth.fact, chance.random() < MISPRINTS
    amount = fact.amount
    if misprinted:
        amount = replace(amount, value=_misprint(Decimal(amount.value), chance))
    amount = _worded(_rounded(amount, fact.measure, chance), fact, chance)
    quote = f"{amount.value} {amount.unit or ''}".strip().replace(".", ",")
    indicator = chance.choice((None, "mức độ hài lòng")) if fact.index else fact.indicator
    return Told(
        truth.number, replace(fact, amount=amount, quote=quote, indicator=indicator), misprinted
    )


def _misprint(value: Decimal, chance: random.Random) -> Decimal:
    """Return a number with one digit wrong, or two exchanged."""
    text = format(value, "f")
    while True:
        digits = list(text)
        places = [at for at, letter in enumerate(digits) if letter.isdigit()]
        at = chance.choice(places)
        if len(places) > 1 and chance.random() < 0.3:
            other = chance.choice(places)
            digits[at], digits[other] = digits[other], digits[at]
        else:
            digits[at] = chance.choice("0123456789")
        if (wrong := Decimal("".join(digits))) not in (value, 0):
            return wrong


def _rounded(amount: Amount, measure: str, chance: random.Random) -> Amount:
    value = Decimal(amount.value)
    if measure == "value" and chance.random() < ROUNDED:
        step = Decimal(chance.choice(("0.1", "1")))
        return replace(amount, value=value.quantize(step, ROUND_HALF_UP))
    if measure == "value" and chance.random() < BOUNDED:
        return replace(amount, value=Decimal(int(value)), qualifier="over")
    if measure == "count" and chance.random() < ROUNDED and value > 1000:
        hundreds = (value / 100).quantize(Decimal(1), ROUND_HALF_UP) * 100
        return replace(amount, value=hundreds, qualifier="about")
    return amount


def _worded(amount: Amount, fact: Fact, chance: random.Random) -> Amount:
    """Print the same number in another paper's way."""
    if fact.measure == "value":
        return replace(amount, unit=chance.choice(("điểm", "%")))
    if fact.measure == "rank" and not fact.scope:
        return replace(amount, out_of=chance.choice((None, Decimal(63))))
    return amount


def save(store: Store, articles: Iterator[Printed]) -> dict[str, list[Told]]:
    """Save planted articles with their facts; return what each article told, by its row's id."""
    told: dict[str, list[Told]] = {}
    run = store.start_run("planted")
    while some := list(islice(articles, BATCH)):
        store.save([(one.article, [it.fact for it in one.told]) for one in some], run)
        told |= {Version.of(one.article).id: one.told for one in some}
    store.finish_run(run)
    return told
