"""The views: what a store holds, a row for each thing a researcher counts, with documented columns.

They are made anew after every migration (`migrations/env.py`), so that a migration may change any
table; a changed view needs a migration too, if only an empty one. Frames and exports read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

Type = Literal["text", "number", "integer", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view: its type, what it says, and the SQL it is made of."""

    name: str
    type: Type
    about: str
    sql: str


@dataclass(frozen=True, slots=True)
class View:
    """A view: what a row of it is, its columns, and the rest of its statement."""

    name: str
    about: str
    columns: tuple[Column, ...]
    source: str

    @property
    def statement(self) -> str:
        """The SELECT of the view, the same on SQLite and PostgreSQL."""
        columns = ",\n  ".join(f"{column.sql} AS {column.name}" for column in self.columns)
        return f"SELECT\n  {columns}\n{self.source}"


def drop_views(connection: Connection) -> None:
    """Drop all views of a store; none need be there."""
    for view in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))


def create_views(connection: Connection) -> None:
    """Create all views of a store, whose tables are there."""
    for view in VIEWS:
        connection.exec_driver_sql(f"CREATE VIEW {view.name} AS {view.statement}")


def _from(table: str, described: Sequence[tuple[str, Type, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, kind, about, f"{table}.{name}") for name, kind, about in described)


_MEASURED: tuple[tuple[str, Type, str], ...] = (
    ("index_code", "text", "code of the index (`PCI`), empty for a figure of none"),
    ("component", "text", "component of the index"),
    ("indicator", "text", "what is measured, where it is no index"),
    ("subject_type", "text", "`province`, `district`, `organisation` …: whose figure it is"),
    ("subject_system", "text", "`63` or `34`: the administrative system of a province's code"),
    ("subject_code", "text", "official code, unique within its system"),
    ("subject_name", "text", "name as it is best known"),
    ("period", "text", "ISO 8601: `2022`, `2022-09`, `2023-01/2023-09`"),
    ("period_start", "date", "first day of the period"),
    ("period_end", "date", "last day of the period"),
    ("baseline", "text", "period that a change is measured against, ISO 8601"),
    ("scope", "text", "among whom it was ranked, if not among all"),
    ("modality", "text", "`reported`, or `target` for what was planned"),
    ("measure", "text", "`value`, `rank`, `rank_change`, `growth`, `tier`, `share`, `count` …"),
)
_VALUE: tuple[tuple[str, Type, str], ...] = (
    ("value", "text", "number with the decimals that were printed, or label of a tier"),
    ("number", "number", "the same for arithmetic"),
    ("value_to", "text", "upper end of a printed range"),
    ("direction", "text", "`up`, `down` or `same`, of a change"),
    ("qualifier", "text", "`exact`, `about`, `over`, `under`, `at_least`, `at_most`"),
)
_REPORTED: tuple[tuple[str, Type, str], ...] = (
    ("witnesses", "integer", "articles that report it"),
    ("independent", "integer", "of these, articles that copy no other"),
    ("mentions", "integer", "facts that report it; an article may do so several times"),
)
_UNIT: tuple[tuple[str, Type, str], ...] = (
    ("unit", "text", "`%` for the value of an index in points or percent, else as printed"),
)
_SEEN: tuple[tuple[str, Type, str], ...] = (
    ("first_seen", "date", "day of the first article that reports it"),
    ("last_seen", "date", "day of the last one"),
)
_STATUS: tuple[tuple[str, Type, str], ...] = (
    ("status", "text", "`single` (one witness), `agreed`, `several`, `in_conflict` or `settled`"),
)
_FIGURE = Column("figure_id", "text", "id of the figure: `solieu witnesses ID`", "figure.id")
_YEAR = Column(
    "year",
    "integer",
    "year that the period ends in",
    "CAST(substr(CAST(figure.period_end AS TEXT), 1, 4) AS INTEGER)",
)
_REASONS: tuple[tuple[str, Type, str], ...] = (
    ("reasons", "text", "what speaks for the value, of a figure in conflict: a list in JSON"),
)
_RECOMMENDED = "FROM figure JOIN candidate ON candidate.figure_id = figure.id"


def _extreme(which: str, name: str, about: str) -> Column:
    deciding = "one.figure_id = figure.id AND one.standing = 'candidate'"
    return Column(
        name, "number", about, f"(SELECT {which}(one.number) FROM candidate one WHERE {deciding})"
    )


FACTS = View(
    "v_facts",
    "One row for each fact that nobody judged wrong: what one article says, and where.",
    (
        Column("fact_id", "text", "id of the fact", "fact.id"),
        Column("figure_id", "text", "figure it reports, if it tells enough", "tied.figure_id"),
        *_from("fact", _MEASURED),
        Column("kind", "text", "`rank`, `score`, `percentage`, `delta`, `tier` …", "fact.kind"),
        *_from("fact", _VALUE),
        Column("decimals", "integer", "decimals that were printed", "fact.decimals"),
        Column("unit", "text", "unit as printed", "fact.unit"),
        Column("out_of", "text", "among how many, or of how much: 63 of `13/63`", "fact.out_of"),
        Column("attribution", "text", "who is said to have told it", "fact.attribution"),
        Column("quote", "text", "words of the article that are the figure", "fact.quote"),
        Column("quote_start", "integer", "offset of the quote in the text", "fact.start"),
        Column("quote_end", "integer", "offset behind the quote", 'fact."end"'),
        Column("zone", "text", "part of the page: `title`, `lead`, `body` …", "fact.zone"),
        Column("rule", "text", "rule that found it", "fact.rule"),
        Column("confidence", "number", "how likely it is right, 0 to 1", "fact.confidence"),
        Column("open", "text", "attributes that stayed open, with why: JSON", "fact.open"),
        Column("publisher", "text", "newspaper or portal", "article.publisher"),
        Column("published", "date", "day of publication", "article.published"),
        Column("title", "text", "title of the article", "article.title"),
        Column("url", "text", "address of the article", "article.url"),
        Column("record_id", "text", "its id in the archive it came from", "article.record_id"),
        Column("article_id", "text", "its id in this store", "article.id"),
    ),
    "FROM fact JOIN article ON article.id = fact.article_id"
    " LEFT JOIN figure_fact tied\n  ON tied.article_id = fact.article_id AND tied.fact_id = fact.id"
    "\nWHERE article.current"
    " AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.fact_id = fact.id"
    " AND verdict.kind = 'wrong' AND verdict.ended IS NULL)",
)
FIGURES = View(
    "v_figures",
    "One row for each figure: one measured thing, with its recommended value and who reports it.",
    (
        _FIGURE,
        *_from("figure", _MEASURED),
        *_from("candidate", _VALUE),
        *_from("figure", _UNIT),
        Column("out_of", "text", "among how many, where not among all", "figure.out_of"),
        *_from("figure", _STATUS),
        Column("candidates", "integer", "values that decide it", "figure.candidates"),
        *_from("figure", _REPORTED),
        *_from("figure", _SEEN),
        *_from("candidate", _REASONS),
    ),
    f"{_RECOMMENDED} AND candidate.position = 0",
)
CONFLICTS = View(
    "v_conflicts",
    "One row for each value printed for a figure whose values cannot all be right.",
    (
        _FIGURE,
        *_from("figure", _MEASURED),
        *_from("candidate", _VALUE),
        *_from("figure", _UNIT),
        *_from(
            "candidate",
            (
                ("position", "integer", "0 for the recommended value, then by weight"),
                ("recommended", "boolean", "whether it is the value that probably is right"),
                ("standing", "text", "`candidate`, or `coarser` for one that rounds a candidate"),
                *_REPORTED,
                *_REASONS,
            ),
        ),
    ),
    f"{_RECOMMENDED}\nWHERE figure.status = 'in_conflict'",
)
TIMELINE = View(
    "v_timeline",
    "One row for each figure that was reported as reached: a point of somebody's series over time.",
    (
        *_from("figure", _MEASURED[:7]),
        _YEAR,
        *_from("figure", (*_MEASURED[7:12], _MEASURED[13])),
        *_from("candidate", _VALUE),
        _extreme("min", "lowest", "least of the values that decide it"),
        _extreme("max", "highest", "greatest of them: more than `lowest` in a conflict"),
        *_from("figure", _UNIT),
        Column("out_of", "text", "among how many, where not among all", "figure.out_of"),
        *_from("figure", (*_STATUS, *_REPORTED, *_SEEN)),
        _FIGURE,
    ),
    f"{_RECOMMENDED} AND candidate.position = 0\nWHERE figure.modality = 'reported'",
)
SOURCES = View(
    "v_sources",
    "One row for each article, in its current version.",
    (
        *_from(
            "article",
            (
                ("publisher", "text", "newspaper or portal"),
                ("published", "date", "day of publication"),
                ("title", "text", "title"),
                ("url", "text", "address"),
                ("record_id", "text", "id in the archive it came from"),
                ("source", "text", "file it was read from"),
                ("version", "integer", "number of the version, from 1"),
                ("cluster", "text", "shared by articles that copy one another"),
                ("cluster_role", "text", "`original`, `copy` or `update`"),
                ("extractor_version", "text", "what its facts were extracted with"),
            ),
        ),
        Column("article_id", "text", "id in this store", "article.id"),
        Column(
            "facts",
            "integer",
            "facts it tells",
            "(SELECT count(*) FROM fact WHERE fact.article_id = article.id)",
        ),
        Column(
            "figures",
            "integer",
            "figures it reports",
            "(SELECT count(DISTINCT tied.figure_id) FROM figure_fact tied"
            " WHERE tied.article_id = article.id)",
        ),
    ),
    "FROM article\nWHERE article.current",
)
VIEWS = (FACTS, FIGURES, CONFLICTS, TIMELINE, SOURCES)
