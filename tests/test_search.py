"""Searches by words: the index leads to exactly what a look at all facts finds."""

import pytest
from solieu.corpus.article import Article as Press
from solieu.db import search
from solieu.db.facts import facts
from solieu.db.models import Article, Fact
from solieu.db.rows import folded
from solieu.db.store import open_store
from solieu.pipeline.ingest import ingest
from solieu.pipeline.load import load, read_article
from sqlalchemy import select

WORDS = (
    "hồ sơ", "HO SO", "tuyến", "8", "13/63", "84,97%", "84,9", "tỷ lệ hài lòng", "đ", "đạt điểm",
    "100%", "_", "%", '"', "' OR 1", "không có trong kho", "pci hải", "àn th",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def held(request, checkout, tmp_path_factory):
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("search") / "solieu.db")
    else:
        address = request.getfixturevalue("postgres").database()
    ingest(checkout / "corpus" / "sample", address)
    with open_store(address) as store:
        yield store


def looked_through(store, words):
    """The ids of the facts that hold the words, by a look at all of them."""
    query = select(Fact.id, Fact.folded).join(Article, Fact.article_id == Article.id)
    with store.reading() as connection:
        rows = connection.execute(query.where(Article.current)).all()
    return {row.id for row in rows if all(one in row.folded for one in folded(words).split())}


def found(store, words):
    return {row.id for row in facts(store, search=words)}


@pytest.mark.parametrize("words", WORDS)
def test_a_search_finds_what_holds_all_its_words(held, words):
    assert found(held, words) == looked_through(held, words)
    assert len(held.facts(search=words)) == len(found(held, words))


def test_an_index_tells_of_few_facts(held):
    with held.reading() as connection:
        told = search.facts_holding(connection, ["84,97%"])
        assert search.facts_holding(connection, ["84"]) is None
    if held.engine.dialect.name == "sqlite":
        assert told is not None
        assert looked_through(held, "84,97%") <= set(told)
    else:
        assert told is None  # PostgreSQL looks into its index by itself


def test_facts_read_again_are_found_by_their_words_of_now(store):
    text = "Năm 2022, tỉnh Thái Bình đạt {} điểm, xếp thứ 13/63."
    nlp = load(entities="off")
    for version, score in (("1", "84,97"), ("2", "84,97"), ("3", "83,15")):
        article = Press("1", text.format(score), "https://bao.vn/1")
        told = [(article, read_article(nlp, article)._.facts)]
        store.save(told, store.start_run(version))
        for words in ("84,97", "83,15", "thứ 13/63"):
            assert found(store, words) == looked_through(store, words)


def test_a_store_without_an_index_is_looked_through(tmp_path, checkout):
    with open_store(str(tmp_path / "plain.db")) as store:
        with store.engine.begin() as connection:
            search.drop_index(connection)
        ingest(checkout / "corpus" / "sample", str(tmp_path / "plain.db"))
        assert found(store, "84,97%") == looked_through(store, "84,97%") != set()
