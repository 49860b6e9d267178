"""The rule engine: each atom of a text is read by the first rule that fits around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import regex

from ..patterns.compiling import Match, Pattern, Timed
from ..patterns.loading import compile_rule, fill_tables, load_words, rules_by_file
from ..patterns.schema import Rule
from .atoms import Atom, decimal_of
from .edges import Sieve, beginnings, endings, last_word, next_word
from .openings import Opening, Openings, opening_words
from .overlaps import settle
from .page import Page
from .types import Amount, Direction, Mention

SLOTS = (
    "percent", "percent_points", "points", "places", "times", "money", "measure", "length",
    "scaled", "ratio", "year", "integer", "decimal", "plain", "number", "long",
)  # fmt: skip
SLOT = regex.compile(r"\{(" + "|".join(SLOTS) + r")\}")
# A pattern that opens with a letter opens a word.
EDGE = r"(?:(?<!\p{L})(?=\p{L})|(?!\p{L}))"

Context = Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class AnchoredRule:
    """A rule around a number: what must stand before and after it.

    `ends` are the words its left side can end with, `begins` those its right side can begin with;
    None where that may be any. What must not follow the figure must not follow it before its
    qualifier either: such a right side is matched right behind the figure `only`.
    """

    rule: Rule
    slot: str
    left: Pattern | Timed | None = None
    right: Pattern | Timed | None = None
    ends: frozenset[str] | None = None
    begins: frozenset[str] | None = None
    only: bool = False
    needs: frozenset[str] = frozenset()


class RuleBook:
    """All rules, compiled: those around a number, in their order, and those of words alone."""

    def __init__(
        self, anchored: Sequence[AnchoredRule], words: Openings[Rule], order: dict[str, int]
    ) -> None:
        self.anchored, self.words, self.order = tuple(anchored), words, order
        self._before = Sieve(a.ends for a in anchored)
        self._after = Sieve(a.begins for a in anchored)
        self._slots = {
            slot: sum(1 << at for at, a in enumerate(anchored) if a.slot == slot) for slot in SLOTS
        }
        self._trials: dict[int, tuple[AnchoredRule, ...]] = {}

    def trial(self, text: str, atom: Atom) -> tuple[AnchoredRule, ...]:
        """Return the rules that may read an atom where it stands, in their order."""
        before = self._before.passing(atom.word)
        if atom.start != atom.first:
            before |= self._before.passing(last_word(text, atom.start))
        after = self._after.passing(next_word(text, atom.end))
        if atom.stop != atom.end:
            after |= self._after.passing(next_word(text, atom.stop))
        slots = 0
        for slot in atom.slots:
            slots |= self._slots[slot]
        fitting = slots & before & after
        if fitting not in self._trials:
            chosen = (a for at, a in enumerate(self.anchored) if fitting >> at & 1)
            self._trials[fitting] = tuple(chosen)
        return self._trials[fitting]


@cache
def rule_book(extra: Path | None = None) -> RuleBook:
    """Return the compiled rules of the project and of a user's folder."""
    anchored: list[AnchoredRule] = []
    words: list[Opening[Rule]] = []
    rules = rules_by_file(extra)
    for rule, file in rules:
        parts = SLOT.split(rule.pattern)
        if len(parts) == 1:
            spelled = rf"(?<!\w)(?:{rule.pattern})(?!\w)"
            pattern = compile_rule(spelled, file=file, rule=rule.name)
            filled = fill_tables(rule.pattern, file=file, rule=rule.name)
            opens = opening_words(filled, rule.opens, whole=True)
            words.append(Opening(rule, pattern, opens, frozenset(rule.needs)))
        else:
            anchored.append(_anchored(rule, parts, file))
    return RuleBook(
        anchored,
        Openings(words),
        {rule.name: position for position, (rule, _) in enumerate(rules)},
    )


def _anchored(rule: Rule, parts: list[str], file: str) -> AnchoredRule:
    # A blank beside the slot may be missing in print ("giảm16%"), so it is never asked for.
    before, slot, after = (
        regex.sub(r" \??$", "", parts[0]),
        parts[1],
        regex.sub(r"^ \??", "", parts[2]),
    )
    left = right = ends = begins = None
    if before.strip():
        ends = endings(fill_tables(before, file=file, rule=rule.name, backwards=True))
        spelled = rf"(?<={EDGE}(?P<left>{before})\x20*)"
        left = compile_rule(spelled, file=file, rule=rule.name, backwards=True)
    if after.strip():
        begins = beginnings(fill_tables(after, file=file, rule=rule.name))
        word_ends = (after[-1].isalpha() and after[-2:-1] != "\\") or after[-1] == ")"
        edge = r"(?!\w)" if word_ends else ""
        spelled = rf"\x20*(?P<right>{after}){edge}"
        right = compile_rule(spelled, file=file, rule=rule.name)
    only = rule.pattern.endswith(")") and "}(?!" in rule.pattern
    return AnchoredRule(rule, slot, left, right, ends, begins, only, frozenset(rule.needs))


