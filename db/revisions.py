"""The schema of a store brought to the newest revision, with the migrations in this package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from .connection import StoreError, describe, writing

VERSION_TABLE = "solieu_revision"
_LOCK = 7_310_653  # any number, the same in every process: PostgreSQL's lock while migrating


def configuration(connection: Connection) -> Config:
    """Return Alembic's settings for a connection; they need no file outside the package."""
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """Return the revision of a store's schema, None for an empty database."""
    options = {"version_table": VERSION_TABLE}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring a store to the newest revision in one transaction; refuse a newer one.

    Raises StoreError for a revision that this Solieu does not know.
    """
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
        found = revision(connection)
    if found == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        where = describe(engine.url)
        raise StoreError(f"{where}: of a newer Solieu (revision {found}): update Solieu")
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) is None:
            _check_empty(connection)
        command.upgrade(configuration(connection), "head")


def _check_empty(connection: Connection) -> None:
    """Raise StoreError if a database that is no store holds something else already.

    Looked at under the lock: a store that another process is just making is whole by then.
    """
    if tables := inspect(connection).get_table_names():
        where = describe(connection.engine.url)
        raise StoreError(f"{where}: no store of Solieu: it holds a table {tables[0]!r}")
    if connection.dialect.name == "postgresql":
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            where = describe(connection.engine.url)
            raise StoreError(f"{where}: keeps text in {encoding}: make one with ENCODING 'UTF8'")
