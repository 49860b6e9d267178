"""The store: what is saved once, replaced, refused, and found again."""

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solieu.corpus.article import Article, Rejection
from solieu.db import models, queries
from solieu.db.connection import StoreError
from solieu.db.identity import article_key, canonical_url, fact_id
from solieu.db.rows import fact_row, read_fact
from solieu.db.store import Store, open_store
from solieu.extractors.types import KINDS, Amount, Evidence, Fact, Period, Subject
from solieu.patterns.indices import load_indices
from solieu.patterns.places import load_places
from sqlalchemy import select

HAI_DUONG = Subject("province", "30", "Hải Dương", "63")
TEXT = "Năm 2023, PCI của Hải Dương đạt 69,70 điểm, xếp thứ 13/63."
SCORE = Fact(
    "score", 32, 42, "69,70 điểm", Amount(Decimal("69.70"), unit="điểm"), "score.points", "body",
    index="PCI", component="Tiếp cận đất đai", subject=HAI_DUONG, period=Period("2023"),
    open=(("baseline", "not_told"),),
    evidence=(Evidence("subject", 18, 27, "link.of"), Evidence("period", 0, 8, "link.lead")),
)  # fmt: skip
RANK = Fact(
    "rank", 44, 57, "xếp thứ 13/63", Amount(Decimal(13), out_of=Decimal(63)), "rank.place", "body",
    index="PCI", subject=HAI_DUONG, period=Period("2023"), measure="rank", confidence=0.9,
)  # fmt: skip
ARTICLE = Article(
    "bai-1", TEXT, "https://bao.vn/pci-2023.html", "PCI 2023", "bao.vn", date(2024, 5, 9), "a/1.txt"
)


def rows(store: Store, table: type[models.Base]) -> list[tuple]:
    columns = table.__table__.columns
    with store.reading() as connection:
        return sorted(map(tuple, connection.execute(select(*columns))), key=repr)


def contents(store: Store) -> list[list[tuple]]:
    """Everything in the store but the records of its runs."""
    tables = (models.Publisher, models.StoredText, models.Article, models.Fact, models.Evidence)
    return [rows(store, table) for table in tables]


READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
}


def test_a_failure_while_writing_is_a_store_error(store):
    run = store.start_run("1")
    with store.engine.connect() as connection:
        connection.exec_driver_sql(READ_ONLY[connection.dialect.name])
        connection.commit()
    with pytest.raises(StoreError, match=r"(facts\.db|postgresql.*): .*read-?only") as raised:
        store.save([(ARTICLE, [RANK])], run)
    assert len(str(raised.value).splitlines()) == 1


def test_saving_twice_adds_nothing(store):
    run = store.start_run("1", source="press", models_used={"underthesea": "9.5"})
    first = store.save([(ARTICLE, [SCORE, RANK])], run)
    assert (first.articles, first.new, first.unchanged, first.facts) == (1, 1, 0, 2)
    before = contents(store)
    again = store.save([(ARTICLE, [SCORE, RANK]), (replace(ARTICLE, source="b/1.txt"), [])], run)
    assert (again.articles, again.new, again.unchanged, again.facts) == (2, 0, 2, 0)
    assert contents(store) == before
    store.finish_run(run)
    with store.reading() as connection:
        row = connection.execute(select(*models.Run.__table__.columns)).mappings().one()
    assert row["finished"] >= row["started"]
    assert {name: row[name] for name in ("status", "models", "articles", "new", "unchanged")} == {
        "status": "finished", "models": '{"underthesea": "9.5"}', "articles": 3, "new": 1,
        "unchanged": 2,
    }  # fmt: skip


def test_a_named_batch_counts_once_in_its_run(store):
    run, bad = store.start_run("1"), [Rejection("b.txt", "empty")]
    first = store.save([(ARTICLE, [RANK])], run, bad, batch="7")
    assert store.save([(ARTICLE, [])], run, bad, batch="7") == first
    assert store.save([(ARTICLE, [])], run, bad, batch="7.1").unchanged == 1
    assert store.save([(ARTICLE, [])], store.start_run("1"), batch="7").unchanged == 1
    counted = select(models.Run.articles, models.Run.new, models.Run.rejected)
    with store.reading() as connection:
        assert connection.execute(counted.order_by("id")).all() == [(2, 1, 2), (1, 0, 0)]


