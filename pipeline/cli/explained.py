"""An article explained on the terminal: its text with marks, then the account of its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text
from spacy.tokens import Doc

from ...corpus.article import Article
from ...corpus.zones import READABLE, Zone
from ...extractors.types import Fact
from ...patterns.reasons import REASONS as RULE_REASONS
from ..accounts import Account, account_for
from .output import heading
from .render import KIND_STYLES, console, shown_amount, simple_table, visible

UNREAD_STYLE = "bold white on red"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ZONE_REASONS = {
    "dateline": "stands in the date line",
    "signature": "stands in the signature",
    "teaser": "stands in a teaser",
    "furniture": "is page furniture",
}
# Why a number is no figure: the reasons of the rules, then the zones that are not read.
REASONS = {**RULE_REASONS, **ZONE_REASONS}


def print_explained(doc: Doc) -> None:
    """Print one article with its figures marked and every number accounted for."""
    screen, article, page = console(), doc._.article, doc._.page
    accounts = account_for(doc)
    figures = [account for account in accounts if account.facts]
    screen.print(_head(article, about(doc)))
    screen.print(_legend(figures, accounts))
    screen.print()
    screen.print(_page(doc.text, page.zones, accounts))
    screen.print()
    if figures:
        screen.print(_figures(doc.text, figures))
    screen.print(_others(doc.text, accounts))
    if doc._.slow_rules:
        names = ", ".join(sorted(doc._.slow_rules))
        screen.print(f"rules that ran too long and were left out: {names}", style="bold red")
    screen.print()


def about(doc: Doc) -> list[str]:
    """Return where an article came from, and what is known of its day and home, a line each."""
    article, page = doc._.article, doc._.page
    notes = [visible(article.url) if article.url else None]
    if article.published is None and page.day is not None:
        notes.append(f"dated {page.day} by its own date line")
    if page.home:
        notes.append(f"a paper of {page.home.name}")
    return [note for note in notes if note]


def _head(article: Article, notes: Sequence[str]) -> Text:
    text = Text(heading(article), style="bold")
    if notes:
        text.append("\n" + "\n".join(notes), style="not bold dim")
    return text


def _legend(figures: Sequence[Account], accounts: Sequence[Account]) -> Text:
    kinds = Counter(fact.kind for account in figures for fact in account.facts)
    text = Text()
    for kind, count in kinds.items():
        text.append(f"{count} {kind}", style=KIND_STYLES[kind]).append("  ")
    reasons = sum(1 for account in accounts if account.reason)
    if reasons:
        text.append(f"{reasons} no figures", style="dim").append("  ")
    if unread := len(accounts) - len(figures) - reasons:
        text.append(f"{unread} unread", style=UNREAD_STYLE)
    return text if text else Text("no numbers", style="dim")


def _page(text: str, zones: Sequence[Zone], accounts: Sequence[Account]) -> Table:
    """Return the text in lines, the zone's name in the margin where it changes."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim italic", width=9, justify="right")
    grid.add_column(ratio=1)
    numbers = {id(account): n for n, account in enumerate(_with_facts(accounts), 1)}
    named, blank = "", True
    for zone in zones:
        line = text[zone.start : zone.end]
        if not line.strip():
            if not blank:
                grid.add_row("", "")
            blank = True
            continue
        inside = [a for a in accounts if zone.start <= a.start < zone.end]
        style = "" if zone.name in READABLE else "dim"
        shown = Text(style="bold" if zone.name == "title" else style)
        for piece in _pieces(text, zone, inside, numbers):
            shown.append_text(piece)
        grid.add_row("" if zone.name == named else zone.name, shown)
        named, blank = zone.name, False
    return grid


def _with_facts(accounts: Sequence[Account]) -> Iterator[Account]:
    return (account for account in accounts if account.facts)


