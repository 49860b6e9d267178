"""Ingesting: every input becomes rows or a rejection, once, whatever happens in between."""

import json

import pytest
from solieu.corpus.article import Article, Rejection
from solieu.corpus.readers import InputError
from solieu.db import models, queries
from solieu.db.store import StoreError, open_store
from solieu.patterns.errors import PatternError
from solieu.pipeline import work
from solieu.pipeline.accounts import account_for
from solieu.pipeline.batches import BATCH, Batch
from solieu.pipeline.ingest import ingest
from solieu.pipeline.load import load, read_articles
from solieu.pipeline.reading import read_facts
from solieu.pipeline.runs import run_version
from solieu.pipeline.sinks.database import StoreSink
from solieu.pipeline.summary import EXAMPLES, IngestSummary
from spacy.language import Language
from sqlalchemy import select

TEXT = "Năm 2022, chỉ số SIPAS của Thái Bình xếp thứ {}/63."
SLOW_RULE = """
[[rule]]
name = "test.endless"
kind = "rank"
value = 1
pattern = '(?:x|xx|xxx)+ hết'
takes = ["xx hết"]
"""


def rows(db, table):
    with open_store(db, create=False) as store, store.reading() as connection:
        found = connection.execute(select(*table.__table__.columns)).mappings()
        return [dict(row) for row in found]


