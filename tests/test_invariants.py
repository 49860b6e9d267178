"""What always holds, for every text we keep and for any text at all (docs/architecture.md)."""

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from solieu.corpus.article import Article, stored_form
from solieu.db.figures import conflicts, figures, form
from solieu.db.identity import fact_id
from solieu.db.models import Base
from solieu.db.store import open_store
from solieu.extractors.tokens import scan
from solieu.patterns.fold import fold_tones
from solieu.pipeline.load import load, read_article, read_articles
from sqlalchemy import create_engine, select

REASONS = {"not_told", "two_candidates", "not_understood"}
OLD_STYLE = re.compile(r"(?<![qQ])([òóỏõọ])([ae])(?!\w)|(?<![qQ])([ùúủũụ])(y)(?!\w)")


def new_style(text):
    """Tone marks in the new place: `hòa` as `hoà`."""

    def moved(match):
        first, second = filter(None, match.groups())
        bare, tone = unicodedata.normalize("NFD", first)
        return bare + unicodedata.normalize("NFC", second + tone)

    return OLD_STYLE.sub(moved, text)


VARIANTS = {
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "tone marks in the new place": new_style,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
}


def facts_of(nlp, article, text=None):
    if text is not None:
        article = Article(
            article.id, stored_form(text), article.url, article.title, article.publisher,
            article.published,
        )  # fmt: skip
    return read_article(nlp, article)._.facts


@pytest.fixture(scope="session")
def readings(nlp, kept_articles):
    """Each article of a source with its facts."""
    return [(article, facts_of(nlp, article)) for article in kept_articles]


def told(facts):
    """What facts say, whichever way their words are typed."""
    return [fold_tones(re.sub(r"\s+", " ", str(fact))) for fact in facts]


def having(readings, problems):
    """The articles with problems, each with the first three."""
    return {a.id: found[:3] for a, facts in readings if (found := list(problems(a, facts)))}


def test_offsets_are_exact(nlp, readings):
    def problems(article, facts):
        doc = nlp.make_doc(article.text)
        if doc.text != article.text or "".join(t.text_with_ws for t in doc) != article.text:
            yield "the tokens joined do not give the text"
        pieces = [article.text[start:end] for _, start, end in scan(article.text)]
        if "".join(pieces) != article.text:
            yield "the scanned pieces joined do not give the text"
        for fact in facts:
            if not fact.quote or article.text[fact.start : fact.end] != fact.quote:
                yield fact

    assert not having(readings, problems)


@pytest.mark.parametrize("variant", VARIANTS)
def test_typing_changes_no_fact(nlp, readings, variant):
    changed = 0

    def problems(article, facts):
        plain = Counter(told(facts))
        typed = Counter(told(facts_of(nlp, article, VARIANTS[variant](article.text))))
        nonlocal changed
        changed += (plain - typed).total()
        yield from (f"lost: {line}" for line in plain - typed)
        yield from (f"new: {line}" for line in typed - plain)

    found = having(readings, problems)
    told_in_all = sum(len(facts) for _, facts in readings)
    # Patterns look so many characters far: where every blank is doubled, a few fall short.
    allowed = 0.01 * told_in_all if variant == "doubled spaces" else 0
    assert changed <= allowed, found


def test_order_and_company_change_no_fact(nlp, readings):
    backwards = {
        article.id: [(fact, fact.evidence) for fact in doc._.facts]
        for article, doc in read_articles(nlp, [article for article, _ in reversed(readings)])
    }

    def problems(article, facts):
        yield from {(fact, fact.evidence) for fact in facts} ^ set(backwards[article.id])

    assert not having(readings, problems)


def test_facts_have_identities_of_their_own(readings):
    def problems(article, facts):
        ids = Counter(fact_id(article.id, fact) for fact in facts)
        yield from (name for name, count in ids.items() if count > 1)

    assert not having(readings, problems)


def test_open_attributes_have_a_reason(readings):
    def problems(article, facts):
        for fact in facts:
            reasons = dict(fact.open)
            if not set(reasons.values()) <= REASONS:
                yield f"an unknown reason: {fact.open}"
            for name in ("subject", "period", "index"):
                value = getattr(fact, name)
                if value is not None and name in reasons:
                    yield f"{name} is linked and open: {fact.quote} in {fact}"
                # A figure of a measure of its own, its indicator, has no index to leave open.
                asked = name != "index" or (
                    fact.kind in ("rank", "score") and fact.indicator is None
                )
                if value is None and name not in reasons and asked:
                    yield f"{name} is neither linked nor open: {fact.quote} in {fact}"

    assert not having(readings, problems)


@pytest.mark.parametrize(
    "role", ["index", "component", "subject", "period", "baseline", "scope", "attribution"]
)
def test_linked_attributes_have_evidence(readings, role):
    def problems(article, facts):
        for fact in facts:
            evidence = [e for e in fact.evidence if e.role == role]
            if getattr(fact, role) is not None and not evidence:
                yield f"no evidence: {fact.quote} in {fact}"
            for e in evidence:
                if not (0 <= e.start < e.end <= len(article.text) and e.rule):
                    yield f"{e} lies outside the text"

    assert not having(readings, problems)


def test_conclusions_leave_the_facts_alone(readings, tmp_path):
    path = str(tmp_path / "facts.db")
    with open_store(path) as store:
        run = store.start_run("1", models_used={"entities": "off"})
        store.save(readings[:40], run)
        before = rows(path)
        form(store)
        assert figures(store)
        conflicts(store)
        after = rows(path)
    said = ("fact", "evidence", "text", "rejection", "run")
    assert [name for name in said if after[name] != before[name]] == []
    told = [{**row._mapping, "cluster": None, "cluster_role": None} for row in after["article"]]
    assert told == [dict(row._mapping) for row in before["article"]]
    assert {row.models for row in before["run"]} == {'{"entities": "off"}'}


def rows(path):
    """Every row of a store, by table."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = {
            name: connection.execute(select(table)).fetchall()
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return found


SNIPPETS = [
    "Năm 2022, ", "Chỉ số PAR INDEX ", "SIPAS", "của tỉnh ", "Thái Bình ", "Hoà Bình", "đạt ",
    "xếp thứ ", "13/63", "84,97%", "điểm", "bậc", "tăng ", "giảm ", "so với ", "cùng kỳ năm ",
    "nhóm 5 tỉnh dẫn đầu", "từ 3 - 5%", "hơn 79,5 triệu", "(", ")", ";", "./.", "\n\n", "\u00a0",
    "quý I/2024", "31/2/2023", "tỷ đồng", "Tin liên quan", "\u0301", "\ufeff", "1.456.789,123",
]  # fmt: skip
pieces = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(alphabet="0123456789.,/-%() \n", max_size=12),
    st.text(max_size=12),
)
texts = st.lists(pieces, max_size=25).map("".join).map(stored_form)
days = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31))


@example("0\U00011bf0", None)  # a digit that Python knows and Decimal does not
@given(texts, days)
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text, day):
    doc = read_article(load(entities="off"), Article("any", text, published=day))
    assert "".join(token.text_with_ws for token in doc) == text
    for fact in doc._.facts:
        assert text[fact.start : fact.end] == fact.quote
        assert str(fact)
        for evidence in fact.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text)
