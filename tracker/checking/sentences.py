"""The sentence of a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.checking.phrases import day, joined, name_of, names_apart, names_of, said
from tracker.model import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.checking.readings import Reading
    from tracker.checking.sides import Side


def conflict_sentence(sides: Sequence[Side]) -> str:
    """Who says what, when, in one sentence; of sides in one document where in it they stand."""
    if len(sides) > 2:
        claims = joined(f"{said(side.typical)} ({names_of(side.readings, 2)})" for side in sides)
        return f"Sources give {claims}; no hedge lets them all hold."
    left, right = _side_by_side(*sides)
    if left.doc_id == right.doc_id:
        return _inside_document(left, right)
    one, other = sides
    days = f" on {joined(dict.fromkeys(day(side.first) for side in sides))}" if one.first and other.first else ""
    who, whom = names_of(one.readings, 2), names_of(other.readings, 2)
    if who.casefold() == whom.casefold():
        who, whom = names_apart(left, right)
    return f"{who} say{_s(one)} {said(left)}, {whom} {said(right)}{days}; no hedge lets both hold."


def _side_by_side(one: Side, other: Side) -> tuple[Reading, Reading]:
    """The readings that tell a difference best: two that can't both hold, of one document rather both in its text."""
    left, right = one.typical, other.typical
    if left.allowed.meets(right.allowed):
        pairs = [(r, q) for r in one.readings for q in other.readings if not r.allowed.meets(q.allowed)]
        left, right = pairs[0] if pairs else (left, right)
    if left.doc_id != right.doc_id or left.part == right.part:
        return left, right
    in_text = [
        next((r for r in side.readings if r.doc_id == left.doc_id and r.part == Part.TEXT), None)
        for side in (one, other)
    ]
    return (in_text[0], in_text[1]) if in_text[0] and in_text[1] else (left, right)


def _inside_document(left: Reading, right: Reading) -> str:
    where = name_of(left) if not left.claimant else left.source or "one document"
    if {left.part, right.part} == {Part.TITLE, Part.TEXT}:
        title, text = (left, right) if left.part == Part.TITLE else (right, left)
        return f"The headline ({where}) says {said(title)}, its text {said(text)}."
    if left.claimant and right.claimant and left.claimant != right.claimant:
        return f"In one report {left.claimant} says {said(left)} and {right.claimant} {said(right)}."
    return f"One report ({where}) says both {said(left)} and {said(right)}."


def _s(side: Side) -> str:
    return "" if len({name_of(reading) for reading in side.readings}) > 1 else "s"
