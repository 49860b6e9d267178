"""Exports: facts, figures, conflicts and sources as files for other programs."""

from .exporting import SHEETS, ExportError, Format, export

__all__ = ["SHEETS", "ExportError", "Format", "export"]
