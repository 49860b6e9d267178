"""Series drawn with matplotlib: ranks with the first on top, other measures each by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ...db.figures import Figure

MISSING = "charts need matplotlib: pip install 'solieu[charts]'"
DRAWN = ("rank", "value", "growth")
PANEL = (7.0, 2.8)  # inches


def draw(found: Sequence[Figure], title: str, path: Path, *, option: str) -> None:
    """Draw figures over their periods into a file; raise BadParameter where that fails.

    A point is the recommended value, a bar spans the values that contradict each other.
    """
    try:
        from matplotlib.figure import Figure as Canvas
    except ModuleNotFoundError:
        raise typer.BadParameter(MISSING, param_hint=option) from None
    told = {figure.measure for figure in found if _points([figure])}
    panels = [name for name in DRAWN if name in told] or sorted(told)
    if not panels:
        raise typer.BadParameter("no numbers to draw", param_hint=option)
    canvas = Canvas(figsize=(PANEL[0], PANEL[1] * len(panels)), layout="constrained")
    canvas.suptitle(title)
    for axes, name in zip(canvas.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        _panel(axes, name, [figure for figure in found if figure.measure == name])
    try:
        canvas.savefig(path, dpi=150)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise typer.BadParameter(f"{path}: {reason}", param_hint=option) from None


def _panel(axes: Any, name: str, figures: Sequence[Figure]) -> None:
    from matplotlib.ticker import MaxNLocator

    by_subject: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        system = f" ({figure.subject.system})" if figure.subject.system == "34" else ""
        by_subject[figure.subject.name + system].append(figure)
    for subject, several in by_subject.items():
        points = _points(several)
        years = [year for year, *_ in points]
        values = [value for _, value, *_ in points]
        spans = [[value - low for _, value, low, _ in points], [top - v for _, v, _, top in points]]
        axes.errorbar(years, values, yerr=spans, marker="o", capsize=4, label=subject)
    axes.set_ylabel(name)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)
    if name == "rank":
        axes.invert_yaxis()
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    if len(by_subject) > 1:
        axes.legend()


def _points(figures: Sequence[Figure]) -> list[tuple[float, float, float, float]]:
    """Return year, recommended value, least and greatest value of each figure, in order."""
    points = []
    for figure in figures:
        numbers = [
            float(one.value)
            for one in figure.candidates
            if one.decides and not isinstance(one.value, str)
        ]
        if numbers:
            points.append((_year(figure.period), numbers[0], min(numbers), max(numbers)))
    return sorted(points)


def _year(period: str) -> float:
    """Return where a period ends on an axis of years: a whole year stands on its own number."""
    end = period.split("/")[-1].split("-")
    return int(end[0]) + (int(end[1]) / 12 - 1 if len(end) > 1 else 0)