@dataclass(slots=True)
class Reading:
    """What the rules read in one text: figures, other numbers, and rules that ran too long."""

    figures: list[Mention]
    unread: list[Mention]
    slow: set[str]


def read_figures(page: Page, atoms: Sequence[Atom], book: RuleBook, context: Context) -> Reading:
    """Read every atom of a page and every figure in words of its sentences.

    `context(name, position)` answers a rule's `when` at a place. A rule of a user's own that takes
    too long at one place is named in `slow` and left out for the rest of the text.
    """
    slow: set[str] = set()
    read = [_read_atom(page, atom, book, context, slow) for atom in atoms]
    late: set[Rule] = set()
    worded = [
        _word_mention(rule, match)
        for rule, match in book.words.matches(page, late)
        if not rule.when or context(rule.when, match.start())
    ]
    figures = [mention for mention in read if mention.kind != "unread"]
    settled = settle([*figures, *worded], lambda m: book.order.get(m.rule, 0))
    return Reading(
        [mention for mention in settled if mention.kind != "unread"],
        [m for m in (*read, *settled) if m.kind == "unread"],
        slow | {rule.name for rule in late},
    )


def _read_atom(page: Page, atom: Atom, book: RuleBook, context: Context, slow: set[str]) -> Mention:
    text = page.folded
    for anchored in book.trial(text, atom):
        rule = anchored.rule
        if rule.name in slow:
            continue
        if anchored.needs and not page.holds(anchored.needs, atom.first):
            continue
        left = right = None
        try:
            if anchored.right:  # first, as looking back takes longer
                right = anchored.right.match(text, atom.end)
                if not right and atom.stop != atom.end and not anchored.only:
                    right = anchored.right.match(text, atom.stop)
                if not right:
                    continue
            if anchored.left:
                left = anchored.left.match(text, atom.start)
                if not left and atom.start != atom.first:
                    left = anchored.left.match(text, atom.first)
                if not left:
                    continue
        except TimeoutError:
            slow.add(rule.name)
            continue
        if rule.when and not context(rule.when, atom.first):
            continue
        return _mention(page.text, atom, rule, left, right)
    return Mention("unread", None, atom.first, atom.end, "unread.none")


def _mention(
    text: str,  # as printed
    atom: Atom,
    rule: Rule,
    left: Match | None,
    right: Match | None,
) -> Mention:
    start, end = atom.first, atom.end
    if rule.span == "match":
        start = left.start("left") if left else start
        end = right.end("right") if right else end
    if rule.kind is None:
        return Mention("unread", rule.reason, start, end, rule.name)
    groups = {**_groups(left), **_groups(right)}
    unit = rule.unit if rule.unit is not None else atom.unit
    if "unit" in groups:  # as printed: "TTHC", "tài khoản VNeID"
        told = right if right is not None and right.groupdict().get("unit") else left
        assert told is not None  # one of the two has the group
        unit = " ".join(text[told.start("unit") : told.end("unit")].split())
        end = right.end("unit") if told is right else end
    value: Decimal | str = atom.value if rule.value is None else Decimal(str(rule.value))
    if rule.kind == "tier":
        value = str(rule.value) if rule.value is not None else str(atom.value)
    amount = Amount(
        value,
        atom.value_to,
        unit or None,
        decimal_of(groups["out_of"]) if "out_of" in groups else atom.out_of,
        rule.direction or _direction(groups),
        rule.qualifier or atom.qualifier,  # type: ignore[arg-type]
    )
    return Mention(rule.kind, amount, start, end, rule.name)


def _groups(match: Match | None) -> dict[str, str]:
    if match is None:
        return {}
    return {name: found for name, found in match.groupdict().items() if found is not None}


def _direction(groups: dict[str, str]) -> Direction | None:
    tables = load_words()
    for name in ("change", "rising"):
        if name in groups:
            return tables[name][" ".join(groups[name].split())]  # type: ignore[return-value]
    return None


def _word_mention(rule: Rule, match: Match) -> Mention:
    groups = _groups(match)
    start, end = match.span("figure") if "figure" in groups else match.span()
    if rule.kind is None:
        return Mention("unread", rule.reason, start, end, rule.name)
    amount = Amount(
        _word_value(rule, groups),
        unit=rule.unit,
        direction=rule.direction or _direction(groups),
        qualifier=rule.qualifier or "exact",  # type: ignore[arg-type]
    )
    return Mention(rule.kind, amount, start, end, rule.name)


def _word_value(rule: Rule, groups: dict[str, str]) -> Decimal | str:
    if rule.value is not None:
        return str(rule.value) if rule.kind == "tier" else Decimal(str(rule.value))
    tables = load_words()
    for name in ("ordinal", "lead", "band"):
        if name in groups:
            value = tables[name][" ".join(groups[name].split())]
            return str(value) if rule.kind == "tier" else Decimal(str(value))
    return " ".join(groups["label"].split())
