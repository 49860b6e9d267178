"""The public face of the line: load the pipeline, extract facts from a text, ingest an archive.

Everything here is imported at its first use: spaCy, underthesea and SQLAlchemy take a second.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..corpus.article import Article, Rejection
    from ..corpus.readers import InputError, read
    from ..db.store import Store, StoreError, open_store
    from ..extractors.types import Amount, Evidence, Fact, Mention, Period, Subject
    from ..patterns.errors import PatternError
    from .engines import EngineError
    from .ingest import ingest
    from .load import extract, load
    from .records import fact_record
    from .stopping import Interrupted
    from .summary import IngestSummary

__all__ = [
    "Amount",
    "Article",
    "EngineError",
    "Evidence",
    "Fact",
    "IngestSummary",
    "InputError",
    "Interrupted",
    "Mention",
    "PatternError",
    "Period",
    "Rejection",
    "Store",
    "StoreError",
    "Subject",
    "extract",
    "fact_record",
    "ingest",
    "load",
    "open_store",
    "read",
]

_HOMES = {
    "..corpus.article": ("Article", "Rejection"),
    "..corpus.readers": ("InputError", "read"),
    "..db.store": ("Store", "StoreError", "open_store"),
    "..extractors.types": ("Amount", "Evidence", "Fact", "Mention", "Period", "Subject"),
    "..patterns.errors": ("PatternError",),
    ".engines": ("EngineError",),
    ".ingest": ("ingest",),
    ".load": ("extract", "load"),
    ".records": ("fact_record",),
    ".stopping": ("Interrupted",),
    ".summary": ("IngestSummary",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    """A package whose functions `load` and `ingest` are not hidden by the modules of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
