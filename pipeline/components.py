"""The spaCy components of the line: each finds one kind of thing and leaves it on the Doc."""

from collections.abc import Callable
from pathlib import Path

import numpy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from ..corpus.article import Article
from ..corpus.dates import find_date
from ..corpus.zones import find_zones
from ..extractors.atoms import find_atoms, number_words
from ..extractors.columns import account_for_tables, outside, read_tables, table_figures
from ..extractors.context import index_context
from ..extractors.entities import EntityMode, doubtful, find_entities, owners
from ..extractors.gazetteer import find_places
from ..extractors.indices import find_indices, find_other_indices
from ..extractors.lines import broken_lines, mended
from ..extractors.linking.facts import link_facts
from ..extractors.linking.tables import link_tables
from ..extractors.names import find_names
from ..extractors.page import Page, split_sentences
from ..extractors.people import keep_places
from ..extractors.periods import find_periods
from ..extractors.rules import read_figures, rule_book
from ..extractors.tokens import LAYOUT, Layout, Token
from ..extractors.types import Mention, Subject
from ..patterns.fold import fold_text
from ..patterns.places import Place
from ..patterns.publishers import home_of

LABELS = {"place": "LOC", "organisation": "ORG", "person": "PER"}

Component = Callable[[Doc], Doc]

for name in ("article", "page"):
    Doc.set_extension(name, default=None, force=True)
for name in ("facts", "unread", "tables"):
    Doc.set_extension(name, default=[], force=True)
Doc.set_extension("slow_rules", default=frozenset(), force=True)
Doc.set_extension("relatives", default={}, force=True)
Doc.set_extension("spanned", default=True, force=True)  # whether what is found is shown as spans


def page_of(doc: Doc, component: str) -> Page:
    """Return the page a Doc carries; raise ValueError where `solieu_zones` has not run."""
    page = doc._.page
    if page is None:
        raise ValueError(f"{component} needs the component solieu_zones before it in the pipeline")
    return page  # type: ignore[no-any-return]


def layout_of(doc: Doc, component: str) -> Layout:
    """Return the layout of a Doc; raise ValueError where another tokenizer made it."""
    if LAYOUT not in doc.user_data:
        raise ValueError(
            f"{component} needs the tokenizer solieu.tokenizer.v1: "
            'spacy.blank("xx", config={"nlp": {"tokenizer": '
            '{"@tokenizers": "solieu.tokenizer.v1"}}})'
        )
    return doc.user_data[LAYOUT]  # type: ignore[no-any-return]


def _keep_spans(doc: Doc, key: str, mentions: list[Mention]) -> None:
    if not doc._.spanned:
        return
    layout = layout_of(doc, key)
    doc.spans[key] = [layout.span(doc, m.start, m.end, m.rule) for m in mentions]


@Language.factory("solieu_zones")
def create_zones(nlp: Language, name: str) -> Component:
    """Return the component that tells the zones of a page and cuts its lines into sentences."""

    def zones(doc: Doc) -> Doc:
        layout = layout_of(doc, "solieu_zones")
        text = layout.text
        article: Article | None = doc._.article
        folded = fold_text(text)
        found = find_zones(text, article.title if article else None, folded)
        day = article.published if article else None
        if day is None:
            lines = (find_date(text[z.start : z.end]) for z in found if z.name == "dateline")
            # The header of a crawled page is later than the article: the earliest day is its own.
            day = min((d for d in lines if d is not None), default=None)
        home = home_of(article.publisher or article.url, article.published) if article else None
        goes_on = broken_lines(text, found)
        folded = mended(folded, found, goes_on)
        sentences = split_sentences(text, folded, found, goes_on)
        doc._.page = Page(text, folded, found, sentences, day, _subject(home), layout=layout)
        if doc._.spanned:
            _mark_sentences(doc, doc._.page)
        return doc

    return zones


def _subject(place: Place | None) -> Subject | None:
    return Subject("province", place.code, place.name, place.system) if place else None


def _mark_sentences(doc: Doc, page: Page) -> None:
    layout = layout_of(doc, "solieu_zones")
    if not layout.starts:
        return
    # Set at once: each assignment to a token would look through the whole Doc.
    marks = numpy.full(len(layout.text) + 1, -1, dtype="int64")
    marks[[sentence.start for sentence in page.sentences]] = 1
    marks[[position for zone in page.zones for position in (zone.start, zone.end)]] = 1
    marks[0] = 1
    spots = marks[list(layout.starts)].astype("uint64")
    doc.from_array([SENT_START], spots)  # type: ignore[arg-type]


