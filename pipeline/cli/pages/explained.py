"""Articles explained as a page: each number in the colour of what was read, with the evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from spacy.tokens import Doc

from ....corpus.zones import READABLE, Zone
from ....extractors.types import KINDS, Fact
from ...accounts import Account, account_for
from ..explained import REASONS, about, attributes
from ..output import heading
from ..render import shown_amount
from .page import Span, pieces, rendered

UNREAD = "no rule took it"
Values = dict[str, Any]


def explained_page(articles: Sequence[Values]) -> str:
    """Return the page of articles, each as `explained_article` gives it."""
    counts = Counter[tuple[str, str]]()
    for article in articles:
        for name, told, count in article["counts"]:
            counts[name, told] += count
    total = [(name, told, count) for (name, told), count in counts.items()]
    return rendered("explained.html", articles=articles, counts=sorted(total, key=_place))


def explained_article(doc: Doc, number: int) -> Values:
    """Return what a page shows of a Doc that was read; nothing of it refers to the Doc."""
    accounts = account_for(doc)
    figures = [account for account in accounts if account.facts]
    numbers = {id(account): n for n, account in enumerate(figures, 1)}
    return {
        "anchor": f"a{number}",
        "name": heading(doc._.article),
        "about": about(doc),
        "counts": sorted(_counts(accounts), key=_place),
        "lines": list(_lines(doc, accounts, numbers)),
        "notes": [
            {
                "number": numbers[id(account)],
                "facts": [_fact(doc.text, fact) for fact in account.facts],
            }
            for account in figures
        ],
        "others": list(_others(doc.text, accounts)),
    }


def _counts(accounts: Iterable[Account]) -> Iterator[tuple[str, str, int]]:
    counts = Counter[tuple[str, str]]()
    for account in accounts:
        for fact in account.facts:
            counts[fact.kind, fact.kind] += 1
        if not account.facts:
            counts[("none", "no figures") if account.reason else ("unread", "unread")] += 1
    yield from ((name, told, count) for (name, told), count in counts.items())


def _place(count: tuple[str, str, int]) -> int:
    return (*KINDS, "none", "unread").index(count[0])


def _fact(text: str, fact: Fact) -> Values:
    return {
        "kind": fact.kind,
        "figure": shown_amount(fact.amount, fact.kind),
        "told": fact.kind if fact.modality == "reported" else f"{fact.kind}, {fact.modality}",
        "links": list(attributes(text, fact)),
        "open": [(name, reason.replace("_", " ")) for name, reason in fact.open],
        "rule": fact.rule,
        "confidence": f"{fact.confidence:.2f}",
    }


def _others(text: str, accounts: Iterable[Account]) -> Iterator[tuple[str, str]]:
    """Yield each reason with its numbers, those without a reason first."""
    groups: dict[str | None, Counter[str]] = {None: Counter()}
    for account in accounts:
        if not account.facts:
            words = text[account.start : account.end]
            groups.setdefault(account.reason, Counter())[words] += 1
    for reason, found in groups.items():
        if found:
            listed = (w if count == 1 else f"{w} ×{count}" for w, count in found.items())
            yield _reason(reason), ", ".join(listed)


def _reason(reason: str | None) -> str:
    return REASONS[reason] if reason else UNREAD


def _lines(doc: Doc, accounts: Sequence[Account], numbers: dict[int, int]) -> Iterator[Values]:
    evidence = _evidence(accounts, numbers)
    named = ""
    for zone in doc._.page.zones:
        if not doc.text[zone.start : zone.end].strip():
            continue
        yield {
            "zone": "" if zone.name == named else zone.name,
            "style": zone.name if zone.name in READABLE else "unreadable",
            "runs": list(_runs(doc.text, zone, accounts, evidence, numbers)),
        }
        named = zone.name


def _evidence(accounts: Iterable[Account], numbers: dict[int, int]) -> dict[Span, str]:
    """Return the spans that figures rest on, each with the numbers of these figures."""
    found: dict[Span, dict[int, None]] = {}
    for account in accounts:
        for fact in account.facts:
            for piece in fact.evidence:
                found.setdefault((piece.start, piece.end), {})[numbers[id(account)]] = None
    return {span: " ".join(map(str, rests)) for span, rests in found.items()}


def _runs(
    text: str,
    zone: Zone,
    accounts: Sequence[Account],
    evidence: dict[Span, str],
    numbers: dict[int, int],
) -> Iterator[Values]:
    """Yield plain words and numbers of a line in turn, cut where evidence begins or ends."""
    spans = [(account.start, account.end) for account in accounts]
    told = [None] * len(spans) + list(evidence.values())
    cut = [
        (start, end, next((n for n in covering if n < len(spans)), None), covering)
        for start, end, covering in pieces(text, zone.start, zone.end, [*spans, *evidence])
    ]
    for at, group in groupby(cut, key=lambda piece: piece[2]):
        inside = list(group)
        run: Values = {
            "pieces": [
                {"words": text[start:end], "rests": _joined(told[n] for n in covering)}
                for start, end, _, covering in inside
            ],
            "note": None,
            "style": None,
        }
        if at is not None:
            account = accounts[at]
            run |= _number(account, numbers.get(id(account)))
            run["first"] = inside[0][0] == account.start
            run["last"] = inside[-1][1] == account.end
        yield run


def _joined(rests: Iterable[str | None]) -> str:
    """Return the numbers of all figures that rest on a piece, each once."""
    return " ".join(dict.fromkeys(number for found in rests if found for number in found.split()))


def _number(account: Account, note: int | None) -> Values:
    if account.facts:
        title = "\n".join(map(str, account.facts))
        return {"note": note, "style": account.facts[0].kind, "title": title}
    style = "none" if account.reason else "unread"
    return {"style": style, "title": _reason(account.reason)}
