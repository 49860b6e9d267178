"""Writes docs/schema.md from the models and views: the diagram, and what each column says.

python scripts/make_schema.py
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

from solieu.db.models import Base
from solieu.db.tables import metadata
from solieu.db.views import VIEWS, View
from sqlalchemy import Table

TARGET = Path(__file__).parents[1] / "docs" / "schema.md"
OPENING = """\
# The schema of a store

Written by `scripts/make_schema.py` from the models; a test fails where it is out of date.

One schema on SQLite and PostgreSQL. What was said (`article`, `fact`, `evidence`) and what we
concluded from it (`figure`, `candidate`, `figure_fact`) never share a row. For questions use the
views: they read current articles alone, join what belongs together, and their columns stay.

Searches by words look for parts of `fact.folded`. An index of trigrams (three letters in a row) leads to
the few facts that may hold them: on SQLite `fact_search`, a table of FTS5 without contents whose rows go
by the first 15 digits of a fact's id, on PostgreSQL an index of the extension `pg_trgm`. Where SQLite is
older than 3.34 or the extension may not be created there is none, and all facts are looked at.
"""


def schema() -> str:
    """Return the text of docs/schema.md."""
    parts = [OPENING, "## Views", *map(described, VIEWS), "## Tables", diagram(), *tables()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def described(view: View) -> str:
    """Return a view as a section with a table of its columns."""
    rows = [f"| `{one.name}` | {one.type} | {one.about} |" for one in view.columns]
    head = ["| column | type | says |", "| --- | --- | --- |"]
    return "\n".join((f"### {view.name}", "", view.about, "", *head, *rows))


def diagram() -> str:
    """Return the tables and what ties them together as a Mermaid diagram."""
    lines = ["erDiagram"]
    for table in _tables():
        lines.append(f"    {table.name} {{")
        lines += [f"        {line}" for line in columns(table)]
        lines.append("    }")
    lines += sorted(f"    {line}" for table in _tables() for line in ties(table))
    return "\n".join(("```mermaid", *lines, "```"))


def columns(table: Table) -> Iterator[str]:
    """Yield the columns of a table as Mermaid writes them."""
    for column in table.columns:
        kind = column.type.__visit_name__.lower()
        keys = [
            name for name, told in (("PK", column.primary_key), ("FK", column.foreign_keys)) if told
        ]
        yield f"{kind} {column.name} {', '.join(keys)}".rstrip()


def ties(table: Table) -> Iterator[str]:
    """Yield how rows of other tables belong to rows of this one."""
    for key in table.foreign_keys:
        yield f"{key.column.table.name} ||--o{{ {table.name} : {key.parent.name}"
    if table.name == "figure_fact":  # tied without constraints: it is rebuilt at any time
        yield "fact |o--o| figure_fact : fact_id"
        yield "figure ||--o{ figure_fact : figure_id"


def tables() -> Iterator[str]:
    """Yield what each table holds, in the words of its model."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    for table in _tables():
        yield f"### {table.name}\n\n{inspect.cleandoc(models[table.name].__doc__ or '')}"


def _tables() -> list[Table]:
    return sorted(metadata.tables.values(), key=lambda table: table.name)


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8", newline="\n")
