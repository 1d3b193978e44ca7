"""The sentence behind a claim: its marked words, what stands around it, and how it was read.

Texts come from articles and are hostile; these functions only cut and name them, and never make markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.errors import FigtrackError
from tracker.language import extract
from tracker.language.segment import split
from tracker.model import Document, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.queries import Row
    from tracker.model import Step

MAX_SHOWN = 1_200
"""A longer sentence is cut around its number."""
MAX_BESIDE = 220
"""A longer neighbour is cut on its far side."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what it is in the claim: `number`, `counted`, `state`, `claimant`, `place` or nothing."""

    text: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim's sentence and its neighbours, in pieces; a neighbour that does not exist is empty."""

    before: tuple[Piece, ...]
    sentence: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles that are marked somewhere in it."""
        return frozenset(
            piece.role for part in (self.before, self.sentence, self.after) for piece in part if piece.role
        )


def passage(claim: Row) -> Passage:
    """The passage of a claim (a claims row with its document's `text` and `title`)."""
    part = Part(claim["part"])
    text = (claim["text"] if part is Part.TEXT else claim["title"]) or ""
    start, end = claim["sentence_start"], claim["sentence_end"]
    start, end = _around(start, end, claim["start"], claim["end"])
    number = (claim["start"] - start, claim["end"] - start, "number")
    before, after = _neighbours(text, part, start, end)
    wanted = [(role, claim[role]) for role in ("counted", "claimant", "place", "state") if claim[role]]
    here, missing = _spans(text[start:end], wanted, [number])
    earlier, missing = _spans(before, missing, [])
    later, _ = _spans(after, missing, [])
    return Passage(pieces(before, earlier), pieces(text[start:end], here), pieces(after, later))


def pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """A text cut at spans (start, end, role) that do not overlap; together the pieces are the text again."""
    cut: list[Piece] = []
    last = 0
    for start, end, role in sorted(spans):
        cut += [Piece(text[last:start]), Piece(text[start:end], role)]
        last = end
    cut.append(Piece(text[last:]))
    return tuple(piece for piece in cut if piece.text)


def trace(document: Document, part: Part, start: int, end: int) -> tuple[Step, ...] | None:
    """How the number at `[start:end]` is read, step by step: made anew from the document.

    None when it can't be read again here (no language model, or a newer extractor no longer finds it).
    """
    try:
        return _traces(document).get((part, start, end))
    except FigtrackError:
        return None


def warm_up() -> None:
    """Load the language model, so that the first trace that is asked for comes at once; does nothing without one."""
    trace(Document("warm-up", "Two readers look at 12 pages."), Part.TEXT, 0, 3)


@lru_cache(maxsize=64)
def _traces(document: Document) -> Mapping[tuple[Part, int, int], tuple[Step, ...]]:
    return {(claim.part, claim.start, claim.end): claim.steps for claim in extract(document)}


def _around(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The sentence, or where it is longer than is shown, a stretch of it around the number."""
    if end - start <= MAX_SHOWN:
        return start, end
    left = max(start, first - MAX_SHOWN // 2)
    return left, max(last, min(end, left + MAX_SHOWN))


def _neighbours(text: str, part: Part, start: int, end: int) -> tuple[str, str]:
    """The sentences before and after, as far as they stand within the window that is shown."""
    left, right = max(0, start - MAX_SHOWN), min(len(text), end + MAX_SHOWN)
    before = split(text[left:start], part)
    after = split(text[end:right], part)
    return (
        _last(text[left + before[-1].start : left + before[-1].end]) if before else "",
        _first(text[end + after[0].start : end + after[0].end]) if after else "",
    )


def _last(text: str) -> str:
    return text if len(text) <= MAX_BESIDE else "…" + text[-MAX_BESIDE:].partition(" ")[2]


def _first(text: str) -> str:
    return text if len(text) <= MAX_BESIDE else text[:MAX_BESIDE].rpartition(" ")[0] + "…"


def _spans(
    text: str, wanted: Sequence[tuple[str, str]], taken: list[tuple[int, int, str]]
) -> tuple[list[tuple[int, int, str]], list[tuple[str, str]]]:
    """Where the wanted words stand in a text, the nearest to what is taken first, and those that do not stand there."""
    missing: list[tuple[str, str]] = []
    centre = taken[0][0] if taken else 0
    for role, words in wanted:
        places = [match.span() for match in _whole(words).finditer(text)] if len(words) < MAX_SHOWN else []
        free = [(a, b) for a, b in places if all(b <= start or end <= a for start, end, _ in taken)]
        if free:
            taken.append((*min(free, key=lambda place: abs(place[0] - centre)), role))
        else:
            missing.append((role, words))
    return taken, missing


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
