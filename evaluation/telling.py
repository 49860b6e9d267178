"""Scores, verdicts and facts in words and rows, the same on the terminal and on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .calibration import Reliability
from .gold import ATTRIBUTES, CORE, EXTRA, GoldFact, GoldSubject, Record
from .judging import Verdict
from .scores import LEVELS, WITH_INDEX, WITHOUT_INDEX, Counts, Scores

BEFORE, AFTER = 60, 40  # characters of context
ARROWS = {"up": "↑", "down": "↓", "same": "="}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a text with what stands around them, on one line."""

    before: str
    words: str
    after: str


def counted(count: int, thing: str) -> str:
    """Return a number of things: `1 article`, `2,447 articles`."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """Return a stretch of a text with some context, cut at blanks."""
    left, right = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if start > BEFORE:
        left = "…" + left[left.find(" ") + 1 :]
    if end + AFTER < len(text):
        right = right[: right.rfind(" ") + 1 or None].rstrip() + "…"
    return Excerpt(*(part.replace("\n", " ") for part in (left, text[start:end], right)))


def score_rows(scores: Scores) -> Iterator[Row]:
    """Yield name, number of facts, then P, R and F1 of figures and of links, a row a kind."""
    rows: list[tuple[str, tuple[str, ...]]] = [("core", CORE)]
    rows += [(name, (name,)) for name in (WITH_INDEX, WITHOUT_INDEX, *CORE, *EXTRA)]
    for name, keys in rows:
        figure, linked = (scores.of(level, *keys) for level in LEVELS)
        if figure.expected or figure.fp:
            yield (name, str(figure.expected), *_rates(figure), *_rates(linked))


def _rates(counts: Counts) -> Row:
    record = counts.as_record()
    return tuple(f"{record[name]:.3f}" for name in ("precision", "recall", "f1"))


def attribute_rows(scores: Scores) -> Iterator[Row]:
    """Yield name, share right, F1 where not the default, and how often it is not, a row each."""
    for name in ATTRIBUTES:
        share, special = scores.attributes[name], scores.non_default.get(name)
        if share is not None and special is not None:
            yield name, f"{share:.3f}", _rates(special)[2], str(special.expected)


def interval_told(scores: Scores) -> str:
    """Return how far the core scores may be off, in one sentence."""
    edges = (scores.interval(level, *CORE) for level in LEVELS)
    told = ", ".join(
        f"{level} {low:.3f}–{high:.3f}" for level, (low, high) in zip(LEVELS, edges, strict=True)
    )
    return f"core F1 within {told} (95 % over articles)"


def reliability_told(found: Reliability | None) -> str:
    """Return in one sentence what the confidence of facts is worth."""
    if found is None:
        return "confidence: no facts to judge it by"
    ranked = "not defined" if found.auroc is None else f"{found.auroc:.3f}"
    return (
        f"confidence: calibration error {found.error:.3f}, AUROC {ranked}"
        f" (says {found.confidence:.3f}, {found.right:.3f} of {found.count} are linked right)"
    )


def fact_told(fact: Record) -> str:
    """Return a fact on one line: kind, figure, then the attributes it has."""
    subject = fact.get("subject")
    attributes = {
        "": fact.get("index"),
        "component": fact.get("component"),
        "indicator": fact.get("indicator"),
        "of": subject and subject["name"],
        "in": fact.get("period"),
        "vs": fact.get("baseline"),
        "among": fact.get("scope"),
        "modality": _unusual(fact.get("modality"), "reported"),
        "qualifier": _unusual(fact.get("qualifier"), "exact"),
    }
    parts = [f"{name} {value}".strip() for name, value in attributes.items() if value]
    return " · ".join([f"{fact['kind']} {figure_told(fact)}", *parts])


def _unusual(value: object, usual: str) -> object:
    return None if value == usual else value


def figure_told(fact: Record) -> str:
    """Return a fact's figure in short, such as `↑27 bậc` or `13/63`."""
    figure = ARROWS.get(fact.get("direction") or "", "") + str(fact["value"])
    if fact.get("value_to") is not None:
        figure += f"–{fact['value_to']}"
    if fact.get("out_of") is not None:
        figure += f"/{fact['out_of']}"
    unit = fact.get("unit")
    return figure if not unit else figure + unit if unit == "%" else f"{figure} {unit}"


def gold_told(gold: GoldFact) -> str:
    """Return an annotated fact as `fact_told` does, by the first of its right values."""
    values = {name: gold.accepted(name)[0] for name in (*ATTRIBUTES, *FIGURE)}
    subject = values["subject"]
    values["subject"] = subject and {"name": subject_told(subject)}
    return fact_told({"kind": gold.kind, **values})


FIGURE = ("value", "value_to", "unit", "out_of", "direction")


def wrong_told(verdict: Verdict) -> list[str]:
    """Return for each wrong attribute of a pair what was found and what is right."""
    assert verdict.gold is not None
    assert verdict.found is not None
    return [
        f"{name} {value_told(verdict.found.get(name))},"
        f" should be {alternatives_told(verdict.gold.accepted(name))}"
        for name in verdict.wrong
    ]


def alternatives_told(values: Sequence[Any]) -> str:
    """Return right values, joined by `or`."""
    return " or ".join(map(value_told, values))


def value_told(value: Any) -> str:
    """Return an attribute's value, `open` where there is none."""
    if value is None:
        return "open"
    if isinstance(value, GoldSubject):
        return subject_told(value)
    if isinstance(value, dict):
        return subject_told(GoldSubject.model_validate(value))
    return str(value)


def subject_told(subject: GoldSubject) -> str:
    """Return a subject by its name; the type and code tell two of one name apart."""
    code = f" {subject.code}" if subject.code else ""
    return f"{subject.name or '–'} ({subject.type}{code})"
