"""What markup may not be parsed, found before a parser sees it, in time that grows with the page and no faster.

libxml2 takes a time that grows with the square of a tag's attributes, drops in silence what is nested deeper than 255
elements and what is longer than 10,000,000 bytes in one piece, and trafilatura needs about 0.2 ms an element.
"""

from __future__ import annotations

import re
from typing import Protocol

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS

_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>|\Z)))?+"""
# The tokens of WHATWG HTML 13.2.5. Each alternative takes something wherever it starts, and nothing is read twice.
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?P<tag><(?:(?P<raw>script|style)(?=[\s/>])|[a-z][^\s/>]*+))"
    rf"(?:{_ATTRIBUTE}){{0,{LIMITS.max_tag_attributes}}}+(?P<more>{_ATTRIBUTE})?+[\s/]*+>?"
    r"(?(raw).*?(?:</(?P=raw)|\Z))",
    re.DOTALL | re.IGNORECASE,
)
# What stands before an attribute is left out: where none follows, it would be looked over from each of its places.
_NAME = re.compile(_ATTRIBUTE.removeprefix(r"[\s/]*+"))
_ATTRIBUTES_AN_ELEMENT = 5
_LONGEST_PIECE = 9_900_000
_IS_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|section|div|p|h1|br)\b", re.IGNORECASE
)
_SAVE_AGAIN = "save the article alone, with a browser's reader view, or its text as .txt"


class Tree(Protocol):
    """What is asked of a parsed page."""

    def xpath(self, path: str) -> object:
        """The value of an XPath 1.0 expression."""


def check_markup(markup: str, where: str) -> None:
    """Let through what can be parsed whole and in bounded time.

    Raises:
        InputRefusedError: it is no HTML, or has too many elements, attributes or too long a piece of text or script.
    """
    if not _IS_HTML.search(markup):
        remedy = "call it .txt if it is plain text"
        raise InputRefusedError(where, "it is no HTML: there is no tag of a page in it", remedy)
    elements = attributes = end = 0
    for token in _TOKEN.finditer(markup):
        _check_piece(markup, end, token.start(), where)
        _check_piece(markup, token.start(), token.end(), where)
        end = token.end()
        elements += token["tag"] is not None
        _check_tag(token, where, _SAVE_AGAIN)
        attributes += len(_NAME.findall(token[0])) if token["tag"] and not token["raw"] else 0
        if max(elements, attributes / _ATTRIBUTES_AN_ELEMENT) > LIMITS.max_page_elements:
            _refuse_elements(where)
    _check_piece(markup, end, len(markup), where)


def check_attributes(markup: str, where: str, remedy: str) -> None:
    """Let through what has no tag of too many attributes, of which parsers of XML take the square of the number too.

    Raises:
        InputRefusedError: it has; `remedy` is what to do then.
    """
    for token in _TOKEN.finditer(markup):
        _check_tag(token, where, remedy)


def _check_tag(token: re.Match[str], where: str, remedy: str) -> None:
    if token["more"]:
        reason = f"a tag at character {token.start() + 1:,} has more than {LIMITS.max_tag_attributes:,} attributes"
        raise InputRefusedError(where, reason, remedy)


def check_tree(tree: Tree, where: str) -> None:
    """Let through a parsed page that the parser has not cut.

    Raises:
        InputRefusedError: it is nested too deep or has too many elements.
    """
    if tree.xpath(f"boolean({'/*' * (LIMITS.max_page_nesting + 1)})"):
        reason = f"its tags are nested more than {LIMITS.max_page_nesting} deep"
        raise InputRefusedError(where, reason, _SAVE_AGAIN)
    if tree.xpath(f"count(//*) > {LIMITS.max_page_elements}"):
        _refuse_elements(where)


def _refuse_elements(where: str) -> None:
    most = LIMITS.max_page_elements
    reason = f"it has more than {most:,} elements or {most * _ATTRIBUTES_AN_ELEMENT:,} attributes"
    raise InputRefusedError(where, reason, f"raise limits.max_page_elements or {_SAVE_AGAIN}")


def _check_piece(markup: str, start: int, end: int, where: str) -> None:
    # UTF-8 takes at most four bytes a character, so that nearly nothing has to be counted.
    if (end - start) * 4 > _LONGEST_PIECE and len(markup[start:end].encode("utf-8", "replace")) > _LONGEST_PIECE:
        reason = f"the piece from character {start + 1:,} on is over {_LONGEST_PIECE:,} bytes without a tag"
        raise InputRefusedError(where, reason, _SAVE_AGAIN)
