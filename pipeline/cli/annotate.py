"""`solieu annotate`: articles out to Label Studio with what Solieu reads, and gold back in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import (
    Entities,
    EntitiesOption,
    Paths,
    PatternsOption,
    PublishedOption,
    PublisherOption,
)
from .questions import Kind

app = typer.Typer(rich_markup_mode="rich", invoke_without_command=True)

TasksOption = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Where the tasks go, as JSON.")
]
ScreenOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Where the screen goes. Default: printed."),
]
ExportArgument = Annotated[
    Path, typer.Argument(metavar="EXPORT.json", help="A project of Label Studio exported as JSON.")
]
GoldOption = Annotated[
    Path, typer.Option("--out", metavar="GOLD_DIR", help="The folder to write the gold into.")
]
KindsOption = Annotated[
    list[Kind] | None,
    typer.Option(
        "--kind", metavar="KIND", help="A kind that was annotated; may be repeated. Default: all."
    ),
]


@app.callback()
def annotate(context: typer.Context) -> None:
    """Annotate articles with Label Studio: facts go out marked, and come back as gold.

    \b
    solieu annotate export archive/ --out tasks.json --config screen.xml
    solieu annotate import export.json --out gold/
    solieu evaluate gold/

    In Label Studio make a project, paste screen.xml under Settings, Labeling
    Interface, Code, and import tasks.json. When done, export it as JSON.
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command("export")
def export(
    paths: Paths,
    out: TasksOption,
    config: ScreenOption = None,
    entities: EntitiesOption = Entities.needed,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    patterns: PatternsOption = None,
) -> None:
    """Write articles as tasks for Label Studio, with what Solieu reads in them already marked.

    \b
    solieu annotate export archive/ --out tasks.json --config screen.xml
    """
    import json

    from ...corpus.readers import check_paths, read
    from ...evaluation.labelling import labelling_config
    from ...evaluation.labelstudio import task
    from ..load import extractor_version, load
    from ..reading import read_all
    from ..records import fact_record
    from .files import write
    from .rejections import Rejections

    check_paths(paths)
    nlp = load(entities=entities.value, patterns=patterns)
    rejections, version = Rejections(), f"solieu {extractor_version()}"
    items = read(paths, publisher=publisher, published=published)
    tasks = [
        task(reading.article, [fact_record(fact) for fact in reading.facts], version)
        for reading in rejections.taken_from(read_all(nlp, items))
    ]
    write(out, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", option="--out")
    if config is None:
        print(labelling_config(), end="")
    else:
        write(config, labelling_config(), option="--config")
    rejections.end()


@app.command("import")
def import_(exported: ExportArgument, out: GoldOption, kinds: KindsOption = None) -> None:
    """Write the annotations of a Label Studio project as a folder of gold.

    \b
    solieu annotate import export.json --out gold/
    solieu annotate import export.json --out gold/ --kind rank --kind score

    Status 1: some tasks give no gold; they are named on standard error.
    """
    from ...evaluation.labelstudio import AnnotationError, annotated, write_gold
    from ...evaluation.telling import counted
    from .exits import REJECTED, complain

    tasks = _tasks(exported)
    _make_folder(out)
    written, waiting, wrong = [], 0, 0
    for record in tasks:
        try:
            if found := annotated(record, [kind.value for kind in kinds or ()]):
                write_gold(out, found)
                written.append(len(found.record["facts"]))
            else:
                waiting += 1
        except AnnotationError as error:
            wrong += 1
            complain(str(error))
    print(f"{counted(len(written), 'article')} with {counted(sum(written), 'fact')} in {out}")
    if waiting:
        print(f"{counted(waiting, 'task')} that nobody has annotated")
    if wrong:
        complain(f"{counted(wrong, 'task')} left out")
        raise typer.Exit(REJECTED)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{folder}: {error.strerror}", param_hint="--out") from None


def _tasks(exported: Path) -> list[dict[str, object]]:
    import json

    try:
        tasks = json.loads(exported.read_text(encoding="utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{exported}: {error.strerror}") from None
    except ValueError as error:
        raise typer.BadParameter(f"{exported}: no JSON: {error}") from None
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise typer.BadParameter(f"{exported}: no list of tasks; export the project as JSON")
    return tasks
