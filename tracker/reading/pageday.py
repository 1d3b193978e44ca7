"""The day that a page shows beside its story or in its address, where it says none in so many fields: htmldate's.

htmldate is shown neither running text nor readers' comments nor what stands around the story, nor the elements whose
times were read before and were no publication; of a line that tells of a change it takes the day for no publication.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from tracker.reading.pagefields import FIELDS_OF_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_LEFT_OUT = (
    "//head | //meta | //script | //style | //time | //nav | //aside | //footer | //figure | //form | //comment()"
)
_RUNNING_TEXT = 100
_OTHERS = frozenset(FIELDS_OF_PAGES["other_times"])
_CHANGED = re.compile(r"\b(?:updated|modified|changed|edited|copyright)\b|©", re.IGNORECASE)
_UNCLEAR = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_MOST_ELEMENTS = 5_000
_LATEST = "2099-12-31"
"""A page is read the same whatever day it is read on."""


def shown_day(page: HtmlElement, url: str | None) -> str | None:
    """The day as ISO 8601 has it, None where none is shown for certain."""
    from htmldate import find_date  # noqa: PLC0415 -- comes with trafilatura, and as slow to import

    if sum(1 for _ in page.iter()) > _MOST_ELEMENTS:
        return None
    shown = copy.deepcopy(page)
    for element in list(_hidden(shown)):
        if element.getparent() is not None:
            element.drop_tree()
    found = find_date(shown, extensive_search=False, original_date=True, url=url, max_date=_LATEST)
    return found if isinstance(found, str) else None


def _hidden(page: HtmlElement) -> Iterator[HtmlElement]:
    """What htmldate is not to see."""
    yield from page.xpath(_LEFT_OUT)
    for element in page.iter("*"):
        words = {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}
        if words & _OTHERS:
            yield element
        elif not len(element) or element.tag == "p":
            text = element.text_content()
            if len(text) >= _RUNNING_TEXT or _CHANGED.search(text) or _UNCLEAR.search(text):
                yield element
