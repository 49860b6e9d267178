"""What a figure of no index measures: the noun before it or behind it, or the ranking it is of."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from ...patterns.compiling import Match, compiled
from ...patterns.fold import fold_case
from ...patterns.loading import load_words
from ..openings import Openings
from ..overlaps import settle
from ..page import Page
from ..types import Amount, Mention
from .cues import before, cue, cue_in, cues_in, openings
from .indices import measured_behind
from .residue import head_end, residue
from .spots import Spot

PIECES = 4  # pieces of a name with commas in it that are read as one
BLANKED = ("place", "organisation", "group", "own_province", "period")
LEAST, MOST = 2, 24  # words that the name of a ranking and of a measured thing has
WORDS = compiled(r"[\p{L}\d]+")
AND = compiled(r",|;|(?<!\p{L})và(?!\p{L})")
PIECE = regex.compile(r"[,:(;–]\s|(?<!\p{L})(?:và|còn|trong\s+khi|nhưng)\s|(?<!\p{L})có\s+(?=\d)")
OPENER = compiled(
    r"^(?:(?:và|với|về|có|theo|trong|khi|việc|đã|nhìn\s+chung|ngoài|tuy\s+nhiên|đồng\s+thời|cùng|nhờ|còn"
    r"|riêng|trong\s+đó|bên\s+cạnh\s+đó|ngoài\s+ra|cụ\s+thể|đặc\s+biệt|theo\s+đó|hiện|hiện\s+nay|nay|bình\s+quân"
    r"|chiếm|đạt|giảm(?!\s+nghèo)|tăng(?!\s+trưởng)|khoảng|năm|đến|tính|cũng|thì|là|của|do|đó|\d[\d.,/]*|như|ghi\s+nhận)\s+)+"
)
BARE = ("tỷ lệ", "tỉ lệ", "mức độ", "giá trị", "kết quả", "chỉ số", "số lượng", "tỷ trọng", "lượng")
BROKEN = compiled(r"[:;(]")
CLOSER = compiled(
    r"(?:\s+(?:đạt|là|chiếm|tăng|giảm|ước|có|với|trên|hơn|khoảng|gần|dưới|được|của|ở|mức|từ|lên|xuống|còn"
    r"|đã|chỉ|tới|đến|trong|tại|năm|và|vào|bằng|thêm|gấp|cũng|chưa|nhất|tỷ\s+lệ|tỉ\s+lệ|cao|thấp|tương|đương))+$"
)


class Measured(NamedTuple):
    """What a figure measures, as written, with its line; `ranking`: it is a ranking's name."""

    words: str
    ranking: bool = False
    line: int = -1


def find_rankings(page: Page) -> list[Mention]:
    """Return the names of rankings that are no index of the catalogue, in order.

    "bảng xếp hạng đại học tốt nhất nước Mỹ", "Top 500 doanh nghiệp lợi nhuận tốt nhất".
    """
    found: list[Mention] = []
    indices = page.mentions.get("index", ())
    for _, match in _rankings().matches(page):
        start, end = match.span("figure")
        if any(m.start < end and start < m.end for m in indices):
            continue
        if len(WORDS.findall(page.folded, start, end)) >= LEAST:
            words = " ".join(page.text[match.start() : end].split())
            found.append(Mention("ranking", words, match.start(), end, "link.ranking"))
    return settle(found)


@cache
def _rankings() -> Openings[str]:
    return Openings(openings("ranking"))


def measured_by(
    page: Page,
    spot: Spot,
    last: tuple[Spot, Measured | None] | None,
    spoken: Measured | None,
    other: Mention | None = None,
) -> Measured | None:
    """Return what a figure without an index measures, None where the text does not say.

    `last` is the figure before it in its sentence with what that measures, `spoken` what the
    sentences before were measuring: "Tỷ lệ này" goes back to it; `other` is the index outside the
    catalogue that they speak of.
    """
    figure = spot.figure
    if not isinstance(figure.value, Amount):
        return None
    if figure.kind in ("rank", "tier") or figure.value.unit in ("bậc", "điểm"):
        found = _of_ranking(page, spot, last, other)
        if found is not None or figure.kind in ("rank", "tier"):
            return found
    behind = _behind(page, spot)
    if behind is not None:
        return Measured(behind)
    begin = max(spot.previous, spot.start)
    if last is not None and last[1] is not None and not _names_noun(page, last[0], spot):
        share = _share_of(page, spot)
        if share or cue("planned").match(page.folded, last[0].figure.end, spot.figure.start):
            return Measured(last[1].words.partition(" so với ")[0] + share)
        return last[1]
    if spoken is not None and cue_in(page, "measure_again", begin, figure.start):
        return spoken
    words = _before(page, spot, begin)
    if words is None and last is None and spoken is not None and spoken.line == spot.sentence.line:
        return spoken  # "hồ sơ đúng hạn đạt 98%. Cấp huyện đạt 99%"
    if words is None:
        return last[1] if last is not None else None
    return Measured(words + _share_of(page, spot))


