"""Near-copies in a store: clusters and roles, in any order and run, and their figures."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from solieu.corpus.article import Article
from solieu.db import models
from solieu.db.copies import clusters, count_near_copies, group
from solieu.db.figures import figures, form, waiting, witnesses
from solieu.db.store import open_store
from solieu.extractors.types import Amount, Fact, Period, Subject
from solieu.pipeline.ingest import ingest
from sqlalchemy import delete, select
from stories import longer, story

DAY = date(2023, 4, 19)
THAI_BINH = Subject("province", "34", "Thái Bình", "63")
RANK = Fact(
    "rank", 0, 4, "Ngày", Amount(Decimal(15)), "rank.place", "body",
    index="PAR_INDEX", subject=THAI_BINH, period=Period("2022"), measure="rank",
)  # fmt: skip


def printed(name, text, days=0):
    """An article of an outlet of its own, so many days after the first."""
    day = None if days is None else DAY + timedelta(days)
    return Article("1", text, f"https://{name}.vn/1", name, f"{name}.vn", day)


def save(store, *articles, version="1"):
    run = store.start_run(version)
    store.save([(article, [RANK]) for article in articles], run)
    return run


def told(store):
    """Each article's cluster, as the outlets in it, and its role."""
    table = models.Article
    with store.reading() as connection:
        rows = connection.execute(select(table.id, table.title, table.cluster, table.cluster_role))
        found = {row.title: row for row in rows}
    for name, row in found.items():
        assert row.cluster == min(one.id for one in found.values() if one.cluster == row.cluster)
        yield (
            name,
            ("".join(sorted(k for k, v in found.items() if v.cluster == row.cluster)), row[3]),
        )


STORIES = (
    printed("a", story()),
    printed("b", story().replace("hội nghị", "buổi lễ"), 1),
    printed("c", story(), 2),
    printed("d", longer(story()), 3),
    printed("e", story(year=2024), 4),
    printed("f", story(seed=5), 0),
    printed("g", story(year=2024, lines=8), None),
    printed("h", "Trời mưa."),
)
EXPECTED = {
    "a": ("abcd", "original"), "b": ("abcd", "copy"), "c": ("abcd", "copy"),
    "d": ("abcd", "update"), "e": ("eg", "original"), "f": ("f", "original"),
    "g": ("eg", "copy"), "h": ("h", "original"),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_same_clusters_in_any_order_and_any_number_of_runs(store, seed):
    draw = random.Random(seed)
    articles = list(STORIES)
    draw.shuffle(articles)
    cut = draw.randint(1, len(articles) - 1)
    for some in (articles[:cut], articles[cut:]):
        save(store, *some)
        if draw.random() < 0.7:
            assert group(store)
    group(store)
    assert dict(told(store)) == EXPECTED
    assert group(store) == 0


def test_a_text_between_two_clusters_makes_them_one(store):
    whole = longer(story())
    parts = ["\n".join(lines) for lines in (whole.split("\n")[:8], whole.split("\n")[5:])]
    save(store, *(printed(name, text) for name, text in zip("ab", parts, strict=True)))
    form(store)
    assert dict(told(store)) == {"a": ("a", "original"), "b": ("b", "original")}
    assert [figure.independent for figure in figures(store)] == [2]
    save(store, printed("c", whole, 1))
    form(store)
    assert dict(told(store)) == {
        "a": ("abc", "copy"), "b": ("abc", "original"), "c": ("abc", "update"),
    }  # fmt: skip
    assert [figure.independent for figure in figures(store)] == [1]


def test_copies_are_one_independent_witness(store):
    save(store, printed("e", story(seed=3)))
    form(store)
    save(store, *(one for one in STORIES if one.title in "abc"))
    form(store)
    (figure,) = figures(store)
    assert (figure.mentions, figure.witnesses, figure.independent) == (4, 4, 2)
    assert figure.candidates[0].independent == 2
    assert len({witness.source for witness in witnesses(store, [figure.id])}) == 2
    assert waiting(store) == 0


def test_a_copy_that_comes_later_is_counted_anew(store):
    save(store, STORIES[1])
    form(store)
    assert figures(store)[0].independent == 1
    run = save(store, STORIES[0])
    form(store)
    assert [(one.witnesses, one.independent) for one in figures(store)] == [(2, 1)]
    assert count_near_copies(store, run.id) == 0  # the original came after its copy
    assert [[(one.title, one.role) for one in found.articles] for found in clusters(store)] == [
        [("a", "original"), ("b", "copy")]
    ]


def test_an_article_of_another_day_changes_its_part(store):
    save(store, STORIES[0], STORIES[1])
    group(store)
    save(store, printed("a", STORIES[0].text, 9), version="2")
    group(store)
    assert dict(told(store)) == {"a": ("ab", "copy"), "b": ("ab", "original")}


def test_articles_stored_before_signatures_were_are_clustered_too(store):
    save(store, *STORIES)
    with store.engine.begin() as connection:
        connection.execute(delete(models.Signature))
    group(store)
    assert dict(told(store)) == EXPECTED
    with store.reading() as connection:
        texts = connection.execute(select(models.Signature.text_hash)).scalars().all()
    assert len(texts) == len({article.text for article in STORIES})


def test_versions_of_one_page_are_one_article_among_the_clusters(store):
    page = printed("a", story())
    save(store, page)
    save(store, printed("a", longer(story())))
    group(store)
    with store.reading() as connection:
        rows = connection.execute(select(models.Article.version, models.Article.cluster_role))
        assert sorted(map(tuple, rows)) == [(1, "original"), (2, "update")]
    assert clusters(store) == []


def test_clusters_come_largest_first_with_the_original_at_the_head(store):
    save(store, *STORIES)
    group(store)
    found = clusters(store)
    assert [[one.title for one in cluster.articles] for cluster in found] == [
        ["a", "b", "c", "d"], ["e", "g"],
    ]  # fmt: skip
    assert clusters(store, limit=1) == found[:1]


def test_workers_make_the_same_clusters(checkout, tmp_path):
    sample, seen = checkout / "corpus" / "sample", []
    for workers in (1, 2):
        db = str(tmp_path / f"{workers}.db")
        summary = ingest(sample, db, entities="off", workers=workers)
        assert summary.near_copies == 1
        with open_store(db) as store:
            seen.append(clusters(store))
            assert count_near_copies(store, 1) == 1
    assert seen[0] == seen[1]
    assert [[(a.record_id, a.role) for a in one.articles] for one in seen[0]] == [
        [("2024/05/2391", "original"), ("240514-03", "copy")]
    ]
