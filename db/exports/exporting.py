"""From what is asked to the files that hold it; a file appears when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from .. import views
from ..asking import Question, understand
from ..connection import StoreError
from ..store import Store
from ..viewed import viewed

SHEETS: Mapping[str, views.View] = {
    "facts": views.FACTS,
    "figures": views.FIGURES,
    "conflicts": views.CONFLICTS,
    "sources": views.SOURCES,
}


class ExportError(StoreError):
    """An export that cannot be made; the message is one line for the user."""


class Format(StrEnum):
    """The format of an export, which is also the ending of its file."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"


@dataclass(frozen=True, slots=True)
class About:
    """What every export carries: the question, the version that answered it, and when (UTC)."""

    question: str
    notes: tuple[str, ...]
    solieu: str
    made: str

    def record(self) -> dict[str, str]:
        """Return it as names and words."""
        told = {"query": self.question, "solieu": self.solieu, "made": self.made}
        return told | ({"notes": "; ".join(self.notes)} if self.notes else {})


Rows = Iterator[tuple[Any, ...]]
Tables = Sequence[tuple[str, views.View, Rows]]  # the name of each, its columns and its rows


class Writer(Protocol):
    """Writes tables into a file, and returns how many rows; most formats hold one table."""

    def __call__(self, path: Path, tables: Tables, about: About, *, bom: bool) -> int:
        """Write tables; return how many rows these were."""


def export(
    store: Store,
    names: Sequence[str],
    path: Path,
    question: Question,
    *,
    form: Format | None = None,
    bom: bool = False,
) -> dict[Path, int]:
    """Export tables of `SHEETS`; return the rows in each file that was made.

    Formulas are neutralised in CSV and XLSX. A workbook holds all tables, of other formats each
    gets a file: `all.csv` becomes `all-facts.csv` and so on. `bom` is for Excel, which else takes
    UTF-8 in CSV for another encoding. Raises QuestionError, and ExportError for what cannot be
    written.
    """
    form = form or _form_of(path)
    meant = understand(store, question)
    about = About(_words(names, question), meant.notes, version("solieu"), _now())
    files = {path: list(names)} if form is Format.xlsx or len(names) == 1 else _apart(path, names)
    made = {}
    for file, held in files.items():
        tables = [(name, SHEETS[name], viewed(store, SHEETS[name], meant.asked)) for name in held]
        write = partial(_writer(form), tables=tables, about=about, bom=bom)
        made[file] = _whole(file, write)
        if form in (Format.csv, Format.jsonl):
            _describe(file, SHEETS[held[0]], about, form)
    return made


def _form_of(path: Path) -> Format:
    try:
        return Format(path.suffix.lower().removeprefix("."))
    except ValueError:
        endings = ", ".join(f".{one}" for one in Format)
        raise ExportError(f"{path}: end its name in {endings}, or give a format") from None


def _apart(path: Path, names: Sequence[str]) -> dict[Path, list[str]]:
    return {path.with_name(f"{path.stem}-{name}{path.suffix}"): [name] for name in names}


def _words(names: Sequence[str], question: Question) -> str:
    told = [f"{name}={value}" for name, value in question.items() if value not in (None, False)]
    return " ".join((",".join(names), *told))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _writer(form: Format) -> Writer:
    from . import columns, delimited, lines, workbook

    writers: dict[Format, Writer] = {
        Format.csv: delimited.write,
        Format.jsonl: lines.write,
        Format.parquet: columns.write,
        Format.xlsx: workbook.write,
    }
    return writers[form]


def _whole(path: Path, write: Callable[[Path], int]) -> int:
    """Write a file beside its place and move it there when it is whole."""
    part = path.with_name(f".{path.name}.part")
    with ExitStack() as cleaning:
        cleaning.callback(part.unlink, missing_ok=True)
        try:
            count = write(part)
            part.replace(path)
        except OSError as error:
            raise ExportError(f"{path}: {error.strerror or error}") from None
    return count


def _describe(path: Path, view: views.View, about: About, form: Format) -> None:
    """Write what a file without a place for it carries into one beside it, as CSV on the Web."""
    types = {"text": "string", "number": "number", "integer": "integer"}
    schema = [
        {
            "name": column.name,
            "datatype": types.get(column.type, column.type),
            "dc:description": column.about,
        }
        for column in view.columns
    ]
    told: dict[str, Any] = {"url": path.name, "dc:description": view.about}
    told |= {f"solieu:{name}": words for name, words in about.record().items()}
    told["tableSchema"] = {"columns": schema}
    if form is Format.csv:
        told = {"@context": "http://www.w3.org/ns/csvw"} | told
    beside = path.with_name(f"{path.name}-metadata.json")
    text = json.dumps(told, ensure_ascii=False, indent=2)
    _whole(beside, lambda to: to.write_text(text + "\n", encoding="utf-8"))
