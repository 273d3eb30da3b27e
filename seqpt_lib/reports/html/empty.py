"""Parts in which there is nothing to show: each says why."""

from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.markup import Part, element, section


def empty(key: str, found: Findings) -> Part:
    """Say in place of a part why there is nothing in it.

    Args:
        key: The part.
        found: What the run found.

    Returns:
        The part: its heading and a sentence. Where people are below their target, or may be, it
        says that nothing may be shown.
    """
    words = found.words
    text = element("p", why_empty(key, found))
    return section(key, words.language, words(f"{key}_title"), text)


def why_empty(key: str, found: Findings) -> str:
    """Say why there is nothing in a part.

    Args:
        key: The part.
        found: What the run found.

    Returns:
        A sentence.
    """
    return found.words(f"{key}_none" if found.state == "open" else f"empty_{found.state}")
