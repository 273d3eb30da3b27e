"""HTML made of plain functions: every text is escaped, every attribute is quoted."""

import html
from dataclasses import dataclass
from pathlib import Path

STYLE = Path(__file__).with_name("page.css")


class Html(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


Child = str | None
"""A text, which is escaped, or markup, which is not; None is left out."""


@dataclass(frozen=True)
class Part:
    """A part of the report: a notebook shows it, and the exported page takes it over."""

    html: Html
    title: str = ""
    """Title of the whole page, where this part gives it."""

    language: str = ""
    """Language of the whole page, where this part gives it."""

    def _repr_html_(self) -> tuple[str, dict[str, str]]:
        told = {"title": self.title, "language": self.language}
        return str(self.html), {name: text for name, text in told.items() if text}


def escaped(text: str) -> Html:
    """Make a text safe to stand in HTML.

    Args:
        text: Any text, or markup of ours, which stays as it is.

    Returns:
        Markup that shows the text.
    """
    return text if isinstance(text, Html) else Html(html.escape(text, quote=True))


def joined(*children: Child) -> Html:
    """Put texts and markup one after the other.

    Args:
        children: Texts, which are escaped, and markup.

    Returns:
        Markup.
    """
    return Html("".join(escaped(child) for child in children if child is not None))


def element(tag: str, *children: Child, **attributes: str | None) -> Html:
    """Make an element.

    Args:
        tag: Its name.
        children: What stands in it.
        attributes: By name; ``class_`` for ``class``, ``data_x`` for ``data-x``; None is left out.

    Returns:
        For example ``<td class="number">7</td>``.
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{given}>{joined(*children)}</{tag}>")


def foreign(text: str, tag: str = "bdi", **attributes: str | None) -> Html:
    """Show a name that others chose: in its own writing direction, and broken where it is long.

    Args:
        text: The name.
        tag: The element.
        attributes: As for ``element``.

    Returns:
        Markup.
    """
    return element(tag, text, dir="auto", **attributes)


def section(key: str, language: str, title: str, first: Child, *children: Child) -> Part:
    """Make a part of the report under a heading, which never stands alone at a page's end.

    Args:
        key: Its id in the page.
        language: ``en`` or ``de``.
        title: The heading.
        first: What stands next to it: on paper both are on one page.
        children: What stands below.

    Returns:
        The part.
    """
    opening = element("div", element("h2", title, id=f"{key}-title"), first, class_="opening")
    given = {"aria_labelledby": f"{key}-title"}
    return Part(
        element("section", opening, *children, id=key, class_="seqpt", lang=language, **given)
    )


def scrolling(label: str, table: Html) -> Html:
    """Let a wide table scroll by itself, also by keyboard, so that the page never does.

    Args:
        label: What a screen reader calls it.
        table: The table.

    Returns:
        Markup.
    """
    return element("div", table, class_="scrolling", role="region", tabindex="0", aria_label=label)


def table(caption: str, head: list[str], rows: list[Html], class_: str = "") -> Html:
    """Make a table with a caption and a header per column.

    Args:
        caption: What it shows.
        head: The columns' headers.
        rows: The rows, each a ``tr``, or whole ``tbody`` elements.
        class_: Class of the table.

    Returns:
        Markup.
    """
    headers = joined(*(element("th", each, scope="col") for each in head))
    body = rows if rows and rows[0].startswith("<tbody") else [element("tbody", *rows)]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", headers)),
        *body,
        class_=class_ or None,
    )
