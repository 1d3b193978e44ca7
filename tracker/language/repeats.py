"""Claims repeated word for word in one document: teasers, captions, paragraphs printed twice.

Two sentences repeat each other when they are the same after folding white space and case, or when one of them is the
beginning of the other, cut short by an ellipsis ("… said offici…").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.language.context import DocumentContext, SentenceContext

_SPACE = re.compile(r"\s+")
# A line of page furniture may hang on the cut sentence.
_CUT = re.compile(r"(?:\u2026|\.\.\.)[\"'\u201d\u2019)\]]*(?:\Z| .{0,60}\Z)")
_SHORTEST_CUT = 30
"""A shorter beginning says too little to be called the same sentence."""
_CANDIDATES = 20


def find_repeats(context: DocumentContext) -> dict[tuple[int, int], tuple[int, int]]:
    """For each repeated expression (sentence, place in it) the first expression with the same words."""
    whole: dict[str, int] = {}
    beginnings: dict[str, list[int]] = {}
    repeats: dict[tuple[int, int], tuple[int, int]] = {}
    folded = [_folded(sentence) for sentence in context.sentences]
    for index, sentence in enumerate(context.sentences):
        if not sentence.expressions:
            continue
        text = folded[index]
        first = whole.setdefault(text, index)
        if first == index:
            key = text[:_SHORTEST_CUT]
            first = next((other for other in beginnings.get(key, ()) if _cut_short(folded[other], text)), index)
            if len(text) >= _SHORTEST_CUT and len(beginnings.setdefault(key, [])) < _CANDIDATES:
                beginnings[key].append(index)
        if first != index:
            repeats |= {here: repeats.get(there, there) for here, there in _paired(context, index, first).items()}
    return repeats


def _folded(sentence: SentenceContext) -> str:
    return _SPACE.sub(" ", sentence.text).strip().casefold()


def _cut_short(one: str, other: str) -> bool:
    """Whether one of two texts is the beginning of the other, cut by an ellipsis."""
    return _begins(one, other) or _begins(other, one)


def _begins(cut: str, whole: str) -> bool:
    ellipsis = _CUT.search(cut, _SHORTEST_CUT)
    return ellipsis is not None and whole.startswith(cut[: ellipsis.start()])


def _paired(context: DocumentContext, index: int, first: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Each expression of a repeating sentence with the one at the same place that has the same words."""
    this, that = context.sentences[index], context.sentences[first]
    return {
        (index, place): (first, place)
        for place, (here, there) in enumerate(zip(this.expressions, that.expressions, strict=False))
        if this.text[here.start : here.end].casefold() == that.text[there.start : there.end].casefold()
    }