def _share_of(page: Page, spot: Spot) -> str:
    """Return what a rate is measured against, as written: " so với dự toán giao"."""
    if not cue("planned").match(page.folded, spot.figure.end, spot.end):
        return ""
    words = regex.sub(r"^(?:so\s+)?với\s+", "", _words_behind(page, spot))
    return f" so với {words}" if words else ""


def _of_ranking(
    page: Page,
    spot: Spot,
    last: tuple[Spot, Measured | None] | None,
    other: Mention | None,
) -> Measured | None:
    """Return what a place is in: named behind it or before it, else the ranking spoken of."""
    figure = spot.figure
    about = cue("about").match(page.folded, figure.end, spot.end)
    if about is not None:
        return Measured(_trimmed(page, *about.span("figure")))
    if measured_behind(page, spot) and (behind := _words_behind(page, spot)):
        return Measured(behind)
    fronted = list(cues_in(page, "seen_by", spot.sentence.start, figure.start))
    if fronted:
        return Measured(_trimmed(page, *fronted[-1].span("figure")))
    others = page.within("other_index", spot.sentence.start, figure.start)
    if others:
        return Measured(str(others[-1].value))
    heads = _heads(page, spot.start, figure.start)
    if heads and (words := _cut(page, _whole_head(page, spot.start, heads[-1]), figure.start)):
        return Measured(words)
    named = page.mentions.get("ranking", ())
    if other is not None and not any(m.start < other.end and other.start < m.end for m in named):
        return Measured(str(other.value))
    if isinstance(figure.value, Amount) and figure.value.unit == "điểm":
        return None
    near = [m for m in named if figure.end <= m.start <= spot.end]
    earlier = [m for m in named if m.end <= figure.start]
    chosen = near[0] if near else earlier[-1] if earlier else None
    if chosen is not None:
        return Measured(_fullest(chosen, named), ranking=True)
    if last is not None and last[1] is not None and not _names_noun(page, last[0], spot):
        return last[1]
    return Measured(str(named[0].value), ranking=True) if named else None


def _fullest(ranking: Mention, named: Sequence[Mention]) -> str:
    """Return the fullest name the page gives a ranking: "đại học Mỹ" is "đại học hàng đầu Mỹ"."""
    short = set(normal_form(str(ranking.value)).split())
    longer = [m for m in named if short < set(normal_form(str(m.value)).split())]
    return str(longer[0].value if longer and len(short) < 4 else ranking.value)


def normal_form(words: str) -> str:
    """Return a measured thing's words folded, without marks of writing, short forms written out.

    `normal_form("Tỉ lệ hồ sơ TTHC")` is "tỷ lệ hồ sơ thủ tục hành chính": two spellings of one
    measure are equal.
    """
    table = load_words()["expansion"]
    return " ".join(str(table.get(word, word)) for word in WORDS.findall(fold_case(words)))


def _names_noun(page: Page, last: Spot, spot: Spot) -> bool:
    """Whether a noun stands between two figures that the later one may measure."""
    start, end = last.figure.end, spot.figure.start
    if cue("planned").match(page.folded, start, end):  # "vượt 11,3% dự toán và tăng 8,4%"
        parted = AND.search(page.folded, start, end)
        start = parted.start() if parted else start
    elif last.figure.kind == "percentage" and cue("own_measure").match(page.folded, start, end):
        comma = page.folded.rfind(",", start, end)
        start = comma if comma >= 0 else start
    for match in cue("carries_on").finditer(page.folded, start, end):
        if match.end() == end or not residue(page, match.end(), end):
            return False
    return residue(page, start, end)


def _behind(page: Page, spot: Spot) -> str | None:
    """Return the thing counted behind a share: "62,7% hồ sơ TTHC được số hóa"; no whole's name."""
    figure = spot.figure
    about = cue("about_change").match(page.folded, figure.end, spot.end)
    if figure.kind == "delta" and about is not None:
        return _trimmed(page, *about.span("figure"))
    if not _of_what(page, spot):
        return None
    begin = max(spot.previous, spot.start)
    given = cue_in(page, "given", begin, figure.start)
    if given is not None:
        return f"{given['figure']} {_words_behind(page, spot)}"
    whole = cue("whole").match(page.folded, figure.end, spot.end)
    told = before("reports").match(page.folded, figure.start)
    if whole and not told and residue(page, begin, figure.start):
        return None
    return _words_behind(page, spot) or None


def _of_what(page: Page, spot: Spot) -> bool:
    """Whether a noun right behind a share or a relative change says what it is a share of."""
    figure = spot.figure
    if not isinstance(figure.value, Amount) or figure.value.unit != "%":
        return False
    return bool(cue("own_measure").match(page.folded, figure.end, spot.end))


