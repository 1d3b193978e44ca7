"""Why a claim is in its figure, in plain English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.linking.cells import cells_of
from tracker.linking.evidence import stated, total, weigh
from tracker.linking.labels import group_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.linking.cells import Cell
    from tracker.linking.evidence import Evidence

NEAR = 0.1
"""Numbers within this share of each other are called near."""


def why(claim: Mapping[str, object], others: Sequence[Mapping[str, object]]) -> list[str]:
    """What speaks for a claim being in its figure and, last, what might speak against it.

    Takes the claim and the claims of its figure as rows of `CLAIMS`; the claim itself and repeats among them
    are passed over. Gives short lines such as "same subject and state: North Korean troops, sent".
    """
    rest = [row for row in others if row["claim_id"] != claim["claim_id"] and not row.get("repeat_of")]
    own = cells_of([claim])
    compared = cells_of(rest)
    if not own or not compared:
        return ["the only claim of this figure"]
    weighed = [weigh(own[0], cell) for cell in compared]
    best = max(range(len(compared)), key=lambda index: (total(weighed[index]), -index))
    found = {item.about: item for item in weighed[best]}
    lines = [
        *_thing(own[0], compared[best], found, str(claim.get("state") or own[0].state)),
        *_place(own[0], compared[best], found),
        *_number(own[0], compared),
        *_source(claim, rest, found),
        *_against(own[0], compared[best], found),
    ]
    return lines or ["nothing speaks against it, and no other figure is nearer"]


def _thing(own: Cell, other: Cell, found: Mapping[str, Evidence], word: str) -> Iterator[str]:
    """Subject and state, as far as they agree."""
    subject, state = found.get("subject"), found.get("state")
    groups = own.groups or other.groups
    thing = " ".join(word for word in (group_words(sorted(groups)), own.head or other.head) if word)
    same_subject = subject is not None and subject.outcome == "same" and bool(own.head)
    same_state = state is not None and state.outcome == "same"
    if same_subject and same_state:
        yield f"same subject and state: {thing}, {word}"
    elif same_subject:
        yield f"same subject: {thing}"
    elif same_state:
        yield f"same state: {word}"
    if state is not None and state.outcome == "kindred":
        yield f"kindred states: {own.state} and {other.state}"


def _place(own: Cell, other: Cell, found: Mapping[str, Evidence]) -> Iterator[str]:
    place = found.get("place")
    if place is not None and place.outcome == "same":
        yield f"same place: {_titled(own.place)}"
    elif place is not None and place.outcome == "one within the other":
        yield f"places that go together: {_titled(own.place)} and {_titled(other.place)}"


def _number(own: Cell, compared: Sequence[Cell]) -> Iterator[str]:
    """How many of the other numbers are the same or near."""
    value = stated(own)
    if value is None or own.vague:
        yield "a vague word that the other numbers fit" if own.vague else "no number of its own"
        return
    values = [number for cell in compared if not cell.vague for number in [stated(cell)] * len(cell.claim_ids)]
    same = sum(number == value for number in values)
    near = sum(number is not None and abs(number - value) <= NEAR * max(abs(value), abs(number)) for number in values)
    if same:
        yield f"the same number as {_others(same)}"
    if near > same:
        yield f"within 10 % of {_others(near)}"


def _others(number: int) -> str:
    return "one other claim" if number == 1 else f"{number} other claims"


def _source(
    claim: Mapping[str, object], rest: Sequence[Mapping[str, object]], found: Mapping[str, Evidence]
) -> Iterator[str]:
    if claim.get("repeat_of"):
        yield "repeats another claim of its document word for word"
    elif any(row["doc_id"] == claim["doc_id"] for row in rest):
        yield "stated again in the same document"
    if claim.get("claimant") and any(row.get("claimant") == claim["claimant"] for row in rest):
        yield f"the same claimant: {claim['claimant']}"
    if "time" in found and found["time"].weight > 0:
        yield "holds for the same days"


def _against(own: Cell, other: Cell, found: Mapping[str, Evidence]) -> Iterator[str]:
    """What does not quite fit, said as openly."""
    place, value, scope = found.get("place"), found.get("value"), found.get("scope")
    if place is not None and place.weight < 0:
        yield f"though the places differ: {_titled(own.place)} and {_titled(other.place)}"
    if value is not None and value.weight < 0:
        yield "though the numbers differ"
    if scope is not None and scope.weight < 0:
        yield "though one may count fewer: " + ", ".join(sorted(own.qualifiers ^ other.qualifiers))


def _titled(place: str) -> str:
    return " ".join(word.capitalize() for word in place.split())
