"""Figures in the terse style of company reports: "Shr 39 cts vs 50 cts Net 1,545,160 vs 2,188,933".

The label of a number is the run of words of such reports right before it; what follows `vs` has the label of what
stands before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Expression

_COMPARED = re.compile(
    r"[(,]?\s*(?:vs|versus|against|compared (?:with|to)|prior|up from|down from|from)\b"
    r"\.?:?\s*+(?:a\s)?(?:loss|profit)?\s*",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"\b(profit|loss)\s*$", re.IGNORECASE)
_CLOSING = re.compile(r"(?:\bvs\.?|\bversus|\b(?:up|down) from|\bcompared (?:with|to))\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*\.?")
_LONGEST_LABEL = 60


def is_comparison(between: str) -> bool:
    """Whether the words between two numbers only compare them ("vs", "compared with a loss")."""
    if len(between) > _LONGEST_LABEL:
        return False
    return _COMPARED.fullmatch(between.strip() + " ") is not None or _CLOSING.search(between) is not None


def label_before(sentence: str, expressions: Sequence[Expression], index: int) -> tuple[int, int] | int | None:
    """Where the label of expression `index` stands, or the earlier expression it is compared with; None in prose."""
    end = expressions[index].outer_start
    start = expressions[index - 1].end if index else 0
    if index and is_comparison(sentence[start:end]):
        other = _OTHER_LABEL.search(sentence, start, end)
        return index - 1 if other is None else other.span(1)
    start = max(start, end - _LONGEST_LABEL)
    window = sentence[start:end].rstrip(" :-")
    found: list[re.Match[str]] = []
    labels = words("measuring", "labels")
    for match in _WORD.finditer(window):
        if match.group().lower().strip(".") in labels:
            found.append(match)
        elif match.group().lower().strip(".") not in words("measuring", "headings"):
            found.clear()
    if not found or found[-1].end() != len(window) or not found[0].group()[0].isupper():
        return None
    return start + found[0].start(), start + found[-1].end()
