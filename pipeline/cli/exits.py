"""How a command ends: its exit status, and the one line that tells what went wrong."""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

REJECTED, USAGE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141

# Typer brings its own copy of click or needs it beside it, by version: its name for this class
# is the only one that is always right.
UsageError: type[Any] = typer.BadParameter.__mro__[1]


def complain(line: str) -> None:
    """Print a line to standard error."""
    print(line, file=sys.stderr)


class Commands(TyperGroup):
    """The group of all commands; it ends them with one line and never with a traceback of ours."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; a wrong option or argument gives one line and status 2."""
        extra["standalone_mode"] = False
        try:
            status = super().main(*args, **extra)
        except UsageError as error:
            command = error.ctx.command_path if error.ctx else "solieu"
            line = " ".join(error.format_message().replace("Value error, ", "").split())
            complain(f"{command}: {line} (see {command} --help)")
            status = USAGE
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the command of a context; what the user can mend gives one line and status 2."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            complain("solieu: stopped")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # What is left in the buffer goes nowhere, or Python complains of it at its own end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from None
        except Exception as error:
            if not _is_for_the_user(error):
                raise
            complain(f"solieu: {error}")
            raise typer.Exit(USAGE) from None


def _is_for_the_user(error: Exception) -> bool:
    from ...corpus.readers import InputError
    from ...db.connection import StoreError
    from ...evaluation.gold import GoldError
    from ...evaluation.names import NameGoldError
    from ...patterns.errors import PatternError
    from ..engines import EngineError

    mine = GoldError | NameGoldError | InputError | StoreError | PatternError | EngineError
    return isinstance(error, mine)
