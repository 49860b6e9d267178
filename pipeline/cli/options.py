"""The options that several commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ...corpus.readers import Options


class Format(StrEnum):
    """How facts are printed."""

    table = "table"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"


class Entities(StrEnum):
    """How much underthesea's NER may do."""

    needed = "needed"
    full = "full"
    off = "off"


def day(printed: str) -> date:
    """Return the day an option names; raise BadParameter for anything else."""
    from ...corpus.dates import published_date

    found = published_date(printed)
    if found is None:
        raise typer.BadParameter(f"{printed!r} is no date; write 2023-04-19 or 19/04/2023")
    return found


Paths = Annotated[
    list[str],
    typer.Argument(
        help="Texts, pages, JSON, CSV, Parquet, WARC, packed or not; folders; - for stdin.",
        metavar="PATH...",
        show_default=False,
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=NAME",
        help="What records call a field (text, title, url, id, publisher, published); repeatable.",
        show_default=False,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="utf-8, utf-16, cp1258, tcvn3, vni or cp1252. Default: found out.",
        show_default=False,
    ),
]


def reading_options(names: list[str] | None, encoding: str | None) -> Options:
    """Return how archives are to be read; raise BadParameter for what there is not."""
    from ...corpus.readers import InputError, Options, check_options

    fields: dict[str, str] = {}
    for name in names or ():
        field, equals, own = name.partition("=")
        if not (field and equals and own):
            raise typer.BadParameter(f"{name!r} is not like text=content", param_hint="--map")
        fields[field] = own
    for options, hint in ((Options(fields), "--map"), (Options({}, encoding), "--encoding")):
        try:
            check_options(options)
        except InputError as error:
            raise typer.BadParameter(str(error), param_hint=hint) from None
    return Options(fields, encoding)


OutputFormat = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="Default: table on a terminal, else jsonl.", show_default=False
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How it is printed.")]
EntitiesOption = Annotated[
    Entities,
    typer.Option("--entities", help="Ask underthesea's NER where needed, on everything, never."),
]
PublisherOption = Annotated[
    str | None,
    typer.Option(
        "--publisher",
        metavar="NAME",
        help="Domain or name of the paper, where an article brings none.",
    ),
]
PublishedOption = Annotated[
    date | None,
    typer.Option(
        "--published",
        metavar="DATE",
        parser=day,
        help="Day of publication, where an article brings none.",
    ),
]
PatternsOption = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="FOLDER", help="Rules of your own, tried first."),
]
DbOption = Annotated[
    str,
    typer.Option(
        "--db",
        metavar="URL",
        envvar="SOLIEU_DB",
        help="SQLite file, or the URL of a database.",
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, metavar="N", help="Print N at most.", show_default=False),
]