@Language.factory("solieu_words")
def create_words(nlp: Language, name: str) -> Component:
    """Return the component that puts underthesea's words on the Doc as `doc.spans["words"]`."""
    from ..extractors.words import find_words

    def words(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_words")
        layout = layout_of(doc, "solieu_words")
        doc.spans["words"] = [layout.span(doc, a, b, "word") for a, b in find_words(page)]
        return doc

    return words


@Language.factory("solieu_entities", default_config={"mode": "needed", "names": False})
def create_entities(nlp: Language, name: str, mode: EntityMode, names: bool) -> Component:
    """Return the component that finds places, organisations, groups and people.

    `mode` says how much underthesea's NER may do: `needed` asks it where a place name stands in a
    longer capitalised run, `full` everywhere, `off` never. Those who may own figures are found in
    every mode; `names` adds the rules for all other names, and `full` has them too. Behind
    `solieu_figures`, a page without figures is passed by unless the mode is `full`.
    """
    if mode not in ("needed", "full", "off"):
        raise ValueError(f"entities must be needed, full or off, not {mode!r}")
    names = names or mode == "full"

    def entities(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_entities")
        if page.figureless and mode != "full":
            return doc
        found = find_entities(page, find_places(page), names=names)
        if mode == "full":
            found = find_names(page, found)
        elif mode == "needed":
            found = keep_places(page, found, [m for m in found if doubtful(page, m)])
        page.mentions["named"] = [m for m in found if m.kind == "organisation"]
        linked = owners(found)
        for kind in ("place", "organisation", "group", "person", "own_province"):
            page.mentions[kind] = [m for m in linked if m.kind == kind]
        _keep_spans(doc, "entities", found)
        if doc._.spanned:
            layout = layout_of(doc, "solieu_entities")
            named = [m for m in found if m.kind in LABELS]
            doc.set_ents([layout.span(doc, m.start, m.end, LABELS[m.kind]) for m in named])
        return doc

    return entities


@Language.factory("solieu_indices")
def create_indices(nlp: Language, name: str) -> Component:
    """Return the component that finds the names of indices."""

    def indices(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_indices")
        named = find_indices(page)
        strangers = [m for m in named if m.kind == "other_index"]
        others = [*strangers, *find_other_indices(page, named)]
        page.mentions["index"] = [m for m in named if m.kind == "index"]
        page.mentions["other_index"] = sorted(others, key=lambda m: m.start)
        _keep_spans(doc, "indices", page.mentions["index"])
        return doc

    return indices


@Language.factory("solieu_periods")
def create_periods(nlp: Language, name: str) -> Component:
    """Return the component that finds the times said."""

    def periods(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_periods")
        if page.figureless:
            return doc
        ends = [m.end for m in page.mentions.get("index", ())]
        found = find_periods(page, ends)
        page.mentions["period"] = [mention for mention, _ in found]
        doc._.relatives = {mention.start: relative for mention, relative in found if relative}
        _keep_spans(doc, "periods", page.mentions["period"])
        return doc

    return periods


@Language.factory("solieu_figures", default_config={"patterns": None})
def create_figures(nlp: Language, name: str, patterns: str | None) -> Component:
    """Return the component that reads the figures; `patterns` is a folder of a user's own rules."""
    book = rule_book(Path(patterns) if patterns else None)

    def figures(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_figures")
        doc._.tables = tables = read_tables(page)
        atoms = find_atoms(page.folded, _readable_tokens(doc, page))
        reading = read_figures(page, outside(tables, atoms), book, index_context(page))
        said = [m for m in outside(tables, reading.figures) if page.readable(m.start)]
        found = sorted([*said, *table_figures(tables)], key=lambda m: m.start)
        for kind in {m.kind for m in found}:
            page.mentions[kind] = [m for m in found if m.kind == kind]
        page.mentions["figure"] = found
        doc._.unread = [*outside(tables, reading.unread), *account_for_tables(page, tables)]
        doc._.slow_rules = frozenset(reading.slow)
        _keep_spans(doc, "figures", found)
        return doc

    return figures


def _readable_tokens(doc: Doc, page: Page) -> list[Token]:
    """Return the numbers of the sentences, in digits and in words, in reading order."""
    spans = [(s.start, s.end) for s in page.sentences]
    result: list[Token] = []
    at = 0
    for token in layout_of(doc, "solieu_figures").numeric:
        while at < len(spans) and spans[at][1] <= token[1]:
            at += 1
        if at < len(spans) and spans[at][0] <= token[1]:
            result.append(token)
    return sorted([*result, *number_words(page)], key=lambda token: token[1])


@Language.factory("solieu_links")
def create_links(nlp: Language, name: str) -> Component:
    """Return the component that links figures to facts, `doc._.facts`."""

    def links(doc: Doc) -> Doc:
        page = page_of(doc, "solieu_links")
        if "figure" not in page.mentions:
            raise ValueError("solieu_links needs the component solieu_figures before it")
        said = outside(doc._.tables, page.mentions["figure"])
        facts = link_facts(page, said, doc._.relatives)
        told = link_tables(page, doc._.tables)
        doc._.facts = sorted([*facts, *told], key=lambda f: (f.start, f.end)) if told else facts
        return doc

    return links
