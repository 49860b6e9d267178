"""The types that the extractors hand on: mentions, subjects, periods, facts and their evidence."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

Kind = Literal["rank", "score", "percentage", "delta", "tier", "count", "money", "quantity"]
Direction = Literal["up", "down", "same"]
Qualifier = Literal["exact", "about", "over", "under", "at_least", "at_most"]
Modality = Literal["reported", "target"]
SubjectType = Literal[
    "country", "region", "province", "district", "commune", "organisation", "group"
]

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Amount:
    """The number of a figure, as a rule read it.

    `value` is a `Decimal` that keeps the printed decimals, or the label of a tier.
    """

    value: Decimal | str
    value_to: Decimal | None = None
    unit: str | None = None
    out_of: Decimal | None = None
    direction: Direction | None = None
    qualifier: Qualifier = "exact"

    @property
    def decimals(self) -> int:
        """Number of printed decimals; 0 for a tier."""
        if isinstance(self.value, str):
            return 0
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is. `system` is `"63"` or `"34"` for a province's code, else None."""

    type: SubjectType
    code: str | None
    name: str
    system: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time in ISO 8601: `2022`, `2022-09`, `2023-04-19` or `2023-01/2023-09`."""

    start: str
    end: str | None = None

    @classmethod
    def parse(cls, iso: str) -> Period:
        """Read an ISO 8601 year, month, day or interval; raise ValueError for anything else."""
        start, _, end = iso.partition("/")
        period = cls(start, end or None)
        if period.last_day < period.first_day:
            raise ValueError(f"a period that ends before it starts: {iso}")
        return period

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return _edge(self.start, last=False)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return _edge(self.end or self.start, last=True)

    @property
    def year(self) -> int:
        """The year the period ends in."""
        return int((self.end or self.start)[:4])

    def shifted(self, years: int) -> Period:
        """Return the same stretch of time some years later (earlier when negative)."""
        return Period(_shift(self.start, years), _shift(self.end, years) if self.end else None)

    def __str__(self) -> str:
        return f"{self.start}/{self.end}" if self.end else self.start


def _edge(text: str, *, last: bool) -> date:
    parts = [int(part) for part in text.split("-")]
    if len(parts) > 3 or len(text.split("-")[0]) != 4:
        raise ValueError(f"not an ISO 8601 year, month or day: {text}")
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        return date(year, month, parts[2])
    if not 1 <= month <= 12:
        raise ValueError(f"not a month: {text}")
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _shift(text: str, years: int) -> str:
    year, rest = int(text[:4]) + years, text[4:]
    if rest == "-02-29" and not calendar.isleap(year):
        rest = "-02-28"
    return f"{year:04d}{rest}"


class Mention(NamedTuple):
    """A span of an article, read by one rule (`rank.place`) or model (`ner:underthesea`).

    Offsets count characters of the stored text, end excluded. `parts` are the mentions it was
    built from. `kind` is a fact kind, one of `index`, `place`, `organisation`, `person`,
    `group`, `period`, `baseline`, `scope`, or `unread` for a number that is no figure.
    """

    kind: str
    value: Amount | Subject | Period | str | None
    start: int
    end: int
    rule: str
    parts: tuple[Mention, ...] = ()


class Evidence(NamedTuple):
    """The words that one attribute of a fact rests on, and the rule that linked them."""

    role: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported figure about one measured thing.

    `start` and `end` are offsets into the stored text, and `quote` is `text[start:end]`.
    `open` names each attribute that stayed open with its reason, so that None is never ambiguous:
    `not_told`, `two_candidates` or `not_understood`. `attribution` names who is said to have told
    the figure, if anyone is. `zone` is the part of the page it stands in.
    """

    kind: Kind
    start: int
    end: int
    quote: str
    amount: Amount
    rule: str
    zone: str
    modality: Modality = "reported"
    index: str | None = None
    component: str | None = None
    indicator: str | None = None
    subject: Subject | None = None
    period: Period | None = None
    baseline: Period | None = None
    scope: str | None = None
    attribution: str | None = None
    measure: str = "value"
    confidence: float = 1.0
    open: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        """Return the fact as a line of a case: subject, index, period, kind, figure, rest."""
        amount = self.amount
        sign = {"up": "+", "down": "-", "same": "="}.get(amount.direction or "", "")
        figure = f"{sign}{amount.value}"
        if amount.value_to is not None:
            figure += f"..{amount.value_to}"
        if amount.out_of is not None:
            figure += f"/{amount.out_of}"
        if amount.unit:
            figure += "%" if amount.unit == "%" else f" {amount.unit}"
        words = [
            self.subject.name if self.subject else "-",
            self.index or "-",
            str(self.period) if self.period else "-",
            self.kind,
            figure,
        ]
        extras = {
            "component": self.component,
            "scope": self.scope,
            "baseline": self.baseline,
            "qualifier": None if amount.qualifier == "exact" else amount.qualifier,
            "modality": None if self.modality == "reported" else self.modality,
        }
        words += [f"{name}={value}" for name, value in extras.items() if value is not None]
        return " | ".join(words)
