"""Raised digits of a page: powers and square units in digits of their own, marks of footnotes left out.

In plain text `10<sup>3</sup>` would be 103 and `43<sup>1</sup> people` 431.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DIGITS = re.compile(r"[-−]?\d{1,3}")
_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}|[a-z*†‡§])(?:[\s,\])–-]+(?:\d{1,3}|[a-z])?)*", re.IGNORECASE)
_POWER = re.compile(r"(?:(?<![\d.,])10|(?<![^\W\d_])(?:[kcm]?m|mi|ft|in|yd|s))$")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_LOOKED_BACK = 8
_LONGEST = 40


def lower_raised(tree: HtmlElement) -> None:
    """Put plain text in the place of each `sup` that has digits or a mark in it; others, as in `4th`, stay."""
    for element in list(tree.iter("sup")):
        text = (element.text_content() or "").strip()
        if len(text) > _LONGEST or element.getparent() is None:
            continue
        if _DIGITS.fullmatch(text) and _POWER.search(_before(element)):
            _replace(element, text.translate(_RAISED))
        elif _MARK.fullmatch(text) and text.lower() not in {"st", "nd", "rd", "th"}:
            _replace(element, "")


def _before(element: HtmlElement) -> str:
    previous = element.getprevious()
    text = element.getparent().text if previous is None else previous.tail
    return (text or "")[-_LOOKED_BACK:]


def _replace(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()
