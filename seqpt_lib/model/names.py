"""Comparing names. Everything is keyed on ids; names only confirm them."""

from collections.abc import Mapping


def fold_name(name: str) -> str:
    """Fold what people spell differently: case, white space, Modelling for Modeling.

    The SQL function ``seqpt.fold_name`` does the same in the database.

    Args:
        name: A name as found.

    Returns:
        The folded name, to compare with another folded name and for nothing else.

    Source: docs/explanation/levels.md, "Names".
    """
    return " ".join(name.lower().split()).replace("modelling", "modeling")


def fold_archetype(name: str) -> str:
    """Fold the name of an archetype: as ``fold_name``, and without commas and hyphens.

    Args:
        name: A name or alias as typed by a person.

    Returns:
        The folded name.
    """
    return fold_name(name.replace(",", " ").replace("-", " "))


def resolve_archetype(name: str, aliases: Mapping[str, int]) -> int | None:
    """Find the archetype that a typed name means.

    Args:
        name: A name or alias as typed by a person.
        aliases: Archetype id by folded name or alias.

    Returns:
        The archetype's id, or ``None`` if no archetype is called so.
    """
    return aliases.get(fold_archetype(name))
