"""The command line: every command of `solieu`, and where it begins."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from . import (
    annotate,
    catalogue,
    check,
    copies,
    coverage,
    demo,
    evaluate,
    evaluate_names,
    explain,
    export,
    extract,
    facts,
    figures,
    ingest,
    official,
    series,
    stats,
    verdict,
)
from .exits import Commands

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("extract")(extract.extract)
app.command("explain")(explain.explain)
app.command("ingest")(ingest.ingest)
app.command("facts")(facts.facts)
app.command("figures")(figures.figures)
app.command("conflicts")(figures.conflicts)
app.command("witnesses")(figures.witnesses)
app.command("check")(check.check)
app.add_typer(verdict.app, name="verdict")
app.add_typer(official.app, name="official")
app.command("timeline")(series.timeline)
app.command("compare")(series.compare)
app.command("stats")(stats.stats)
app.command("export")(export.export)
app.command("copies")(copies.copies)
app.command("evaluate")(evaluate.evaluate)
app.command("evaluate-names")(evaluate_names.evaluate_names)
app.command("coverage")(coverage.coverage)
app.add_typer(annotate.app, name="annotate")
app.command("indices")(catalogue.indices)
app.command("places")(catalogue.places)


def _version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import version
    from pathlib import Path

    print(f"solieu {version('solieu')} from {Path(__file__).parents[1]}")
    print(f"spaCy {version('spacy')}, underthesea {version('underthesea')}")
    raise typer.Exit


@app.callback(invoke_without_command=True)
def solieu(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Versions and where."),
    ] = False,
) -> None:
    """Read Vietnamese press and keep the figures it reports.

    Ranks, scores, percentages, changes, tiers: whose, of what, when, in whose words.

    \b
    solieu demo                          see it at work on a small archive
    solieu explain article.txt           how each number of an article was read
    solieu extract *.txt > facts.jsonl   facts as JSON Lines
    solieu ingest archive/               facts into solieu.db
    solieu facts --province "Thái Bình" --index SIPAS
    solieu timeline --province "Thái Bình" --index SIPAS
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the locale says, the output is UTF-8
            stream.reconfigure(encoding="utf-8")
    app()
