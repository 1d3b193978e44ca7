"""Why a claim is in its figure, in plain English: what spoke for it and against it, each with its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.linking.bounds import stated
from tracker.linking.cells import cells_of
from tracker.linking.evidence import ENOUGH, total, weigh
from tracker.linking.labels import group_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.linking.cells import Cell
    from tracker.linking.evidence import Evidence

    Row = Mapping[str, object]

NEAR = 0.1
"""Numbers within this share of each other are called near."""
_PLAIN = {
    ("subject", "both unsaid"): "neither says what is counted",
    ("group", "fits the place"): "the people of the one live in the place of the other",
    ("group", "not of the place"): "the people of the one do not live in the place of the other",
    ("state", "both unsaid"): "neither says what happened",
    ("state", "one unsaid"): "only one says what happened",
    ("value", "perhaps a slip"): "the one number may be a slip of the other: {values}",
    ("value", "perhaps another unit"): "the one number may be in the other's unit: {values}",
    ("value", "far, of one event"): "numbers far apart, but both open the news of one event: {values}",
    ("value", "fits the words"): "a number that the vague word fits: {values}",
    ("value", "same words"): "the same vague word",
    ("value", "other words"): "other vague words: {values}",
    ("value", "below the words"): "a number below what the vague word says: {values}",
    ("value", "above the words"): "a number far above the vague word: {values}",
    ("outlook", "different"): "the one is still to come",
    ("time", "same days"): "the same days",
    ("time", "days apart"): "days apart, and not one number",
    ("time", "far apart"): "weeks or more apart",
    ("story", "same"): "the same story",
    ("story", "different"): "another story",
    ("document", "some give both"): "a few articles give both numbers",
}
"""What is said of an observation that has no words of its own."""


def why(claim: Row, others: Sequence[Row]) -> list[str]:
    """What spoke for and against a claim being in its figure, then what else the figure's claims have in common.

    Takes the claim and the claims of its figure as rows of `CLAIMS`, with `story_id` where it is known; the claim
    itself and repeats among them are passed over. It is weighed, as linking does, against the claim that most speaks
    for it, one of another document where there is one. So the lines add up: "same state: sent (+2)", "weeks or more
    apart (−0.5)", "together +7, and +3 is enough".
    """
    rest = [row for row in others if row["claim_id"] != claim["claim_id"] and not row.get("repeat_of")]
    own, compared = cells_of([claim]), cells_of(rest)
    if not own or not compared:
        return ["the only claim of this figure"]
    weighed = [weigh(own[0], cell) for cell in compared]
    best = max(range(len(compared)), key=lambda index: (_elsewhere(compared[index], claim, weighed[index]), -index))
    other = next(row for row in rest if row["claim_id"] == compared[best].claim_ids[0])
    told = [item for item in weighed[best] if item.weight]
    lines = [f"{_said(item, (own[0], claim), (compared[best], other))} ({_signed(item.weight)})" for item in told]
    return [*lines, _sum(total(told)), *_number(own[0], compared), *_source(claim, rest)]


def _elsewhere(cell: Cell, claim: Row, weighed: list[Evidence]) -> tuple[bool, float]:
    """Claims of other documents that tie it to the figure go before those of its own."""
    weight = total(weighed)
    return weight >= ENOUGH and claim["doc_id"] not in cell.texts | cell.titles, weight


def _signed(weight: float) -> str:
    return f"{'+' if weight >= 0 else '−'}{abs(weight):.2g}"


def _sum(weight: float) -> str:
    together = f"together {_signed(weight)}"
    if weight >= ENOUGH:
        return f"{together}, and {_signed(ENOUGH)} is enough"
    return f"{together}, less than the {_signed(ENOUGH)} that is enough: other claims or people tie it to the figure"


def _said(item: Evidence, own: tuple[Cell, Row], other: tuple[Cell, Row]) -> str:
    """One observation in words, with the words of the claims that were compared."""
    plain = _PLAIN.get((item.about, item.outcome))
    if plain is not None:
        return plain.format(values=_both(own[1]["surface"], other[1]["surface"]))
    match item.about:
        case "subject":
            return _alike(item, "subject", own[0].head, other[0].head)
        case "group":
            return _alike(item, "group", group_words(sorted(own[0].groups)), group_words(sorted(other[0].groups)))
        case "scope":
            return "one may count fewer: " + ", ".join(sorted(own[0].qualifiers ^ other[0].qualifiers))
        case "state":
            return _alike(item, "state", own[1]["state"], other[1]["state"])
        case "place":
            return _alike(item, "place", own[1]["place"] or own[0].place, other[1]["place"] or other[0].place)
        case "claimant":
            return f"the same claimant: {own[1]['claimant']}"
        case _:
            return _alike(item, "number", own[1]["surface"], other[1]["surface"])


def _alike(item: Evidence, name: str, own: object, other: object) -> str:
    """ "Same place: Naples", "place, one within the other: Naples and Italy"."""
    if item.outcome == "same":
        return f"same {name}: {own}"
    outcome = "that differ" if item.outcome == "different" else item.outcome
    return f"{name}s {outcome}: {_both(own, other)}"


def _both(own: object, other: object) -> str:
    return str(own) if own == other else f"{own} and {other}"


def _number(own: Cell, compared: Sequence[Cell]) -> Iterator[str]:
    """How many of the other numbers are the same or near."""
    value = stated(own)
    if value is None or own.vague:
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


def _source(claim: Row, rest: Sequence[Row]) -> Iterator[str]:
    if claim.get("repeat_of"):
        yield "repeats another claim of its document word for word"
    elif any(row["doc_id"] == claim["doc_id"] for row in rest):
        yield "stated again in the same document"
    if claim.get("claimant") and any(row.get("claimant") == claim["claimant"] for row in rest):
        yield f"others name {claim['claimant']} for it too"
