"""Rows of the views as pandas frames, with their types and what they answer."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .asking import Question, understand
from .connection import StoreError
from .viewed import viewed
from .views import Type, View

if TYPE_CHECKING:
    import pandas as pd

    from .store import Store

MISSING = "frames need pandas: pip install 'solieu[pandas]'"
# Types that can be missing: a number of a tier, a day of an undated article.
DTYPES: dict[Type, str] = {
    "text": "string",
    "number": "Float64",
    "integer": "Int64",
    "date": "datetime64[s]",
    "boolean": "boolean",
}


def frame(store: Store, view: View, question: Question) -> pd.DataFrame:
    """Return what is asked for as a frame with the columns of a view.

    `frame.attrs` hold the `query`, the version of `solieu`, when it was `made` (UTC), and under
    `columns` what each column says. Raises QuestionError, and StoreError where pandas is missing.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise StoreError(MISSING) from None
    meant = understand(store, question)
    names = [column.name for column in view.columns]
    found = pd.DataFrame.from_records(list(viewed(store, view, meant.asked)), columns=names)
    types: dict[str, Any] = {column.name: DTYPES[column.type] for column in view.columns}
    typed = found.astype(types)
    typed.attrs = {
        "query": {name: value for name, value in question.items() if value is not None},
        "notes": list(meant.notes),
        "solieu": version("solieu"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "columns": {column.name: column.about for column in view.columns},
    }
    return typed
