"""Files that commands write."""

from pathlib import Path

import typer

from .exits import complain


def write(path: Path, text: str, *, option: str) -> None:
    """Write a file and say so; raise BadParameter for an option whose file cannot be written."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise typer.BadParameter(f"{path}: {reason}", param_hint=option) from None
    complain(f"wrote {path}")