def test_where_a_date_was_found_and_who_wrote_are_kept(store):
    told = replace(ARTICLE, author="Minh An", dated_by="json-ld", encoding="tcvn3")
    store.save([(told, [])], store.start_run("1"))
    kept = select(models.Article.author, models.Article.published_origin, models.Article.encoding)
    with store.reading() as connection:
        assert connection.execute(kept).all() == [("Minh An", "json-ld", "tcvn3")]


def test_one_batch_may_hold_an_article_twice(store):
    counts = store.save([(ARTICLE, [RANK]), (ARTICLE, [RANK])], store.start_run("1"))
    assert (counts.articles, counts.new, counts.unchanged, counts.facts) == (2, 1, 1, 1)


def test_another_extractor_version_replaces_the_facts_of_an_article(store):
    other = replace(ARTICLE, url="https://bao.vn/khac.html", text="xếp thứ 13/63")
    store.save([(ARTICLE, [SCORE, RANK]), (other, [])], store.start_run("1"))
    assert store.known([ARTICLE, other], "1") == [True, True]
    assert store.known([ARTICLE, other], "2") == [False, False]
    better = replace(RANK, confidence=1.0)
    dated = replace(ARTICLE, published=date(2024, 5, 10))
    counts = store.save([(dated, [better])], store.start_run("2"))
    assert (counts.new, counts.replaced, counts.facts) == (0, 1, 1)
    assert store.known([ARTICLE, other], "2") == [True, False]
    (row,) = queries.facts(store)
    assert (row.fact, row.published) == (better, date(2024, 5, 10))
    assert row.id == fact_id(row.article_id, RANK)
    assert rows(store, models.Evidence) == []


def test_a_text_under_two_addresses_is_two_articles_and_stored_once(store):
    copy = replace(ARTICLE, url="https://khac.vn/x.html", publisher="khac.vn")
    counts = store.save([(ARTICLE, [RANK]), (copy, [RANK])], store.start_run("1"))
    assert counts.new == counts.facts == 2
    held = queries.counts(store)
    assert (held.articles, held.texts, held.publishers, held.facts) == (2, 1, 2, 2)
    assert {row.publisher for row in queries.facts(store)} == {"bao.vn", "khac.vn"}


@pytest.mark.parametrize("batches", [1, 2], ids=["in one batch", "in two batches"])
def test_a_new_text_under_an_address_is_a_new_version(store, batches):
    corrected = replace(ARTICLE, text=TEXT.replace("13/63", "12/63"))
    better = replace(RANK, quote="xếp thứ 12/63", amount=Amount(Decimal(12), out_of=Decimal(63)))
    run = store.start_run("1")
    pairs = [(ARTICLE, [RANK]), (corrected, [better])]
    for batch in ([pairs], [pairs[:1], pairs[1:]])[batches - 1]:
        store.save(batch, run)
    store.save(pairs[:1], run)  # an old text that is read again stays an old version
    assert [row.fact for row in queries.facts(store)] == [better]
    with store.reading() as connection:
        kept = select(models.Article.version, models.Article.current).order_by("version")
        assert connection.execute(kept).all() == [(1, False), (2, True)]
    held = queries.counts(store)
    assert (held.articles, held.versions, held.facts) == (1, 2, 1)
    assert len(rows(store, models.Fact)) == 2
    bodies = {queries.text(store, row[0]) for row in rows(store, models.Article)}
    assert bodies == {TEXT, corrected.text}


def test_a_batch_is_saved_whole_or_not_at_all(store):
    run = store.start_run("1")
    bad = replace(RANK, period=Period("2023-13"))
    with pytest.raises(ValueError, match="not a month"):
        store.save([(ARTICLE, [RANK, bad])], run)
    assert contents(store) == [[], [], [], [], []]
    half = replace(ARTICLE, title="\ud83d")
    with pytest.raises(StoreError, match="surrogate"):
        store.save([(half, [RANK])], run)
    assert contents(store) == [[], [], [], [], []]


