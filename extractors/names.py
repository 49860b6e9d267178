"""Names that no rule tells by their own words: capitals read by what stands around them.

A run of capitalised words in no mention becomes a person, an organisation or a place by the words
before and behind it, by the same name elsewhere on the page, and last by underthesea's NER.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from ..patterns.fold import strip_marks
from ..patterns.loading import alternation, load_entities
from ..patterns.places import known_organisations, load_names
from .gazetteer import home_districts
from .page import Page
from .people import ModelName, model_names
from .types import Mention, Subject

WORD = r"\p{Lu}[\p{L}\d]*(?:[.&’'-]\p{Lu}[\p{L}\d]*|-\p{Ll}+)*+"
RUN = regex.compile(rf"(?<![\p{{L}}\d@/.]){WORD}(?:[^\S\n]+{WORD})*+(?![\p{{L}}\d@]|[./]\p{{L}})")
NAMELIKE = regex.compile(
    r"\p{Lu}\p{Ll}+(?:[’'-]\p{L}\p{Ll}+)*(?:\s+(?:\p{Lu}\p{Ll}*(?:[’'-]\p{L}\p{Ll}+)*|[IVX]+)){0,4}"
)
CREDITED = regex.compile(r"(?:\p{Lu}\p{L}*\.)*\s?\p{Lu}(?:\p{Ll}+|\p{Lu}+)(?:\s\p{Lu}\p{L}+)*")
CREDIT = regex.compile(r"(?i:ảnh|tác giả|clip|video|đồ họa|bài, ảnh|tin, ảnh)\s*:\s*$")
ACRONYM = regex.compile(r"\p{Lu}[\p{Lu}\d&-]{1,7}")
SYLLABLE = regex.compile(
    r"(?:ngh?|nh|kh|ph|th|tr|ch|gi|gh|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
HOUSE = regex.compile(r"(?:^|\s)\d{1,4}[A-Z]?(?:/\d+[A-Z]?)*\s+$")
BEHIND_HOUSE = regex.compile(r"\s*[,(–-]")
BRACKET = regex.compile(r"\s*\(\s*(?:gọi tắt(?: là)?\s*|viết tắt(?: là)?\s*)?")
LISTED = regex.compile(r"\s*(?:,|và|, và)\s*")
BLANK = regex.compile(r"[^\S\n]*")
LAST = regex.compile(r"\p{L}+$")
SMALL = regex.compile(r"[^\S\n]+(\p{Ll}+)")
HEAD = regex.compile(r"(?:^|[.!?:;\n\"“”‘(•*–-])\s*$")
NEAR = 60  # characters that are looked at before a name and behind it


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in no mention; `model` is what underthesea's NER takes them for, if any."""

    start: int
    end: int
    words: str
    model: str | None


@cache
def _table(name: str) -> str:
    return load_entities().table[name]


@cache
def _before() -> dict[str, regex.Pattern[str]]:
    """Return the words that tell what stands right behind them."""
    titles = alternation(load_names().people.titles)
    told = {"person": titles, "firm": _table("firm_before")}
    told |= {"place": _table("place_before"), "address": _table("address")}
    return {
        kind: regex.compile(rf"(?<!\p{{L}})(?i:{words})[^\S\n]+$") for kind, words in told.items()
    }


@cache
def _leading_title() -> regex.Pattern[str]:
    titles = alternation(t for t in load_names().people.titles if t[0].isupper())
    return regex.compile(rf"(?:{titles}|Ông|Bà)[^\S\n]+(?=\p{{Lu}})")


@cache
def _tells() -> regex.Pattern[str]:
    return regex.compile(rf"[^\S\n]+(?:{_table('tells')})(?!\p{{L}})")


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_table('word')}|chính phủ|cộng hòa|cộng hoà|hiệp định|thông tư)")


@cache
def _firm_last() -> regex.Pattern[str]:
    return regex.compile(rf"(?:.*\s)?(?:{_table('firm_last')})(?:\s(?:Việt Nam|Vietnam))?")


@cache
def _says() -> regex.Pattern[str]:
    return regex.compile(rf"[^\S\n]+(?:{_table('says')})(?!\p{{L}})")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_table("no_name").split("|"))


