"""Markup inside of something else (an entry of a feed, the body of a mail) to text, a line for each of its blocks.

There is no frame of menus around it that would have to be told from the article, as there is in a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.reading.pagefields import FIELDS_OF_PAGES
from tracker.reading.pageguard import check_markup, check_tree
from tracker.reading.raised import lower_raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(FIELDS_OF_PAGES["blocks"])
"""Elements that start a new line, as HTML's rendering section (15.3) has them; cells are apart as well."""
_UNSEEN = frozenset(FIELDS_OF_PAGES["unseen"])
_SPACES = re.compile(r"[^\S\n]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def fragment_text(markup: str, where: str) -> str:
    """The text that a reader would see.

    Raises:
        InputRefusedError: it can't be parsed in bounded time; `where` names it.
    """
    from lxml import html  # noqa: PLC0415 -- as slow to import as trafilatura, and few inputs need it

    wrapped = f"<div>{markup}</div>"
    check_markup(wrapped, where)
    tree = html.fromstring(wrapped)
    check_tree(tree.getroottree(), where)
    lower_raised(tree)
    pieces: list[str] = []
    _collect(tree, pieces)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    """The text of an element in order, a line end around each block; nesting is bounded by `check_tree`."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or _HIDDEN.search(element.get("style", "")):
        return
    around = "\n" if element.tag in _BLOCKS else ""
    pieces += [around, _flowing(element.text)]
    for child in element:
        _collect(child, pieces)
        pieces.append(_flowing(child.tail))
    pieces.append(around)


def _flowing(text: str | None) -> str:
    """Text in which a line end is a space, as it is in markup."""
    return (text or "").replace("\r", " ").replace("\n", " ")
