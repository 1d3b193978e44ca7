"""Reads the earnings lines of financial wires: `Shr 18 cts vs 13 cts Net 1,541,000 vs 1,122,000 Sales 36.7 mln`.

In such lines a heading names what the numbers behind it are, up to the next heading: money without a sign, per share,
or a count of shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import COUNT, Unit
from tracker.language.wordlists import table

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

_DOLLAR = Unit("US dollar", "currency")


def label_wire(tokens: Tokens, drafts: list[Draft]) -> None:
    """Gives bare numbers of an earnings line the unit and rate of their heading."""
    headings = _headings(tokens)
    if not headings:
        return
    for draft in drafts:
        if not draft.is_quantity:
            continue
        heading = next(((at, kind) for at, kind in reversed(headings) if at < draft.first), None)
        if heading is None or not _still_holds(tokens, heading[0], draft.first):
            continue
        _label(tokens, draft, heading[0], heading[1])


def _headings(tokens: Tokens) -> list[tuple[int, str]]:
    """Where headings stand and what they head; empty unless the sentence is an earnings line."""
    kinds: dict[str, str] = table("wire")["headings"]
    found = [
        (at, kinds[word])
        for at, word in enumerate(tokens.words)
        if word in kinds and (tokens.is_capital(at) or tokens.word(at - 1) == "oper")
    ]
    marks = set(table("wire")["marks"])
    numbers = sum(1 for at, _ in found if _number_near(tokens, at))
    is_line = numbers >= 2 or (numbers == 1 and any(word in marks for word in tokens.words))
    return found if is_line else []


def _number_near(tokens: Tokens, at: int) -> bool:
    return (
        any(tokens.sort(at + step) in {Sort.DIGITS, Sort.SIGN} for step in (1, 2, 3))
        or tokens.word(at + 1) in table("numbers")["cardinals"]
    )


def _still_holds(tokens: Tokens, heading: int, first: int) -> bool:
    """Up to the note that ends the figures, and only over numbers, comparisons and their units."""
    prose = set(table("wire")["prose"])
    return not any(word in prose for word in tokens.words[heading + 1 : first])


def _label(tokens: Tokens, draft: Draft, heading: int, kind: str) -> None:
    if kind == "count":
        if not draft.stated:
            draft.unit = COUNT
        return
    if not draft.stated:
        draft.unit, draft.stated = _DOLLAR, True
        draft.note("unit", tokens.raw(heading), _DOLLAR.name)
    if kind == "share" and draft.unit.dimension == "currency" and draft.per is None:
        draft.per = "share"
        draft.note("per", tokens.raw(heading), "share")