def test_rejections_are_kept_with_their_run(store):
    run = store.start_run("1")
    store.reject(run, [Rejection("a.html", "no_body"), Rejection("b.txt", "encoding", "0xff")])
    store.reject(run, [])
    kept = [(run.id, "a.html", "no_body", ""), (run.id, "b.txt", "encoding", "0xff")]
    assert sorted(row[1:] for row in rows(store, models.Rejection)) == kept
    later = store.start_run("1")
    store.reject(later, [Rejection("a.html", "no_body")])
    kept[0] = (later.id, "a.html", "no_body", "")
    assert sorted(row[1:] for row in rows(store, models.Rejection)) == sorted(kept)
    with store.reading() as connection:
        counts = select(models.Run.rejected).order_by(models.Run.id)
        assert connection.execute(counts).scalars().all() == [2, 1]


def test_the_catalogue_tables_follow_the_catalogue(store):
    for _ in range(2):
        store.sync_catalogue(load_places(), load_indices())
        assert len(rows(store, models.Place)) == len(load_places())
        assert len(rows(store, models.IndexDefinition)) == len(load_indices())
    (hai_duong,) = (place for place in load_places("province") if place.name == "Hải Dương")
    store.sync_catalogue([hai_duong], [])
    ended = (None, None, date(2025, 6, 30), "31")
    assert rows(store, models.Place) == [("63", "30", "Hải Dương", "province", "tỉnh", *ended)]
    assert rows(store, models.IndexDefinition) == []


OTHERS = [
    replace(RANK, subject=Subject("province", "30", "Đồng Tháp", "34")),
    replace(RANK, subject=Subject("district", "30", "Nam Sách")),
    replace(RANK, index="SIPAS", period=Period("2023-07", "2024-06")),
    replace(SCORE, index=None, indicator="tỷ lệ 100%_hồ sơ số hoá", period=None),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, [RANK, SCORE, *OTHERS]),
        ({"index": "SIPAS"}, [OTHERS[2]]),
        ({"index": "PCI", "kind": "score"}, [SCORE]),
        ({"province": "30"}, [RANK, SCORE, OTHERS[0], OTHERS[2], OTHERS[3]]),
        ({"province": ("34", "30")}, [OTHERS[0]]),
        ({"province": [("34", "30"), "99"]}, [OTHERS[0]]),
        ({"province": []}, []),
        ({"year": 2024}, [OTHERS[2]]),
        ({"publisher": "bao.vn", "kind": "score"}, [SCORE, OTHERS[3]]),
        ({"publisher": "khac.vn"}, []),
        ({"search": "dong thap"}, [OTHERS[0]]),
        ({"search": "Đồng  THÁP 13/63"}, [OTHERS[0]]),
        ({"search": "dat dai pci"}, [SCORE]),
        ({"search": "100%_hồ"}, [OTHERS[3]]),
        ({"search": "100%hồ"}, []),
        ({"search": "1_/63"}, []),
        ({"search": "%"}, [OTHERS[3]]),
    ],
    ids=str,
)
def test_facts_are_found(store, question, found):
    store.save([(ARTICLE, [RANK, SCORE, *OTHERS])], store.start_run("1"))
    answer = queries.facts(store, **question)
    assert sorted(map(repr, (row.fact for row in answer))) == sorted(
        repr(replace(fact, evidence=())) for fact in found
    )
    assert all((row.url, row.title) == (ARTICLE.url, ARTICLE.title) for row in answer)
    assert queries.facts(store, **question, limit=1) == answer[:1]


def test_evidence_comes_back_in_its_order(store):
    store.save([(ARTICLE, [SCORE])], store.start_run("1"))
    (row,) = queries.facts(store)
    assert queries.evidence(store, row.id) == SCORE.evidence


