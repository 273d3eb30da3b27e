"""How a command ends: one line on stderr and an exit code, never a traceback."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from pipelines.discretion import hide
from seqpt_lib.errors import SeqptError
from seqpt_lib.settings import settings

UNEXPECTED_CODE = 20
INTERRUPTED_CODE = 130


@contextmanager
def reporting() -> Iterator[None]:
    """Turn an error of the block into one line on stderr and an exit code, never a traceback.

    Raises:
        typer.Exit: With the code, in place of any error.
    """
    try:
        yield
    except SeqptError as error:
        _tell(str(error))
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        _tell("interrupted by Ctrl-C")
        raise typer.Exit(INTERRUPTED_CODE) from error
    except Exception as error:
        first_line = str(error).strip().split("\n")[0]
        _tell(f"{type(error).__name__}: {first_line}. {_keep_traceback()}")
        raise typer.Exit(UNEXPECTED_CODE) from error


def _tell(line: str) -> None:
    typer.echo(f"seqpt: {hide(line)}", err=True)


def _keep_traceback() -> str:
    file = settings().runs / "seqpt-error.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()} {hide(traceback.format_exc())}\n")
    except OSError as error:
        return f"Its traceback could not be kept in {file}: {error.strerror}."
    return f"The traceback is in {file}."