def write_articles(path, count, text=TEXT):
    lines = [
        {"id": f"a{n}", "url": f"https://bao.example/{n}", "text": text.format(n % 63 + 1)}
        for n in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_the_sample_is_ingested_once(checkout, db):
    first = ingest(checkout / "corpus" / "sample", db)
    stored = rows(db, models.Fact)
    assert (first.articles, first.new, first.rejections) == (19, 19, {})
    assert first.facts == len(stored) > 100
    assert first.seconds > 0
    second = ingest([str(checkout / "corpus" / "sample")], db)
    assert (second.articles, second.unchanged, second.facts) == (19, 19, 0)
    assert rows(db, models.Fact) == stored
    assert {run["status"] for run in rows(db, models.Run)} == {"finished"}
    assert [run["new"] for run in rows(db, models.Run)] == [19, 0]


def test_a_run_names_its_models(tmp_path, db):
    articles = write_articles(tmp_path / "a.jsonl", 1)
    ingest(articles, db, entities="off")
    ingest(articles, db, entities="needed")
    off, needed = (json.loads(run["models"]) for run in rows(db, models.Run))
    assert off["entities"] == "off"
    assert "ner" not in off
    assert needed["ner"].startswith("underthesea 9")
    assert rows(db, models.Run)[0]["source"] == str(articles)
    assert rows(db, models.Place)
    assert rows(db, models.IndexDefinition)


def test_other_settings_read_an_article_again(tmp_path, db):
    articles = write_articles(tmp_path / "a.jsonl", 1)
    assert ingest(articles, db).new == 1
    assert ingest(articles, db, entities="off").replaced == 1
    (tmp_path / "rules").mkdir()
    rules = tmp_path / "rules" / "mine.toml"
    rules.write_text(SLOW_RULE, encoding="utf-8")
    with_rules = run_version("needed", rules.parent)
    assert ingest(articles, db, patterns=rules.parent).replaced == 1
    assert ingest(articles, db, patterns=rules.parent).unchanged == 1
    rules.write_text(SLOW_RULE.replace("endless", "other"), encoding="utf-8")
    assert run_version("needed", rules.parent) != with_rules != run_version("needed", None)


def test_a_new_text_is_a_new_version(tmp_path, db):
    write_articles(tmp_path / "a.jsonl", 1)
    ingest(tmp_path, db)
    write_articles(tmp_path / "a.jsonl", 1, TEXT.replace("13", "14") + " Hết.")
    assert ingest(tmp_path, db).new == 1
    versions = {row["version"]: row["current"] for row in rows(db, models.Article)}
    assert versions == {1: False, 2: True}
    with open_store(db) as store:
        assert queries.counts(store).versions == 2
        assert queries.counts(store).articles == 1


def test_bad_inputs_are_recorded_with_their_reasons(tmp_path, db):
    (tmp_path / "good.txt").write_text(TEXT.format(13), encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xe9")
    for number in range(EXAMPLES + 3):
        (tmp_path / f"empty{number}.txt").write_text(" ", encoding="utf-8")
    summary = ingest(tmp_path, db)
    assert summary.articles == 1
    assert summary.rejections == {"not_utf8": 1, "empty": EXAMPLES + 3}
    assert [item.reason for item in summary.rejected].count("empty") == EXAMPLES
    recorded = rows(db, models.Rejection)
    assert len(recorded) == EXAMPLES + 4
    assert str(tmp_path / "bad.txt") in {row["source"] for row in recorded}
    assert rows(db, models.Run)[0]["rejected"] == EXAMPLES + 4


@Language.component("test_raises")
def raises(doc):
    if "lỗi" in doc.text:
        raise ZeroDivisionError("no such number")
    return doc


def test_an_article_that_fails_is_recorded_and_the_batch_goes_on(db):
    nlp = load.__wrapped__(entities="off")
    nlp.add_pipe("test_raises")
    articles = [Article(name, TEXT.format(13) + name, source=name) for name in ("một", "lỗi", "ba")]
    with open_store(db) as store:
        run = store.start_run("1")
        batch = Batch("1", (*articles, Rejection("x.txt", "empty")))
        summary = work.ingest_batch(nlp, StoreSink(store, run), batch)
    assert (summary.articles, summary.facts) == (2, 2)
    assert summary.rejections == {"extraction_failed": 1, "empty": 1}
    failed = next(r for r in rows(db, models.Rejection) if r["reason"] == "extraction_failed")
    assert (failed["source"], failed["detail"]) == ("lỗi", "ZeroDivisionError: no such number")


@pytest.mark.parametrize("together", [1, 2, 25])
def test_articles_read_side_by_side_give_what_each_gives_alone(db, monkeypatch, together):
    monkeypatch.setattr(work, "TOGETHER", together)
    nlp = load(entities="off")
    texts = (TEXT.format(1), "Không có số.", TEXT.format(2) + " Tăng 3 bậc.", "x" * work.CHARACTERS)
    articles = [Article(str(number), text, source="a") for number, text in enumerate(texts)]
    batch = Batch("1", (articles[0], Rejection("x.txt", "empty"), *articles[1:]))
    watched = []
    with open_store(db) as store:
        sink = StoreSink(store, store.start_run("1"))
        summary = work.ingest_batch(nlp, sink, batch, watch=watched.append)
    assert (summary.articles, summary.rejections) == (4, {"empty": 1})
    assert {*watched} == {0, 2, 3, 4, None}
    alone = [fact for article in articles for fact in read_facts(nlp, article).facts]
    assert summary.facts == len(alone) == 3
    assert sorted(row["quote"] for row in rows(db, models.Fact)) == sorted(f.quote for f in alone)


def test_a_rule_that_runs_too_long_is_named_and_its_article_saved(tmp_path, db):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.toml").write_text(SLOW_RULE, encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text(f"{TEXT.format(13)} {'x' * 99}k hết", encoding="utf-8")
    summary = ingest(article, db, entities="off", patterns=tmp_path / "rules")
    assert summary.slow_rules == {"test.endless": 1}
    assert (summary.articles, summary.facts) == (1, 1)
    assert json.loads(rows(db, models.Run)[0]["models"])["slow_rules"] == {"test.endless": 1}


def test_each_batch_is_written_before_the_next_is_read(tmp_path, db):
    articles = write_articles(tmp_path / "a.jsonl", 2 * BATCH + 7)
    seen = []

    def look(summary):
        seen.append((summary.articles, len(rows(db, models.Article))))

    total = ingest(articles, db, entities="off", on_progress=look)
    assert seen == [(n, n) for n in (BATCH, 2 * BATCH, 2 * BATCH + 7)]
    assert total.facts == 2 * BATCH + 7


@pytest.mark.parametrize(
    ("error", "status"), [(KeyboardInterrupt, "interrupted"), (RuntimeError, "failed")]
)
def test_a_run_cut_short_keeps_its_batches_and_can_go_on(tmp_path, db, error, status):
    articles = write_articles(tmp_path / "a.jsonl", BATCH + 5)

    def stop(_):
        raise error

    with pytest.raises(error):
        ingest(articles, db, entities="off", on_progress=stop)
    assert [(run["status"], run["articles"]) for run in rows(db, models.Run)] == [(status, BATCH)]
    again = ingest(articles, db, entities="off")
    assert (again.unchanged, again.new) == (BATCH, 5)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"paths": "nowhere"}, InputError),
        ({"patterns": "rules"}, PatternError),
        ({"db": "mysql://host/x"}, StoreError),
    ],
)
def test_wrong_usage_leaves_nothing_behind(tmp_path, arguments, error):
    write_articles(tmp_path / "a.jsonl", 1)
    arguments = {
        "paths": tmp_path / arguments.get("paths", "a.jsonl"),
        "db": arguments.get("db", str(tmp_path / "facts.db")),
        "patterns": tmp_path / "rules" if "patterns" in arguments else None,
    }
    with pytest.raises(error):
        ingest(**arguments)
    assert not list(tmp_path.glob("*.db*"))


def test_summaries_add_up():
    bad = tuple(Rejection(str(n), "empty") for n in range(4))
    one = IngestSummary(3, 2, 1, 0, 9, {"empty": 4}, bad, {"a.b": 1}, 0.5)
    both = one + IngestSummary(1, 0, 0, 1, 2, {"empty": 4, "binary": 1}, bad, {"a.b": 2}, 0.25)
    assert both == IngestSummary(
        4, 2, 1, 1, 11, {"empty": 8, "binary": 1}, bad + bad[:1], {"a.b": 3}, 0.75
    )


def test_every_number_has_one_account(nlp, kept_articles):
    for article, doc in read_articles(nlp, kept_articles):
        accounts = account_for(doc)
        owners = [0] * (len(article.text) + 1)
        for account in accounts:
            assert not (account.facts and account.reason)
            for at in range(account.start, account.end):
                owners[at] += 1
        assert max(owners) <= 1
        digits = [at for at, letter in enumerate(article.text) if letter in "0123456789"]
        assert all(owners[at] for at in digits)
