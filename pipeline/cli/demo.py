"""`solieu demo`: the whole line at work on the archive that comes with Solieu."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer


def demo(
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="URL", help="Keep the database here.", show_default=False),
    ] = None,
) -> None:
    """Ingest a small archive written for Solieu and show what can be asked.

    \b
    solieu demo
    solieu demo --db demo.db
    """
    if db is not None:
        show(db)
        return
    with TemporaryDirectory() as folder:
        show(str(Path(folder) / "demo.db"))


def show(db: str) -> None:
    """Ingest the sample into a store and print some of what it then holds."""
    from importlib.resources import as_file, files

    from ...db import figures as concluded
    from ...db import queries
    from ...db.store import open_store
    from ..ingest import ingest
    from .facts import print_facts
    from .figured import print_figure, print_figures
    from .ingested import print_summary
    from .options import Format

    with as_file(files("solieu.corpus") / "sample") as sample:
        _say("solieu ingest sample/")
        print_summary(ingest(sample, db), "sample archive")
        with open_store(db) as store:
            _say("solieu facts --index sipas --province 'thai binh'")
            print_facts(queries.facts(store, index="SIPAS", province=[("63", "34")]), Format.table)
            _say("solieu figures --witnesses 2")
            print_figures(concluded.figures(store, minimum_witnesses=2, limit=8))
            _say("solieu conflicts --index sipas")
            for figure in concluded.conflicts(store, index="SIPAS"):
                print_figure(store, figure)
        article = sample / "nam-dinh-grdp-6-thang-2023.txt"
    print(f"Next: solieu explain {article}")
    print("      solieu ingest my-articles/ && solieu facts --search 'hồ sơ'")


def _say(line: str) -> None:
    from .render import console

    console().print(f"\n$ {line}", style="bold")