def _pieces(
    text: str, zone: Zone, accounts: Sequence[Account], numbers: dict[int, int]
) -> Iterator[Text]:
    """Yield the pieces of a line: plain words, and marked figures and numbers."""
    at = zone.start
    for account in accounts:
        if account.start < at:
            continue
        yield Text(visible(text[at : account.start]))
        words = visible(text[account.start : account.end])
        at = account.end
        if account.facts:
            style = KIND_STYLES[account.facts[0].kind]
            yield Text(words, style=style)
            yield Text(str(numbers[id(account)]).translate(_RAISED), style=f"not bold {style}")
        elif account.reason:
            yield Text(words, style="dim")
        else:
            yield Text(f"{words}‹?›", style=UNREAD_STYLE)
    yield Text(visible(text[at : zone.end]))


def _figures(text: str, figures: Sequence[Account]) -> Table:
    rows = [
        (str(number) if first else "", _figure(fact), _reading(text, fact))
        for number, account in enumerate(figures, 1)
        for first, fact in zip([True] + [False] * len(account.facts), account.facts, strict=False)
    ]
    columns = (
        ("", {"justify": "right", "style": "dim"}),
        ("figure", {"max_width": 24}),
        ("how it was read", {"ratio": 1}),
    )
    return simple_table(columns, rows)


def _figure(fact: Fact) -> Text:
    text = Text(visible(shown_amount(fact.amount, fact.kind)), style=KIND_STYLES[fact.kind])
    told = fact.kind if fact.modality == "reported" else f"{fact.kind}, {fact.modality}"
    return text.append(f"\n{told}", style="not bold dim")


def attributes(text: str, fact: Fact) -> Iterator[tuple[str, str, str]]:
    """Yield the attributes a fact has: name, value, and where they differ the words it rests on."""
    words = {piece.role: visible(text[piece.start : piece.end]) for piece in fact.evidence}
    values = {
        "index": fact.index,
        "component": fact.component,
        "indicator": fact.indicator,
        "subject": fact.subject.name if fact.subject else None,
        "period": str(fact.period) if fact.period else None,
        "baseline": str(fact.baseline) if fact.baseline else None,
        "scope": fact.scope,
    }
    for role, value in values.items():
        if value is not None:
            said = words.get(role, "")
            yield role, visible(value).replace("\n", " "), "" if said == value else said


def _reading(text: str, fact: Fact) -> Text:
    """Return the attributes of a fact with the words they rest on, then what stayed open."""
    shown = Text()
    for role, value, words in attributes(text, fact):
        shown.append(f"{role} ", style="dim").append(value)
        if words:
            shown.append(f" “{words}”", style="dim italic")
        shown.append("  ")
    if fact.open:
        still = ", ".join(f"{name} {reason.replace('_', ' ')}" for name, reason in fact.open)
        shown.append(f"open: {still}  ", style="yellow")
    return shown.append(fact.rule, style="dim")


def _others(text: str, accounts: Sequence[Account]) -> Table:
    """Return the numbers that are no figures by their reasons, those without a reason first."""
    groups: dict[str | None, list[str]] = {None: []}
    for account in accounts:
        if not account.facts:
            groups.setdefault(account.reason, []).append(visible(text[account.start : account.end]))
    rows = [
        (_reason(reason), str(len(found)), Text(_listed(found), style="" if reason else "bold"))
        for reason, found in groups.items()
        if found
    ]
    columns = (
        ("no figure because it", {"no_wrap": True}),
        ("", {"justify": "right", "style": "dim"}),
        ("numbers", {"ratio": 1}),
    )
    return simple_table(columns, rows) if rows else Table.grid()


def _reason(reason: str | None) -> Text:
    if reason is None:
        return Text("no rule took it", style=UNREAD_STYLE)
    return Text(REASONS[reason])


def _listed(found: Sequence[str]) -> str:
    counts = Counter(found)
    return ", ".join(word if count == 1 else f"{word} (×{count})" for word, count in counts.items())