def find_names(page: Page, found: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a page with the names that stand in none of them, in reading order."""
    model = model_names(page)
    known = [_without_person(page, m, model) for m in found]
    open_runs: list[Run] = []
    for run in _runs(page, known, model):
        mention = _told(page, run, known)
        if mention is None:
            open_runs.append(run)
        else:
            known.append(mention)
    known += _repeated(page, open_runs, known)
    return sorted(known, key=lambda m: m.start)


def _without_person(page: Page, mention: Mention, model: Sequence[ModelName]) -> Mention:
    """Cut an organisation before the person the model reads at its end: "Hạ viện Mỹ Paul Ryan"."""
    if mention.kind != "organisation" or not isinstance(mention.value, Subject):
        return mention
    for name in model:
        ends = name.end == mention.end and mention.start < name.start
        if ends and name.label == "PER" and " " in page.text[name.start : name.end]:
            before = page.text[mention.start : name.start].rstrip()
            if " " in before and _before()["person"].search(page.text, 0, mention.start):
                value = replace(mention.value, name=before)
                return mention._replace(value=value, end=mention.start + len(before))
    return mention


def _runs(page: Page, known: Sequence[Mention], model: Sequence[ModelName]) -> Iterator[Run]:
    """Yield the capitalised words of the sentences outside the mentions known."""
    taken = sorted((m.start, m.end) for m in known if m.kind in ("place", "organisation", "person"))
    for sentence in page.sentences:
        for match in RUN.finditer(page.text, sentence.start, sentence.end):
            for start, end in _free(match.start(), match.end(), taken):
                person = any(n.start <= start < n.end and n.label == "PER" for n in model)
                start, end = _trimmed(page, start, end, person=person)
                if start < end and not _goes_on(page, start, end):
                    label = next((n.label for n in model if n.start < end and start < n.end), None)
                    yield Run(start, end, " ".join(page.text[start:end].split()), label)


def _free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in taken:
        if last <= start:
            continue
        if first >= end:
            break
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _trimmed(page: Page, start: int, end: int, *, person: bool) -> tuple[int, int]:
    """Return a run without blanks, and without the word that has a capital only as the first."""
    text = page.text
    while start < end and not text[start].isupper():
        start += 1
    end = start + len(text[start:end].rstrip(" .'’-&\xa0"))
    while title := _leading_title().match(text, start, end):
        start = title.end()
    if CREDIT.search(text, max(0, start - NEAR), start) and SMALL.match(text, end):
        # "Ảnh: Nguyễn Tâm Theo thống kê": the last capital opens the sentence behind the credit.
        end = start + max(0, text[start:end].rfind(" "))
    first = regex.match(r"\p{L}+", text[start:end])
    if first is None or not HEAD.search(text, max(0, start - 5), start):
        return start, end
    word = first[0]
    plain = word in _table("opener").split("|") or (
        not person and word[1:].islower() and word.lower() in _small_words(page)
    )
    if plain and word not in load_names().people.family_names:
        rest = BLANK.match(text, start + len(word), end)
        return (rest.end() if rest else end), end
    return start, end


def _goes_on(page: Page, start: int, end: int) -> bool:
    """Whether the last word of a run is the first half of a word: "Quản" of "Quản trị"."""
    last = LAST.search(page.text, start, end)
    behind = SMALL.match(page.text, end)
    return (
        last is not None
        and behind is not None
        and _words().fullmatch(f"{last[0].lower()} {behind[1]}") is not None
    )


def _small_words(page: Page) -> frozenset[str]:
    """Return the words of a page that it also prints without a capital."""
    layout = page.layout
    return frozenset(w for w in layout.words if w.islower()) if layout else frozenset()


def _told(page: Page, run: Run, known: Sequence[Mention]) -> Mention | None:
    """Return what a run is by its own words and those around it; None where they do not tell."""
    if run.words in _no_names() or run.words.split()[0] in known_organisations():
        return _named(run, "organisation", "name.organisation") if _called_firm(run) else None
    if _at_house(page, run):
        return _named(run, "place", "name.place")
    if _is_person(page, run, known):
        return _named(run, "person", "name.person")
    if _is_firm(page, run, known):
        return _named(run, "organisation", "name.organisation")
    if _is_place(page, run, known):
        return _named(run, "place", "name.place")
    return None


def _called_firm(run: Run) -> bool:
    """Whether the last of several words is one that ends the names of firms: "Brand Finance"."""
    return " " in run.words and _firm_last().fullmatch(run.words) is not None


def _named(run: Run, kind: str, rule: str) -> Mention:
    value: Subject | str = run.words
    if kind == "organisation":
        value = Subject("organisation", None, run.words)
    elif kind == "place":
        value = Subject("region", None, run.words)
    return Mention(kind, value, run.start, run.end, rule)


def _is_person(page: Page, run: Run, known: Sequence[Mention]) -> bool:
    text, words = page.text, run.words.split()
    if CREDIT.search(text, max(0, run.start - NEAR), run.start):
        return CREDITED.fullmatch(run.words) is not None
    if not NAMELIKE.fullmatch(run.words) or _called_firm(run):
        return False
    before = _before()
    if before["firm"].search(text, max(0, run.start - NEAR), run.start):
        return False
    if _one_syllable(run):
        return before["address"].search(text, max(0, run.start - NEAR), run.start) is not None
    if _titled(page, run, known):
        return True
    if words[0] in load_names().people.family_names and 3 <= len(words) <= 4:
        return all(map(_vietnamese, words)) and not _is_place(page, run, known)
    if run.model != "PER":
        return False
    if len(words) == 1:
        return not _vietnamese(words[0]) and _tells().match(text, run.end) is not None
    # "(Net Promoter Score)" explains a word.
    return len(words) < 5 and not (
        text[run.start - 1] == "(" and text[run.end : run.end + 1] == ")"
    )


def _titled(page: Page, run: Run, known: Sequence[Mention]) -> bool:
    """Whether a title stands before a run, or before the office or country right before it."""
    at = run.start
    for mention in known:
        if mention.end <= run.start and BLANK.fullmatch(page.text, mention.end, run.start):
            at = mention.start
    return _before()["person"].search(page.text, max(0, at - NEAR), at) is not None


def _vietnamese(word: str) -> bool:
    return SYLLABLE.fullmatch(strip_marks(word.lower())) is not None


def _is_firm(page: Page, run: Run, known: Sequence[Mention]) -> bool:
    text = page.text
    if _called_firm(run):
        return True
    if _one_syllable(run):
        return False
    if ACRONYM.fullmatch(run.words) and any(
        m.kind == "organisation" and m.end < run.start and BRACKET.fullmatch(text, m.end, run.start)
        for m in known
    ):
        return True
    if _before()["firm"].search(text, max(0, run.start - NEAR), run.start):
        return True
    says = _says().match(text, run.end) is not None
    return says and (bool(ACRONYM.fullmatch(run.words)) or run.model == "ORG" or _mixed(run.words))


def _one_syllable(run: Run) -> bool:
    """Whether a run is one Vietnamese syllable, most likely the first of a word: "Thông tư"."""
    return " " not in run.words and run.words[1:].islower() and _vietnamese(run.words)


def _mixed(words: str) -> bool:
    """Whether a word has a capital within: "VinFast", "VPBank"."""
    return regex.search(r"\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}", words) is not None


def _at_house(page: Page, run: Run) -> bool:
    """Whether a house number stands before a run: "785/1 Lũy Bán Bích, phường …"."""
    before = HOUSE.search(page.text, max(0, run.start - 20), run.start)
    return before is not None and BEHIND_HOUSE.match(page.text, run.end) is not None


def _is_place(page: Page, run: Run, known: Sequence[Mention]) -> bool:
    text = page.text
    at = _before()["place"].search(text, max(0, run.start - NEAR), run.start) is not None
    if run.words in home_districts() and (at or run.model == "LOC"):
        return True
    if not NAMELIKE.fullmatch(run.words) or _one_syllable(run) or _called_firm(run):
        return False
    if at and run.model in ("LOC", "PER"):
        return True
    return run.model != "PER" and any(
        m.kind == "place"
        and m.rule.startswith(("district", "commune", "place."))
        and m.end < run.start
        and LISTED.fullmatch(text, m.end, run.start)
        for m in known
    )


def _repeated(page: Page, runs: Sequence[Run], known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the runs that the page tells somewhere else, and those listed with people."""
    text = page.text
    told = {
        kind: {
            text[m.start : m.end] for m in known if m.kind == kind and m.rule.startswith("name.")
        }
        for kind in ("organisation", "place")
    }
    people = [m for m in known if m.kind == "person"]
    full = {text[m.start : m.end] for m in people}
    last = {name.split()[-1] for name in full}
    for run in runs:
        if run.words in _no_names():
            continue
        foreign = not _vietnamese(run.words)
        again = run.words in full or (run.words in last and (foreign or run.model == "PER"))
        listed = " " in run.words and NAMELIKE.fullmatch(run.words) is not None
        if again or (listed and _with_people(page, run, people)):
            yield _named(run, "person", "name.person")
            continue
        for kind, names in told.items():
            if run.words in names:
                yield _named(run, kind, f"name.{kind}")


def _with_people(page: Page, run: Run, people: Sequence[Mention]) -> bool:
    """Whether a run stands in one list with a person."""
    return any(
        (m.end < run.start and LISTED.fullmatch(page.text, m.end, run.start))
        or (run.end < m.start and LISTED.fullmatch(page.text, run.end, m.start))
        for m in people
    )
