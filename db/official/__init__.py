"""Official tables: the ranks and scores an index's publisher gave, kept beside what is reported."""

from .keeping import LoadedTable, load_table, remove_table, sync_published, tables
from .reading import OfficialError, OfficialFigure, read_table

__all__ = [
    "LoadedTable",
    "OfficialError",
    "OfficialFigure",
    "load_table",
    "read_table",
    "remove_table",
    "sync_published",
    "tables",
]