def _words_behind(page: Page, spot: Spot) -> str:
    """Return the noun behind a share, to the end of its clause or the words of the next figure."""
    figure = spot.figure
    end = spot.end
    stop = cue("measure_end").search(page.folded, figure.end + 1, end)
    end = stop.start() if stop else end
    if spot.next < end:  # another figure: its own words begin at the last comma before it
        cut = max(page.folded.rfind(mark, figure.end, spot.next) for mark in (",", " và ", " còn "))
        end = cut if cut > figure.end else spot.next
    return _trimmed(page, figure.end, end)


def _before(page: Page, spot: Spot, begin: int) -> str | None:
    """Return the noun before a figure: from its head ("tỷ lệ …"), else the last piece with one."""
    end = max(begin, head_end(page, spot))
    for head in reversed(_heads(page, begin, end)):
        verb = cue_in(page, "measure_verb", head.start() + 2, end)
        comma = page.folded.find(", ", verb.end(), end) if verb else -1
        if comma >= 0 and residue(page, comma, end):
            break  # a noun of its own stands behind that verb: "tỷ lệ giảm, nhờ đó vốn đạt"
        if words := _cut(page, _whole_head(page, begin, head), end):
            return words
    heading = list(cues_in(page, "heading", spot.sentence.start, end))
    if heading and (words := _cut(page, max(begin, heading[-1].end()), end)):
        return f"{_trimmed(page, *heading[-1].span('figure'))}: {words}"
    starts = [begin, *_pieces(page, begin, end)]
    for at in range(len(starts) - 1, -1, -1):
        verb = cue_in(page, "measure_verb", starts[at] + 1, end)
        if residue(page, starts[at], verb.start() if verb else end):
            return _cut(page, _list_start(page, starts[: at + 1]), end)
    return _cut(page, begin, end) if residue(page, begin, end) else None


def _pieces(page: Page, begin: int, end: int) -> Iterator[int]:
    """Yield where pieces between two places start; what a bracket holds is no piece."""
    for piece in PIECE.finditer(page.folded, begin, end):
        within = page.open_bracket(begin, piece.start()) >= 0
        if not (within and ")" in page.folded[piece.end() : end]):
            yield piece.end()


def _list_start(page: Page, starts: Sequence[int]) -> int:
    """Return where a list of names opens that ends in a piece: "sản xuất máy móc, thiết bị"."""
    first = len(starts) - 1
    while first > 0 and len(starts) - first < PIECES:
        start, end = starts[first - 1], starts[first]
        broken = page.folded[end - 2 : end] != ", " and page.folded[end - 3 : end] != "và "
        if (
            broken
            or page.text[start : start + 1].isupper()
            or cue("apart").search(page.folded, start, end)
            or _blanks(page, start, end)
            or not residue(page, start, end)
        ):
            break
        first -= 1
    return starts[first]


def _heads(page: Page, begin: int, end: int) -> list[Match]:
    """Return the nouns that open a measured thing's name; "đạt tỷ lệ 25%" names nothing."""
    opened = end - len(page.folded[begin:end]) + len(page.folded[begin:end].rstrip(" ("))
    return [
        match
        for match in cues_in(page, "measure_noun", begin, end)
        if not BROKEN.search(page.folded, match.end(), opened)
        and (match[0] not in BARE or residue(page, match.end(), end))
    ]


def _whole_head(page: Page, begin: int, head: Match) -> int:
    """Return where a noun's full name opens: "tỷ lệ sử dụng vốn" opens with its rate."""
    start = head.start()
    for rate in cues_in(page, "rate_noun", begin, head.start()):
        apart = cue_in(page, "measure_verb", rate.end() + 1, start)
        if apart is None and not PIECE.search(page.folded, rate.end(), start):
            return rate.start()
    return start


def _cut(page: Page, start: int, end: int) -> str | None:
    """Return the noun phrase that opens between two places, up to its verb."""
    verb = cue_in(page, "measure_verb", start + 2, end)
    words = _trimmed(page, start, verb.start() if verb else end)
    return words or None


def _trimmed(page: Page, start: int, end: int) -> str:
    """Return the words between two places without owners, times and words that lead on."""
    kept, at = [], start
    for mention in _blanks(page, start, end):
        head = cue("belongs").search(page.folded, at, mention.start)
        kept.append(page.text[at : head.start() if head else mention.start])
        at = mention.end
    kept.append(page.text[at:end])
    words = " ".join(" ".join(kept).split()).strip(" ,;:.-–(“”\"'")
    if words.count("(") != words.count(")"):
        words = words.replace(")", "").partition("(")[0]
    words = " ".join(words.split()[:MOST])
    opener = OPENER.match(words.lower() + " ")
    words = words[opener.end() :] if opener and opener.end() < len(words) else words
    closer = CLOSER.search(words.lower())
    words = words[: closer.start()] if closer else words
    return words.strip(" ,;:.-–(“”\"'")


def _blanks(page: Page, start: int, end: int) -> Sequence[Mention]:
    kept: list[Mention] = []
    for mention in page.among(BLANKED, start, end):
        if not kept or kept[-1].end <= mention.start:
            kept.append(mention)
    return kept
