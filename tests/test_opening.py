"""Opening a store: its schema, the migrations to it, and why a store cannot be opened."""

import sqlite3
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from solieu.corpus.article import Article, Rejection
from solieu.db.connection import StoreError, create, database_url, writing
from solieu.db.copies import group
from solieu.db.figures import form
from solieu.db.models import Band
from solieu.db.revisions import VERSION_TABLE, configuration, revision, upgrade
from solieu.db.search import INDEX, TABLE
from solieu.db.store import Store, open_store
from solieu.db.tables import metadata
from solieu.extractors.types import Amount, Evidence, Fact
from sqlalchemy import Column, Integer, Table, select

ARTICLE = Article("bai-1", "xếp thứ 13/63", "https://bao.vn/1.html", publisher="bao.vn")
RANK = Fact(
    "rank", 0, 13, "xếp thứ 13/63", Amount(Decimal(13), out_of=Decimal(63)), "rank.place", "body",
    evidence=(Evidence("index", 0, 3, "x"),),
)  # fmt: skip


def contents(store: Store) -> dict[str, list[tuple]]:
    with store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def schema_difference(store: Store) -> list:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        return [
            change
            for change in compare_metadata(context, metadata)
            if not getattr(change[1], "name", "").startswith((TABLE, INDEX))
        ]


def test_the_migrations_make_the_schema_of_the_models(store):
    assert schema_difference(store) == []
    extra = Table("extra", metadata, Column("id", Integer, primary_key=True))
    try:
        assert [change[0] for change in schema_difference(store)] == ["add_table"]
    finally:
        metadata.remove(extra)


def test_a_store_is_migrated_down_and_up_with_all_it_holds(store):
    run = store.start_run("1")
    store.save([(ARTICLE, [RANK])], run)
    twice = [Rejection("a.txt", "empty"), Rejection("b.txt", "binary", "NUL at byte 0")]
    store.reject(run, twice)
    form(store)
    before = contents(store)
    with writing(store.engine) as connection:
        command.downgrade(configuration(connection), "0001")
        assert revision(connection) == "0001"
        again = "INSERT INTO rejection SELECT id + 2, run_id, source, reason, detail FROM rejection"
        connection.exec_driver_sql(again)
    upgrade(store.engine)
    assert schema_difference(store) == []
    form(store)  # the signatures of texts are made again
    assert contents(store) == before


def test_bands_of_texts_are_found_again_in_smaller_blocks(store):
    texts = [f"{n} " + " ".join(f"từ {n} {m}" for m in range(90)) for n in range(40)]
    articles = [(Article(str(n), text), []) for n, text in enumerate(texts)]
    store.save(articles[:25], store.start_run("1"))
    group(store)
    store.save(articles[25:], store.start_run("1"))
    group(store)
    before = contents(store)
    for wanted in ("0008", "0009"):
        step = command.downgrade if wanted == "0008" else command.upgrade
        with writing(store.engine) as connection:
            step(configuration(connection), wanted)
            blocks = {block for block, *_ in connection.execute(select(Band.block))}
            assert (len(blocks) > 1_180) == (wanted == "0009")
    assert contents(store) == before


def newer(folder: Path) -> str:
    path = folder / "newer.db"
    open_store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    return str(path)


def other_tables(folder: Path) -> str:
    with sqlite3.connect(folder / "other.db") as connection:
        connection.execute("CREATE TABLE bookmark (id)")
    return str(folder / "other.db")


def no_database(folder: Path) -> str:
    (folder / "notes.db").write_text("no database, " * 100)
    return str(folder / "notes.db")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (newer, "revision 9999.*update Solieu"),
        (no_database, "notes.db: file is not a database"),
        (other_tables, "other.db: no store of Solieu: it holds a table 'bookmark'"),
        (lambda folder: str(folder), "unable to open"),
        (lambda folder: str(folder / "none" / "facts.db"), "unable to open"),
        (lambda folder: "  ", "empty"),
        (lambda folder: "sqlite//:facts.db/://", "Could not parse|parse"),
        (lambda folder: "oracle://host/facts", "SQLite or PostgreSQL"),
        (lambda folder: "postgresql+nodriver://host/facts", "nodriver|dialect"),
        (lambda folder: "file:///dev/null/facts.db?mode=ro", "file"),
        (lambda folder: f"postgresql://u:secret@/x?host={folder}", r"u:\*\*\*@.*No such file"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why_in_one_line(tmp_path, address, message):
    with pytest.raises(StoreError, match=message) as raised:
        open_store(address(tmp_path))
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_server_whose_database_is_no_store_says_why(postgres):
    foreign, latin = postgres.database(), postgres.database("ENCODING 'LATIN1' TEMPLATE template0")
    engine = create(database_url(foreign))
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE bookmark (id integer)")
    engine.dispose()
    with pytest.raises(StoreError, match="no store of Solieu: it holds a table 'bookmark'"):
        open_store(foreign)
    with pytest.raises(StoreError, match="keeps text in LATIN1"):
        open_store(latin)
    with pytest.raises(StoreError, match='database "test0" does not exist'):
        open_store(foreign.replace("/test", "/test0?").partition("?")[0] + f"?host={postgres.home}")
    for url in (foreign, latin):
        postgres.drop(url)


def test_without_the_driver_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'solieu\[postgres\]'"):
        open_store("postgresql://localhost/x")


def test_a_missing_store_is_made_only_if_wanted(tmp_path):
    for address in (str(tmp_path / "new.db"), f"sqlite:///{tmp_path}/new.db"):
        with pytest.raises(StoreError, match="no such store"):
            open_store(address, create=False)
    open_store(str(tmp_path / "new.db")).close()
    open_store(str(tmp_path / "new.db"), create=False).close()
