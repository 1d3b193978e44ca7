"""Quotations that run over sentences, and the last named speaker that a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.language.claimants.reports import find_reports
from tracker.language.syntax import parse_one
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.claimants.report import Report
    from tracker.language.claimants.speakers import Speaker
    from tracker.language.context import DocumentContext
    from tracker.model import Expression

LONGEST_QUOTATION = 3_000
LOOK_BACK = 8
NEAR = 80
_MARKS = re.compile("[“”\"«»]|``|''")
_SPEECH = re.compile(
    r"\b(?:said|says?|saying|told|tells?|add(?:s|ed)|claim(?:s|ed)?|report(?:s|ed)|warn(?:s|ed)|announced|confirmed|stated|wrote|"
    r"estimated?s?|insist(?:s|ed)|argued|according|declared|acknowledged|admitted|noted|explained|revealed|tweeted|testified)\b"
)


@lru_cache(maxsize=64)
def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The quoted stretches of a text, marks included. A straight mark opens and closes by turns within a paragraph;
    what a paragraph leaves open ends with it, and an opening mark inside a quotation starts it anew.
    """
    found: list[tuple[int, int]] = []
    opened: int | None = None
    last_break = 0
    for mark in _MARKS.finditer(text):
        broken = text.find("\n", last_break if opened is None else opened, mark.start())
        if opened is not None and (broken >= 0 or mark.start() - opened > LONGEST_QUOTATION):
            found.append((opened, broken if broken >= 0 else opened + LONGEST_QUOTATION))
            opened = None
        opens = mark[0] in "“«" or mark[0] == "``" or (mark[0] == '"' and opened is None)
        if opens:
            opened = mark.start()
        elif opened is not None:
            found.append((opened, mark.end()))
            opened = None
        last_break = mark.end()
    if opened is not None:
        stop = text.find("\n", opened)
        found.append((opened, min(len(text) if stop < 0 else stop, opened + LONGEST_QUOTATION)))
    return tuple(found)


def quoted_speaker(context: DocumentContext, index: int, expression: Expression) -> Speaker | None:
    """Who speaks the quotation that the expression stands in; None outside of one or where nobody is named near it."""
    sentence = context.sentences[index].sentence
    text = context.document.part(sentence.part)
    quotation = _around(quotations(text), sentence.start + expression.start)
    if quotation is None:
        return None
    for near in _neighbours(context, index, quotation):
        speaker = _beside(context, near, quotation)
        if speaker is not None:
            return speaker
    return None


def _around(found: tuple[tuple[int, int], ...], offset: int) -> tuple[int, int] | None:
    position = bisect_right(found, (offset, len(found) and found[-1][1])) - 1
    if position >= 0 and found[position][0] <= offset < found[position][1]:
        return found[position]
    return None


def _neighbours(context: DocumentContext, index: int, quotation: tuple[int, int]) -> list[int]:
    """The sentences where the quotation ends and begins, then the one behind and the one before it."""
    part = context.sentences[index].sentence.part
    first = last = index
    while first > 0 and context.sentences[first].sentence.start > quotation[0] and index - first < LOOK_BACK:
        first -= 1
    while (
        last + 1 < len(context.sentences)
        and context.sentences[last].sentence.end < quotation[1]
        and last - index < LOOK_BACK
    ):
        last += 1
    order = dict.fromkeys((last, first, last + 1, first - 1))
    return [
        near for near in order if 0 <= near < len(context.sentences) and context.sentences[near].sentence.part is part
    ]


def _beside(context: DocumentContext, near: int, quotation: tuple[int, int]) -> Speaker | None:
    """The speaker of an attribution outside of quotations, in the same paragraph and close to this one."""
    sentence = context.sentences[near].sentence
    text = context.document.part(sentence.part)
    gap = text[min(quotation[1], sentence.end) : max(sentence.start, quotation[1])]
    if sentence.end <= quotation[0]:
        gap = text[sentence.end : quotation[0]]
    if "\n" in gap or len(gap) > NEAR:
        return None
    best: tuple[int, Speaker] | None = None
    for report in reports_of(context, near):
        at = sentence.start + report.speaker.start
        if _around(quotations(text), at) is not None:
            continue
        distance = min(abs(at - quotation[1]), abs(at - quotation[0]))
        if best is None or distance < best[0]:
            best = distance, report.speaker
    if best is None or (sentence.start >= quotation[1] and best[0] > NEAR):
        return None
    return _named(context, near, best[1])


def reports_of(context: DocumentContext, index: int) -> tuple[Report, ...]:
    """The reports of any sentence; one without a quantity is parsed only if it has a word of saying."""
    sentence = context.sentences[index]
    if sentence.parse is None and not _SPEECH.search(sentence.text):
        return ()
    return _reports_in(sentence.text)


@lru_cache(maxsize=512)
def _reports_in(text: str) -> tuple[Report, ...]:
    return find_reports(parse_one(text), text)


def _named(context: DocumentContext, index: int, speaker: Speaker) -> Speaker:
    return (last_named_speaker(context, index, speaker) or speaker) if speaker.is_pronoun else speaker


def last_named_speaker(context: DocumentContext, index: int, pronoun: Speaker) -> Speaker | None:
    """The nearest speaker before a pronoun that it can stand for; None where there is none close by."""
    for near in range(index, max(-1, index - LOOK_BACK), -1):
        if context.sentences[near].sentence.part is not context.sentences[index].sentence.part:
            return None
        for report in reversed(reports_of(context, near)):
            earlier = near < index or report.speaker.start < pronoun.start
            if earlier and not report.speaker.is_pronoun and _agrees(pronoun, report.speaker):
                return report.speaker
    return None


def _agrees(pronoun: Speaker, speaker: Speaker) -> bool:
    """Whether a pronoun can stand for a speaker: "he" for a person, "it" for one body, "they" for several or a body."""
    word = pronoun.text.lower()
    last = speaker.text.rsplit(maxsplit=1)[-1]
    body = speaker.head in words("institutions", "bodies") | words("institutions", "media") | words(
        "speech", "documents"
    )
    plural = speaker.is_plural
    if word in {"he", "she", "him", "her"}:
        known = words("titles", "titles") | words("titles", "person_words")
        person = speaker.is_person or speaker.head in known or last[:1].isupper()
        return person and not body and not plural and not last.isupper()
    if word == "it":
        return not speaker.is_person and not plural and speaker.head not in words("titles", "titles")
    return plural or body or not speaker.is_person
