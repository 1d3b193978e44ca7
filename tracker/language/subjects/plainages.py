"""Whose the ages of a sentence are, where its words alone say it and no parse is needed.

"A 25-year-old man was": a noun for a person right behind the age, closed by a mark or a word that is part of no noun
phrase. Where that holds of every age of a sentence that has no quantity, the reading with the parser is the same.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.subjects.subject import SubjectReading
from tracker.language.subjects.tabular import label_before
from tracker.language.wordlists import words
from tracker.model import Kind, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Expression

RULE = "the words after the age"


def plain_ages(text: str, expressions: Sequence[Expression]) -> list[SubjectReading | None] | None:
    """For each expression whose it is, None for what is no age; None where a quantity or an age needs the parser."""
    kinds = {expression.kind for expression in expressions}
    if Kind.AGE not in kinds or Kind.QUANTITY in kinds:
        return None
    readings = [_plain(text, expressions, place) for place in range(len(expressions))]
    pairs = zip(readings, expressions, strict=True)
    return readings if all(reading or expression.kind is not Kind.AGE for reading, expression in pairs) else None


def _plain(text: str, expressions: Sequence[Expression], place: int) -> SubjectReading | None:
    expression = expressions[place]
    noun = _noun().match(text, expression.end) if expression.kind is Kind.AGE else None
    if noun is None or text[: expression.start].rstrip().endswith(("(", "[")):
        return None
    if label_before(text, expressions, place) is not None:
        return None
    return SubjectReading(noun[1], noun.start(1), noun.end(1), steps=(Step("counted", noun[1], RULE),))


@cache
def _noun() -> re.Pattern[str]:
    nouns, closing = ("|".join(sorted(words("plain_ages", key))) for key in ("nouns", "closing"))
    return re.compile(rf" ({nouns})(?:[,.;]|\Z| (?:{closing})\b)")
