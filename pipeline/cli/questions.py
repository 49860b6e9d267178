"""The filters that commands about facts and figures share, as options, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from ...extractors.types import KINDS

if TYPE_CHECKING:
    from ...db.asking import Asked, Question, Understood
    from ...db.store import Store

Kind = StrEnum("Kind", KINDS)  # type: ignore[misc]
SCREENFUL = 100
CODES = {"index": "PCI", "province": "Thái Bình"}


class Status(StrEnum):
    """How a figure's values stand to each other."""

    single = "single"
    agreed = "agreed"
    several = "several"
    in_conflict = "in_conflict"
    settled = "settled"


def _option(name: str, told: str, **settings: Any) -> Any:
    return typer.Option(name, help=told, show_default=False, **settings)


# Each filter by its word of a question: its type and its option.
OPTIONS: dict[str, Any] = {
    "index": Annotated[
        str | None,
        _option("--index", metavar="NAME", told='By code or name: "cải cách hành chính".'),
    ],
    "component": Annotated[
        str | None,
        _option("--component", "Component of the index.", metavar="NAME"),
    ],
    "province": Annotated[
        str | None,
        _option("--province", 'With or without marks: "thai binh".', metavar="NAME"),
    ],
    "include_predecessors": Annotated[
        bool,
        _option("--include-predecessors", "And the provinces that it has joined, before."),
    ],
    "year": Annotated[
        int | None,
        _option("--year", "Year that the period ends in.", min=1900, max=2100),
    ],
    "since": Annotated[
        str | None,
        _option("--since", metavar="PERIOD", told="Periods that end in it or later: 2019."),
    ],
    "until": Annotated[
        str | None,
        _option("--until", "Periods that end in it or earlier.", metavar="PERIOD"),
    ],
    "kind": Annotated[Kind | None, _option("--kind", "Kind of figure.")],
    "measure": Annotated[
        str | None,
        _option("--measure", "rank, value, share, growth, rank_change …", metavar="NAME"),
    ],
    "publisher": Annotated[
        str | None,
        _option("--publisher", '"Báo Đồng Lúa", "baotinh.vn".', metavar="NAME"),
    ],
    "status": Annotated[Status | None, _option("--status", "Of the figure.")],
    "minimum_witnesses": Annotated[
        int | None,
        _option("--witnesses", "Figures of N articles at least.", min=1, metavar="N"),
    ],
    "search": Annotated[
        str | None,
        _option("--search", "All these words, with or without marks.", metavar="WORDS"),
    ],
}


def asks(*without: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command all filters as options, but those it goes `without`, as its `question`."""
    filters = {name: option for name, option in OPTIONS.items() if name not in without}

    def with_filters(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def asked(**given: Any) -> None:
            question = {name: _plain(given.pop(name)) for name in filters}
            command(question=question, **given)

        asked.__signature__ = _signature(command, filters)  # type: ignore[attr-defined]
        asked.__annotations__ = {}
        return asked

    return with_filters


def _signature(command: Callable[..., None], filters: dict[str, Any]) -> Signature:
    """Return what a command is called with: its own parameters, then the filters."""
    told = get_type_hints(command, localns={"Question": dict}, include_extras=True)
    own = [
        one.replace(kind=Parameter.KEYWORD_ONLY, annotation=told[name])
        for name, one in signature(command).parameters.items()
        if name != "question"
    ]
    added = [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=False if name == "include_predecessors" else None,
            annotation=option,
        )
        for name, option in filters.items()
    ]
    return Signature([*added, *own])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


@contextmanager
def formed(db: str) -> Iterator[Store]:
    """Open a store whose figures are up to date; one that may only be read stays as it is."""
    from ...db import figures as concluded
    from ...db.official import sync_published
    from ...db.store import StoreError, open_store
    from .exits import complain

    with open_store(db, create=False) as store:
        try:
            sync_published(store)
            if concluded.waiting(store):
                concluded.form(store)
        except StoreError as error:
            complain(f"figures are not up to date: {error}")
        yield store


def understood(store: Store, question: Question) -> Understood:
    """Return what is asked, and say what to know of it; raise BadParameter for a wrong name."""
    from ...db.asking import QuestionError, understand
    from .exits import complain

    try:
        found = understand(store, question)
    except QuestionError as error:
        raise typer.BadParameter(str(error), param_hint=option_of(error.asked)) from None
    for note in found.notes:
        complain(note)
    return found


def option_of(word: str) -> str:
    """Return the option of a question's word."""
    return {"minimum_witnesses": "--witnesses"}.get(word, f"--{word.replace('_', '-')}")


def tell_empty(
    what: str, question: Question, meant: Understood, exists: Callable[[Asked], bool]
) -> None:
    """Say which filters left nothing."""
    from ...db.emptiness import emptied_by
    from .exits import complain

    words = emptied_by(meant, exists)
    told = " and ".join(f"{option_of(word)} {question.get(word)}" for word in words)
    if not words:
        complain(f"no {what}: the store holds none")
    else:
        complain(f"no {what}: {told} {'together leave' if len(words) > 1 else 'leaves'} none")


def tell_cut(cut: int) -> None:
    """Say that there is more than was printed."""
    from .exits import complain

    complain(f"the first {cut}; print more with --limit N, or all with --format csv")
