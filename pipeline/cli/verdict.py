"""`solieu verdict`: what people conclude of facts and figures, given, ended and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .options import DbOption

if TYPE_CHECKING:
    from ...db.store import Store
    from ...db.verdicts.reading import Verdict

app = typer.Typer(rich_markup_mode="rich", invoke_without_command=True)
ReasonOption = Annotated[str, typer.Option("--reason", "-r", help="Why; kept with the verdict.")]
AuthorOption = Annotated[
    str | None,
    typer.Option(
        "--author", envvar="SOLIEU_AUTHOR", help="Who says so. Default: your login.",
        show_default=False,
    ),
]  # fmt: skip
Indicator = Annotated[str, typer.Argument(help="As facts write it.", show_default=False)]


@app.callback()
def verdict(context: typer.Context) -> None:
    """Record what you conclude of facts and figures; facts themselves stay as they are.

    \b
    solieu verdict wrong 3f9c02 --reason "the rank of 2021"
    solieu verdict right b134e9 13 --reason "the ministry's decision 234"
    solieu verdict list
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command("wrong")
def wrong(
    fact: Annotated[str, typer.Argument(help="The id of a fact, or its first characters.")],
    reason: ReasonOption,
    attribute: Annotated[
        list[str] | None,
        typer.Option("--attribute", help="What is wrong of it: period, index_code …; repeatable."),
    ] = None,
    author: AuthorOption = None,
    db: DbOption = "solieu.db",
) -> None:
    """Judge a fact wrong: it is no candidate of its figure, and in no query.

    It holds as long as the attributes judged are what they are, also when the article is read anew.

    \b
    solieu verdict wrong 3f9c02 --reason "the rank of 2021" --attribute period
    """
    from ...db.verdicts.giving import judge_wrong

    with _store(db) as store:
        author = author or _login()
        _tell(store, judge_wrong(store, fact, reason=reason, author=author, attributes=attribute))


@app.command("right")
def right(
    figure: Annotated[str, typer.Argument(help="The id of a figure, or its first characters.")],
    value: Annotated[str, typer.Argument(help='As printed: 13, "84,97", khá.')],
    reason: ReasonOption,
    author: AuthorOption = None,
    db: DbOption = "solieu.db",
) -> None:
    """Judge a printed value right, which settles the figure.

    \b
    solieu verdict right b134e9 13 --reason "the ministry's decision 234"
    """
    from ...db.verdicts.giving import judge_right

    with _store(db) as store:
        _tell(store, judge_right(store, figure, value, reason=reason, author=author or _login()))


@app.command("same")
def same(
    one: Indicator,
    other: Indicator,
    reason: ReasonOption,
    author: AuthorOption = None,
    db: DbOption = "solieu.db",
) -> None:
    """Judge two indicators the same: their figures become one.

    \b
    solieu verdict same "tỷ lệ hộ nghèo" "tỉ lệ hộ nghèo" --reason spelling
    """
    from ...db.verdicts.giving import judge_same

    with _store(db) as store:
        _tell(store, judge_same(store, one, other, reason=reason, author=author or _login()))


@app.command("different")
def different(
    one: Indicator,
    other: Indicator,
    reason: ReasonOption,
    author: AuthorOption = None,
    db: DbOption = "solieu.db",
) -> None:
    """Judge two indicators different, so that the question is not asked again.

    \b
    solieu verdict different "hộ nghèo" "hộ cận nghèo" --reason "near-poor households"
    """
    from ...db.verdicts.giving import judge_different

    with _store(db) as store:
        _tell(store, judge_different(store, one, other, reason=reason, author=author or _login()))


