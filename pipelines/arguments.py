"""Reading what was typed, and writing what to type."""

import shlex
from pathlib import Path

from seqpt_lib.errors import UsageError


def pairs(given: list[str]) -> dict[str, str]:
    """Take ``name=value`` texts apart.

    Args:
        given: As typed; empty ones, which a Makefile may pass on, are left out.

    Returns:
        Values by name.

    Raises:
        UsageError: If one has no ``=`` or no name, or a name comes twice.
    """
    values: dict[str, str] = {}
    for setting in filter(str.strip, given):
        name, equals, value = setting.strip().partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"{setting!r} is no parameter", "Write name=value.")
        if name in values:
            raise UsageError(f"parameter {name} is given twice", "Give it once.")
        values[name] = value
    return values


def number_of(text: str) -> float:
    """Read a number.

    Args:
        text: As typed.

    Returns:
        The number.

    Raises:
        UsageError: If it is none.
    """
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no number", "Write it with digits.") from error


def refuse_others(given: dict[str, str]) -> None:
    """Refuse parameters that a command does not know.

    Args:
        given: What is left of those that were typed.

    Raises:
        UsageError: If there is one.
    """
    if given:
        raise UsageError(
            f"compare does not know the parameter {next(iter(given))}",
            "It takes target_rule and hours_per_week.",
        )


def again_command(org: str, given: list[str], pipeline: Path | None, command: str) -> str:
    """Write the command that does the same again, as a person would type it.

    Args:
        org: The organization as typed.
        given: What was typed behind ``--set``.
        pipeline: The pipeline file, if it is not the one that `make` runs.
        command: ``run`` or ``dry-run``.

    Returns:
        For example ``make run ORG=demo SET="language=de"``.
    """
    typed = [setting for setting in given if setting.strip()]
    if pipeline:
        options = [word for setting in typed for word in ("--set", setting)]
        return shlex.join(["seqpt", command, "--pipeline", str(pipeline), *options, org])
    together = " ".join(typed)
    # Double quotes are what a person would type; where a shell reads inside them, single ones.
    quoted = f'"{together}"' if not set(together) & set('"$`\\!') else shlex.quote(together)
    return f"make {command} ORG={shlex.quote(org)}" + (f" SET={quoted}" if typed else "")
