"""Which facts stand: all but those that someone judged wrong, for as long as that holds."""

from typing import Any

from sqlalchemy import ColumnElement, select

from ..models import Fact
from .schema import Verdict


def judged_wrong() -> Any:
    """Return the selection of the ids of all facts that are judged wrong."""
    wrong = (Verdict.kind == "wrong", Verdict.ended.is_(None), Verdict.fact_id.is_not(None))
    return select(Verdict.fact_id).where(*wrong)


def stands(fact: type[Fact] = Fact) -> ColumnElement[bool]:
    """Return the condition that nobody judged a fact wrong."""
    return fact.id.not_in(judged_wrong())