@app.command("near")
def near(
    db: DbOption = "solieu.db",
    most: Annotated[int, typer.Option("--limit", min=1, help="Pairs to print.")] = 30,
) -> None:
    """Print indicators that may be the same, for you to judge: near in words, of a place and time.

    None are merged by themselves. What you judge `same` or `different` is not asked again.

    \b
    solieu verdict near
    solieu verdict same "số hộ nghèo" "tổng số hộ nghèo" --reason "one count"
    """
    from ...db.verdicts.nearness import near_indicators
    from .questions import formed
    from .render import console, simple_table

    with formed(db) as store:
        found = near_indicators(store)
    columns = (
        ("indicator", {"ratio": 3}),
        ("and", {"ratio": 3}),
        ("agree", {"justify": "right"}),
        ("differ", {"justify": "right"}),
        ("as of", {"ratio": 2, "style": "dim"}),
    )
    rows = [
        (pair.one, pair.other, str(pair.agree), str(pair.differ), pair.example)
        for pair in found[:most]
    ]
    console().print(
        simple_table(columns, rows) if rows else "no indicators that wait for a verdict"
    )
    if len(found) > most:
        console().print(f"and {len(found) - most:,} more; --limit shows them", style="dim")


@app.command("end")
def end(
    number: Annotated[int, typer.Argument(help="The number of a verdict.")],
    reason: ReasonOption,
    author: AuthorOption = None,
    db: DbOption = "solieu.db",
) -> None:
    """End a verdict: it stays on record and holds no longer.

    \b
    solieu verdict end 3 --reason "read again: it is right"
    """
    from ...db.figures import form
    from ...db.verdicts.giving import end_verdict

    with _store(db) as store:
        end_verdict(store, number, reason=reason, author=author or _login())
        form(store)
    print(f"verdict {number} ended")


@app.command("list")
def verdicts(
    db: DbOption = "solieu.db",
    ended: Annotated[bool, typer.Option("--all", help="Ended ones as well.")] = False,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Only those whose fact or value is gone.")
    ] = False,
) -> None:
    """Print verdicts: what was judged, by whom and why.

    \b
    solieu verdict list
    solieu verdict list --orphans
    """
    from ...db.verdicts.reading import verdicts as read
    from .questions import formed
    from .render import console, simple_table

    with formed(db) as store:
        found = [one for one in read(store, ended=ended) if one.orphan or not orphans]
    columns = (
        ("no.", {"no_wrap": True}),
        ("verdict", {"ratio": 3}),
        ("reason", {"ratio": 2}),
        ("by", {"ratio": 1, "style": "dim"}),
    )
    rows = [(str(one.id), _said(one), _why(one), f"{one.author} {one.made:%d/%m/%Y}")
            for one in found]  # fmt: skip
    console().print(simple_table(columns, rows) if rows else "no verdicts")


def _said(verdict: Verdict) -> str:
    from .figured import SHORT_ID
    from .render import number

    judged = verdict.judged
    told = [judged.get(name) for name in ("index_code", "indicator", "subject_name", "period")]
    about = ", ".join(word for word in told if word)
    if verdict.indicators:
        words = f"“{verdict.indicators[0]}” and “{verdict.indicators[1]}” are {verdict.kind}"
    elif verdict.value is not None and verdict.figure_id:
        words = f"{number(verdict.value.value)} is right: {about} ({verdict.figure_id[:SHORT_ID]})"
    else:
        where = f" in {verdict.article_key}" if verdict.article_key else ""
        words = f"“{verdict.quote}” is wrong: {about}{where}"
    return words + (" [orphan]" if verdict.orphan else "")


def _why(verdict: Verdict) -> str:
    if verdict.ended is None:
        return verdict.reason
    ended = f"ended {verdict.ended:%d/%m/%Y} by {verdict.ended_by}: {verdict.ended_reason}"
    return f"{verdict.reason} ({ended})"


def _store(db: str) -> Store:
    from ...db.store import open_store

    return open_store(db, create=False)


def _login() -> str:
    from getpass import getuser

    return getuser()


def _tell(store: Store, number: int) -> None:
    from ...db.figures import form

    form(store)
    print(f"verdict {number}")
