"""Annotated articles in, checked: the facts that a careful reader finds in each text.

A folder of gold holds NAME.txt and NAME.gold.json side by side; docs/evaluation.md has the format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..corpus.article import Article, Rejection
from ..corpus.dates import published_date
from ..corpus.readers import read
from ..extractors.types import Kind, SubjectType

CORE: tuple[Kind, ...] = ("rank", "score", "percentage", "delta", "tier")
EXTRA: tuple[Kind, ...] = ("count", "money")
LINKS = ("index", "component", "subject", "period", "baseline", "scope")
ATTRIBUTES = (*LINKS, "indicator", "modality", "qualifier")
DEFAULTS = {"modality": "reported", "qualifier": "exact"}  # of the others: null
SUFFIX = ".gold.json"

Record = Mapping[str, Any]  # a fact as `solieu extract` prints it
T = TypeVar("T")


class GoldError(Exception):
    """Annotations that cannot be used: the file, and what is wrong with it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


# An attribute may be a list in the file: any of its values is right.
Accepted = Annotated[tuple[T, ...], BeforeValidator(_listed), Field(min_length=1)]
Words = Accepted[str | None]
Number = Accepted[int | float | None]


class GoldShape(BaseModel):
    """A part of a gold file; keys beyond those named are notes, and stay unread."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldSubject(GoldShape):
    """Whose figure it is."""

    type: SubjectType
    code: str | None = None
    name: str | None = None


class GoldFact(GoldShape):
    """A fact that should be found; each attribute holds all its right values.

    An attribute that the file does not name at all is not judged. An `optional` fact counts
    neither as missed nor, when found, as a false alarm.
    """

    kind: Kind
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    value: Accepted[int | float | str]
    value_to: Number = (None,)
    unit: Words = (None,)
    out_of: Number = (None,)
    direction: Words = (None,)
    index: Words = (None,)
    component: Words = (None,)
    subject: Accepted[GoldSubject | None] = (None,)
    period: Words = (None,)
    baseline: Words = (None,)
    scope: Words = (None,)
    indicator: Words = (None,)
    modality: Words = ("reported",)
    qualifier: Words = ("exact",)
    optional: bool = False
    quote: str | None = None
    note: str | None = None

    def accepted(self, attribute: str) -> tuple[Any, ...]:
        """Return the right values of an attribute."""
        values: tuple[Any, ...] = getattr(self, attribute)
        return values

    @property
    def judged(self) -> tuple[str, ...]:
        """The attributes that the annotation tells."""
        return tuple(name for name in ATTRIBUTES if name in self.model_fields_set)


class Source(GoldShape):
    """Where an annotated text came from, so far as it helps to read it."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


class Gold(GoldShape):
    """The annotations of one text: its facts, stretches left out, and the kinds annotated."""

    facts: tuple[GoldFact, ...]
    ignore: tuple[tuple[int, int], ...] = ()
    kinds: tuple[Kind, ...] = (*CORE, *EXTRA)
    article: Source = Source()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text with its annotations; `name` is that of its files."""

    name: str
    article: Article
    gold: Gold


def read_gold(folder: Path) -> list[GoldArticle]:
    """Return the annotated articles of a folder by name; raise GoldError for a wrong one."""
    if not folder.is_dir():
        raise GoldError(folder, "there is no such folder")
    found = [_read(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    if not found:
        raise GoldError(folder, f"no *{SUFFIX} in it")
    return found


def _read(path: Path) -> GoldArticle:
    name = path.name.removesuffix(SUFFIX)
    beside = path.with_name(f"{name}.txt")
    if not beside.exists():
        raise GoldError(path, f"its text {beside.name} is missing")
    (item,) = read([beside])
    if isinstance(item, Rejection):
        raise GoldError(beside, f"{item.reason.replace('_', ' ')} {item.detail}".strip())
    try:
        gold = Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise GoldError(path, f"{where}: {first['msg']}" if where else first["msg"]) from None
    for wrong in problems(gold, item.text):
        raise GoldError(path, wrong)
    return GoldArticle(name, _sourced(item, gold.article), gold)


def _sourced(article: Article, source: Source) -> Article:
    return replace(
        article,
        url=source.url,
        title=source.title,
        publisher=source.publisher,
        published=published_date(source.published),
    )


def problems(gold: Gold, text: str) -> Iterator[str]:
    """Yield what is wrong with annotations of a text that their form does not tell."""
    for number, fact in enumerate(gold.facts, 1):
        quote, told = text[fact.start : fact.end], f"fact {number}"
        if not fact.start < fact.end <= len(text):
            yield f"{told}: {fact.start} to {fact.end} is no stretch of the text"
        if fact.quote is not None and fact.quote != quote:
            yield f"{told}: the text has {quote!r} there, not {fact.quote!r}"
        if any(isinstance(value, str) != (fact.kind == "tier") for value in fact.value):
            yield f"{told}: the value of a tier is a label, that of any other kind a number"
