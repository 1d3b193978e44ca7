"""What neighbouring numbers of a sentence lend each other: magnitudes, units and rates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import assert_bounds
from tracker.language.numbers.neighbours import REACH, has_noun, words_between
from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

_LIST = {",", "and", "or", "to", "&", "-", "/", "by", "x", "\u00d7"}
_PAIRED = (["to"], ["and"], ["or"])
_TWO = 2
_EARNED = frozenset({"earnings", "profit", "profits", "loss", "losses", "dividend", "income", "earning"})
_LARGEST_PER_SHARE = 1000


def share_magnitude(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`grew from 2 to 3 million`: the magnitude of the level after is that of the level before."""
    if not (left.is_quantity and right.is_quantity) or left.numeral is None or right.numeral is None:
        return
    if words_between(tokens, left, right) != ["to"] or tokens.word(left.outer_first - 1) != "from" or left.stated:
        return
    scale = right.numeral.scale
    if left.value is None or right.value is None or left.numeral.scale != 1.0 or scale < 1000 or left.value >= 1000:
        return
    left.value *= scale
    assert_bounds(left, left.modifier or Modifier.EXACT)
    left.note("value", tokens.span(right.first, right.stop), f"times {scale:,.0f}")


def share_back(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`400 and 150 square miles`, `three, five and seven million euros`: the unit said last holds for all."""
    if not (left.is_quantity and right.is_quantity) or left.stated or not right.stated or left.value is None:
        return
    between = words_between(tokens, left, right)
    if (
        not between
        or any(word not in _LIST for word in between)
        or right.unit.dimension == "count"
        or tokens.sort(right.first) is Sort.SIGN
    ):
        return
    if right.unit.dimension == "percent" and right.numeral is not None and right.numeral.share:
        return
    left.unit, left.stated = right.unit, True
    left.note("unit", tokens.span(right.first, right.stop), right.unit.name)
    scale = right.numeral.scale if right.numeral else 1.0
    if scale > 1.0 and left.numeral is not None and left.numeral.scale == 1.0 and left.value < 1000:
        left.value *= scale
        left.numeral = replace(left.numeral, scale=scale)
        assert_bounds(left, left.modifier or Modifier.EXACT)
        left.note("value", tokens.span(right.first, right.stop), f"times {scale:,.0f}")


def moved(tokens: Tokens, drafts: list[Draft], at: int) -> Draft:
    """`382 horsepower at 6500 rpm, up from 375`: the measure that moved, not the condition it holds under."""
    left, right = drafts[at - 1], drafts[at]
    before = tokens.word(left.outer_first - 1)
    moved = tokens.words[max(right.outer_first - 2, 0) : right.outer_first] in (["up", "from"], ["down", "from"])
    if not moved or before not in {"at", "under"} or at < _TWO or left.change is not None:
        return left
    further = drafts[at - 2]
    measured = further.is_quantity and further.stated and further.unit.dimension not in {"time", "percent"}
    return further if measured and left.unit.name != further.unit.name else left


def share_unit(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`up from 222 million dollars in August and 212 million in September`: the unit said first holds on.

    Behind words of comparing any unit and its rate hold on; behind `and` and `to` only money of the same order does.
    """
    if not (left.is_quantity and right.is_quantity) or right.stated or not left.stated or right.value is None:
        return
    if right.first - left.stop > REACH or has_noun(tokens, right.stop) or (left.numeral and left.numeral.share):
        return
    before = tokens.word(right.outer_first - 1)
    compared = before in words("compose", "compared") and (before != "with" or _is_compared(tokens, right))
    is_moved = left.change is not None and left.unit.dimension == "percent"
    scaled = right.numeral is not None and right.numeral.scale >= 1e6
    between = set(tokens.words[left.stop : right.outer_first])
    is_led = before in words("compose", "ellipsis") or bool(between & words("compose", "compared"))
    is_money = left.unit.dimension == "currency" and scaled and is_led
    if (not compared or is_moved) and not is_money:
        return
    right.unit, right.stated = left.unit, True
    right.note("unit", tokens.span(left.first, left.stop), left.unit.name)
    if compared and left.per is not None and right.per is None:
        right.per = left.per
        right.note("per", tokens.span(left.first, left.stop), left.per)


def _is_compared(tokens: Tokens, draft: Draft) -> bool:
    return tokens.word(draft.outer_first - 2) in {"compared", "compares", "comparing"}


def level_of_index(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`fell 12 points, or 0.6 percent, to close at 17,265.99`: the level is in points, too."""
    if not draft.is_quantity or draft.stated or draft.value is None or draft.unit.dimension != "count":
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.unit.dimension != "percent"), None)
    if left is None or left.unit.name != "point" or left.change is None or draft.first - left.stop > REACH:
        return
    if tokens.word(draft.outer_first - 1) in {"to", "at"} and not has_noun(tokens, draft.stop) and draft.value >= 100:
        draft.unit = left.unit
        draft.note("unit", tokens.span(left.first, left.stop), left.unit.name)


def compare(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`14 cts shr vs 18 cts`, `$15 an hour from $9`, `from 4.1 to 6.3 per 100,000`: what is compared has one rate."""
    if not (left.is_quantity and right.is_quantity) or (left.per is None) == (right.per is None):
        return
    between = tokens.words[left.outer_stop : right.outer_first]
    money = left.change is not None and left.unit.dimension == right.unit.dimension == "currency"
    if not (left.unit.name == right.unit.name or money) or len(between) > 5 or not between:
        return
    if left.per is not None and between[-1] in words("compose", "compared"):
        right.per = left.per
        right.note("per", between[-1], left.per)
    elif right.per is not None and between in _PAIRED and _unsaid(left) and left.change is None:
        left.per = right.per
        left.note("per", between[0], right.per)


def rate_of_both(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`900 barrels of oil and 12 tonnes of ore a day`: the time said last is of both measures."""
    if not (left.is_quantity and right.is_quantity) or left.per is not None or right.per is None:
        return
    between = tokens.words[left.stop : right.outer_first]
    measured = left.unit.dimension in {"volume", "mass"} and right.unit.dimension in {"volume", "mass"}
    if measured and between and between[-1] == "and" and len(between) <= 4 and between[0] == "of":
        left.per = right.per
        left.note("per", tokens.span(right.first, right.stop), right.per)


def of_each_share(tokens: Tokens, drafts: list[Draft]) -> None:
    """`earnings per share fell to 47 cents from 58 cents`: what is of a share is said with the noun."""
    for at in range(len(tokens) - 1):
        if tokens.words[at] != "per" or tokens.words[at + 1] != "share" or tokens.word(at - 1) not in _EARNED:
            continue
        for draft in drafts:
            if draft.first <= at or draft.first - at > REACH or {";", "."} & set(tokens.words[at : draft.first]):
                continue
            is_small = draft.value is not None and abs(draft.value) < _LARGEST_PER_SHARE
            if draft.unit.dimension == "currency" and draft.per is None and is_small and draft.is_quantity:
                draft.per = "share"
                draft.note("per", tokens.span(at, at + 2), "share")


def _unsaid(draft: Draft) -> bool:
    return draft.rate is None and (not draft.stated or draft.unit.dimension != "time")


def carry_rate(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`hundreds a day, with estimates going as high as 1,500`: an estimate without noun is of the rate before it."""
    if not draft.is_quantity or draft.per is not None or draft.stated or has_noun(tokens, draft.stop):
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.per is not None), None)
    if left is None or left.unit.name != draft.unit.name:
        return
    between = set(tokens.words[left.stop : draft.first])
    if between & words("compose", "estimating") and not between & {"total", "overall"}:
        draft.per = left.per
        draft.note("per", tokens.span(left.first, left.stop), f"{left.per}, as said of the number before")
