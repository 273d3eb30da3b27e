"""What a person typed on the command line, taken apart."""

from seqpt_lib.errors import UsageError


def pairs(settings: list[str]) -> dict[str, str]:
    """Take ``name=value`` texts apart.

    Args:
        settings: As typed; empty ones, which a Makefile may pass on, are left out.

    Returns:
        Values by name.

    Raises:
        UsageError: If one has no ``=`` or no name, or a name comes twice.
    """
    values: dict[str, str] = {}
    for setting in filter(str.strip, settings):
        name, equals, value = setting.strip().partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"{setting!r} is no parameter", "Write name=value.")
        if name in values:
            raise UsageError(f"parameter {name} is given twice", "Give it once.")
        values[name] = value
    return values
