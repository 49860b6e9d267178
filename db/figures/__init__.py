"""Figures: the one number behind many reports, formed from facts, weighed and read back."""

from .forming import form, waiting
from .reading import Candidate, Figure, conflicts, exists, figures, find_figure, witnesses
from .witnesses import Witness

__all__ = [
    "Candidate",
    "Figure",
    "Witness",
    "conflicts",
    "exists",
    "figures",
    "find_figure",
    "form",
    "waiting",
    "witnesses",
]