def test_stores_on_one_database_write_together(db):
    """Four writers open a fresh database at once; each pair of them saves the same articles."""
    failures = []

    def write(name: int) -> None:
        try:
            with open_store(db) as mine:
                run = mine.start_run("1")
                for number in range(10):
                    url = f"https://bao.vn/{name % 2}-{number}.html"
                    mine.save([(replace(ARTICLE, url=url), [RANK, SCORE])], run)
                mine.sync_catalogue(load_places("province"), load_indices())
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with open_store(db) as store:
        held = queries.counts(store)
        assert (held.runs, held.articles, held.versions, held.facts) == (4, 20, 20, 40)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://www.Bao.VN/a/b/?utm_source=x&fbclid=1#top", "bao.vn/a/b"),
        ("https://bao.vn:443/a/b", "bao.vn/a/b"),
        ("https://bao.vn:8080/a?b=2&a=1&c=", "bao.vn:8080/a?a=1&b=2&c="),
        ("https://bao.vn/đạt-điểm", "bao.vn/%C4%91%E1%BA%A1t-%C4%91i%E1%BB%83m"),
        ("https://bao.vn/%c4%91%e1%ba%a1t", "bao.vn/%C4%91%E1%BA%A1t"),
        ("https://bao.vn/Tin.aspx?ID=7", "bao.vn/Tin.aspx?ID=7"),
        ("https://bao.vn/", None),
        ("file:///a/b.html", None),
        ("b.html", None),
        ("http://[", None),
        ("http://bao.vn:x/a", None),
    ],
)  # fmt: skip
def test_an_address_names_one_page(url, page):
    assert canonical_url(url) == page


def test_what_identifies_an_article():
    assert article_key(ARTICLE) == "url:bao.vn/pci-2023.html"
    assert article_key(replace(ARTICLE, url=None)) == "record:bao.vn/bai-1"
    unknown = replace(ARTICLE, url=None, publisher=None)
    assert article_key(unknown) == article_key(replace(unknown, id="x", source="c/9.txt"))
    assert article_key(unknown) != article_key(replace(unknown, text=TEXT + "."))


def test_a_fact_id_never_changes():
    """Verdicts will refer to these ids: a failure here means that every stored id is lost."""
    assert fact_id("a" * 32, SCORE) == "a9952da6b050a2e66c2eded638ab0524"


words = st.text("aăâđeêioôơuưy 0123456789%_/", min_size=1, max_size=12)
maybe_words = st.none() | words
periods = st.builds(
    lambda year, month: Period.parse(f"{year}-01/{year}-{month:02}"),
    st.integers(1990, 2030),
    st.integers(1, 12),
)
decimals = st.decimals(0, 10**9, allow_nan=False, places=2) | st.integers(0, 10**13).map(Decimal)
subjects = st.builds(
    Subject, st.sampled_from(["province", "group"]), st.none() | st.just("30"), words
)
facts = st.builds(
    Fact,
    kind=st.sampled_from(KINDS),
    start=st.integers(0, 5),
    end=st.integers(6, 9),
    quote=words,
    amount=st.builds(
        Amount, words.map("nhóm ".__add__) | decimals, st.none() | decimals, maybe_words
    ),
    rule=words,
    zone=words,
    index=st.sampled_from([None, "PCI", "SIPAS"]),
    component=maybe_words,
    subject=st.none() | subjects,
    period=st.none() | periods,
    baseline=st.none() | periods,
    scope=maybe_words,
    confidence=st.sampled_from([0.5, 0.75, 1.0]),
    open=st.just(()) | st.just((("period", "two_candidates"),)),
    evidence=st.lists(st.builds(Evidence, words, st.just(0), st.just(3), words), max_size=2).map(
        tuple
    ),
)


@given(facts)
def test_a_fact_comes_back_from_its_row(fact):
    row = fact_row("a" * 32, fact)
    assert set(row) == set(models.Fact.__table__.columns.keys())
    back = read_fact(row)
    assert back == fact
    assert back.amount.decimals == fact.amount.decimals


def with_rivals(some: list[Fact]) -> list[Fact]:
    """Add to each fact another one of the same identity."""
    return [*some, *(replace(fact, scope="khác") for fact in some)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(facts, max_size=4)
    .map(with_rivals)
    .flatmap(lambda some: st.tuples(st.just(some), st.permutations(some)))
)
def test_the_order_of_facts_and_articles_makes_no_difference(two_orders):
    addresses = ["https://bao.vn/1", "https://bao.vn/2"]
    held = []
    for some, urls in zip(two_orders, (addresses, addresses[::-1]), strict=True):
        with open_store("sqlite://") as store:
            run = store.start_run("1")
            for url in urls:
                store.save([(replace(ARTICLE, url=url), some)], run)
            held.append(contents(store))
    assert held[0] == held[1]
