"""Facts as plain records: the form in which they leave the line as JSON or CSV."""

from collections.abc import Iterator
from decimal import Decimal

from ..db.exports.cells import safe
from ..extractors.types import Fact, Subject

Record = dict[str, object]

CSV_COLUMNS = (
    "index", "component", "indicator", "subject_type", "subject_code", "subject_system",
    "subject", "period", "baseline", "kind", "measure", "value", "value_to", "unit", "out_of",
    "direction", "qualifier", "modality", "scope", "attribution", "quote", "start", "end", "zone",
    "rule", "confidence", "open",
)  # fmt: skip


def fact_record(fact: Fact) -> Record:
    """Return a fact as a dict for JSON; numbers are int where they are whole, else float.

    `open` holds each attribute that stayed open with its reason, `evidence` the words that the
    others rest on, and `decimals` how many decimals were printed.
    """
    amount = fact.amount
    return {
        "kind": fact.kind,
        "start": fact.start,
        "end": fact.end,
        "value": _number(amount.value),
        "value_to": _number(amount.value_to),
        "unit": amount.unit,
        "out_of": _number(amount.out_of),
        "direction": amount.direction,
        "qualifier": amount.qualifier,
        "modality": fact.modality,
        "index": fact.index,
        "component": fact.component,
        "indicator": fact.indicator,
        "subject": _subject(fact.subject),
        "period": _text(fact.period),
        "baseline": _text(fact.baseline),
        "scope": fact.scope,
        "attribution": fact.attribution,
        "confidence": fact.confidence,
        "quote": fact.quote,
        "zone": fact.zone,
        "rule": fact.rule,
        "measure": fact.measure,
        "decimals": amount.decimals,
        "open": dict(fact.open),
        "evidence": [
            {"role": piece.role, "start": piece.start, "end": piece.end, "rule": piece.rule}
            for piece in fact.evidence
        ],
    }


def fact_cells(fact: Fact) -> list[object]:
    """Return a fact as the cells of `CSV_COLUMNS`; numbers keep their printed decimals."""
    amount, subject = fact.amount, fact.subject
    cells: Record = fact_record(fact) | {
        "value": amount.value,
        "value_to": amount.value_to,
        "out_of": amount.out_of,
        "subject": subject and subject.name,
        "subject_type": subject and subject.type,
        "subject_code": subject and subject.code,
        "subject_system": subject and subject.system,
        "open": "; ".join(f"{attribute}: {reason}" for attribute, reason in fact.open),
    }
    return [cells[column] for column in CSV_COLUMNS]


def safe_cells(cells: list[object]) -> Iterator[str]:
    """Yield cells as text that no spreadsheet takes for a formula: `=1+1` becomes `'=1+1`."""
    for cell in cells:
        if isinstance(cell, Decimal):
            yield format(cell, "f")
        else:
            yield "" if cell is None else str(safe(cell))


def _number(value: Decimal | str | None) -> int | float | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _subject(subject: Subject | None) -> Record | None:
    if subject is None:
        return None
    record: Record = {"type": subject.type, "code": subject.code, "name": subject.name}
    return record if subject.system is None else record | {"system": subject.system}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
