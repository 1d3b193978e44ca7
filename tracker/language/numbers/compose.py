"""What neighbouring numbers of a sentence lend each other: units, magnitudes, hedges, rates; bounds that are one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft, assert_bounds
from tracker.language.numbers.tokens import Sort
from tracker.language.shield.ages import OLDEST
from tracker.language.shield.dates import looks_plural
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_LIST = {",", "and", "or", "to", "&", "-", "/", "by", "x", "\u00d7"}
_PAIRED = (["to"], ["and"], ["or"])
_LOWER = {Modifier.AT_LEAST, Modifier.MORE_THAN}
_UPPER = {Modifier.AT_MOST, Modifier.LESS_THAN}
_REACH = 14
_TWO = 2
_EARNED = frozenset({"earnings", "profit", "profits", "loss", "losses", "dividend", "income", "earning"})
_LARGEST_PER_SHARE = 1000


def coordinate(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """The drafts with what they share; two bounds of one number (`more than 30 and less than 50`) become one."""
    _pair_ages(tokens, drafts)
    _pair_days(tokens, drafts)
    merged = _merge_bounds(tokens, drafts)
    for left, right in zip(reversed(merged[:-1]), reversed(merged[1:]), strict=True):
        _share_back(tokens, left, right)
        _share_magnitude(tokens, left, right)
    for at, draft in enumerate(merged):
        if at:
            _share_unit(tokens, _moved(tokens, merged, at), draft)
            _apposed_change(tokens, merged[at - 1], draft)
            _coordinated_change(tokens, merged[at - 1], draft)
            _gapped_change(tokens, merged[:at], draft)
            _carry_hedge(tokens, merged[:at], draft)
            _same_in_brackets(tokens, merged[at - 1], draft)
            _hedge_of_list(tokens, merged[at - 1], draft)
            _bound_of_either(merged[at - 1], draft, tokens)
            _carry_rate(tokens, merged[:at], draft)
            _level_of_index(tokens, merged[:at], draft)
            _compare(tokens, merged[at - 1], draft)
            _rate_of_both(tokens, merged[at - 1], draft)
    if "share" in tokens.words:
        _of_each_share(tokens, merged)
    return merged


def _pair_ages(tokens: Tokens, drafts: list[Draft]) -> None:
    """`two daughters, 8 and 11,`: what follows an age in a list is one."""
    for left, right in pairwise(drafts):
        joined = tokens.words[left.stop : right.first] in (["and"], [","], [",", "and"])
        bare = right.is_quantity and not right.stated and right.value is not None and right.value <= OLDEST
        ends = tokens.sort(right.stop) in {None, Sort.MARK} and tokens.word(left.first - 1) == ","
        if left.kind is Kind.AGE and joined and bare and ends and left.stop == left.first + 1:
            right.kind, right.unit = Kind.AGE, left.unit
        if left.kind is Kind.AGE and left.modifier is not Modifier.RANGE and right.before is not None and bare:
            also = tokens.words[left.stop : right.outer_first] in (["and"], ["or"], ["but"], [",", "and"])
            if also and left.before is not None and tokens.sort(right.stop) in {None, Sort.MARK, Sort.WORD}:
                right.kind, right.unit = Kind.AGE, left.unit
        hung = tokens.words[left.stop : right.first] in (["-", "and"], ["-", "or"], ["-", ","], ["-", ",", "and"])
        if right.kind is Kind.AGE and hung and left.is_quantity and not left.stated:
            left.kind, left.unit = Kind.AGE, right.unit


def _pair_days(tokens: Tokens, drafts: list[Draft]) -> None:
    """`June 26 and 27`: the second day is a date, too."""
    for left, right in pairwise(drafts):
        if left.kind is not Kind.DATE or left.start is None or not tokens.text[left.start].isalpha():
            continue
        joined = tokens.words[left.stop : right.first] in (["and"], ["or"], ["to"], ["through"], ["until"])
        bare = right.is_quantity and not right.stated and right.value is not None and right.value <= 31
        if joined and bare and tokens.sort(right.first) is Sort.DIGITS and not _has_noun(tokens, right.stop):
            right.kind = Kind.DATE


def _merge_bounds(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    merged: list[Draft] = []
    for draft in drafts:
        if merged and _are_bounds(tokens, merged[-1], draft):
            merged[-1] = _joined(tokens, merged[-1], draft)
        else:
            merged.append(draft)
    return merged


def _are_bounds(tokens: Tokens, left: Draft, right: Draft) -> bool:
    if not (left.is_quantity and right.is_quantity) or left.modifier is None or right.before is None:
        return False
    short = right.modifier is Modifier.NEARLY and tokens.word(right.outer_first - 1) == "but"
    if {left.modifier in _LOWER, right.modifier in _LOWER} != {True, False} or not (
        left.modifier in _UPPER or right.modifier in _UPPER or short
    ):
        return False
    if left.stated and right.stated and left.unit.name != right.unit.name:
        return False
    behind = left.outer_stop if left.behind_noun is None else left.behind_noun.stop
    if not _is_one_thing(tokens, tokens.words[behind : right.outer_first], left, right):
        return False
    low, high = (left, right) if left.modifier in _LOWER else (right, left)
    return low.value is not None and high.value is not None and low.value < high.value


def _is_one_thing(tokens: Tokens, between: list[str], left: Draft, right: Draft) -> bool:
    """Joined with nothing between, or with the noun said once (`more than 30 people but fewer than 50`) or twice."""
    if not between:
        return tokens.word(right.outer_first) in {"max", "maximum", "min", "minimum"}
    joints = words("comparisons", "joints")
    at = next((at for at, word in enumerate(between) if word in joints), None)
    if at is None or at > 2 or any(word not in joints for word in between[at:]):
        return False
    if at == 0:
        return True
    noun = between[at - 1]
    is_noun = looks_plural(noun) or noun in words("shield", "counted_after_year_like")
    following = tokens.words[right.stop : right.stop + 2]
    others = [word for word in following if looks_plural(word) or word in words("shield", "counted_after_year_like")]
    is_noun = is_noun and noun not in words("shield", "participles")
    return is_noun and not left.stated and not right.stated and others in ([], [noun])


def _joined(tokens: Tokens, left: Draft, right: Draft) -> Draft:
    low, high = (left, right) if left.modifier in _LOWER else (right, left)
    least, most = low.value or 0.0, high.value or 0.0
    unit = left.unit if left.stated else right.unit
    joined = Draft(
        Kind.QUANTITY,
        left.first,
        right.stop,
        least / 2 + most / 2,
        least,
        most,
        Modifier.RANGE,
        unit,
        left.numeral,
        left.stated or right.stated,
        right.rate,
        right.per or left.per,
        left.change or right.change,
        left.before,
        right.after,
    )
    joined.steps = [*left.steps, *right.steps]
    joined.note("modifier", tokens.span(left.outer_first, right.stop), "a range, both ends included")
    return joined


def _between(tokens: Tokens, left: Draft, right: Draft) -> list[str]:
    return tokens.words[left.stop : right.first]


def _share_magnitude(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`grew from 2 to 3 million`: the magnitude of the level after is that of the level before."""
    if not (left.is_quantity and right.is_quantity) or left.numeral is None or right.numeral is None:
        return
    if _between(tokens, left, right) != ["to"] or tokens.word(left.outer_first - 1) != "from" or left.stated:
        return
    scale = right.numeral.scale
    if left.value is None or right.value is None or left.numeral.scale != 1.0 or scale < 1000 or left.value >= 1000:
        return
    left.value *= scale
    assert_bounds(left, left.modifier or Modifier.EXACT)
    left.note("value", tokens.span(right.first, right.stop), f"times {scale:,.0f}")


def _share_back(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`400 and 150 square miles`, `three, five and seven million euros`: the unit said last holds for all."""
    if not (left.is_quantity and right.is_quantity) or left.stated or not right.stated or left.value is None:
        return
    between = _between(tokens, left, right)
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


def _moved(tokens: Tokens, drafts: list[Draft], at: int) -> Draft:
    """`382 horsepower at 6500 rpm, up from 375`: the measure that moved, not the condition it holds under."""
    left, right = drafts[at - 1], drafts[at]
    before = tokens.word(left.outer_first - 1)
    moved = tokens.words[max(right.outer_first - 2, 0) : right.outer_first] in (["up", "from"], ["down", "from"])
    if not moved or before not in {"at", "under"} or at < _TWO or left.change is not None:
        return left
    further = drafts[at - 2]
    measured = further.is_quantity and further.stated and further.unit.dimension not in {"time", "percent"}
    return further if measured and left.unit.name != further.unit.name else left


def _share_unit(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`up from 222 million dollars in August and 212 million in September`: the unit said first holds on.

    Behind words of comparing any unit and its rate hold on; behind `and` and `to` only money of the same order does.
    """
    if not (left.is_quantity and right.is_quantity) or right.stated or not left.stated or right.value is None:
        return
    if right.first - left.stop > _REACH or _has_noun(tokens, right.stop) or (left.numeral and left.numeral.share):
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


def _apposed_change(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`dropped 123 points, or 0.7 percent`, `fell 40 points (0.9%)`: the same change in another unit."""
    if left.change is None or right.change is not None or not right.is_quantity or right.unit.name == left.unit.name:
        return
    between = tokens.words[left.stop : right.outer_first]
    joined = 0 < len(between) <= 5 and between[-1] == "or" and "," in between
    if joined or (between in (["or"], ["("]) and right.unit.dimension == "percent"):
        right.change = left.change
        right.note("change", "or", left.change.value)


def _level_of_index(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`fell 12 points, or 0.6 percent, to close at 17,265.99`: the level is in points, too."""
    if not draft.is_quantity or draft.stated or draft.value is None or draft.unit.dimension != "count":
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.unit.dimension != "percent"), None)
    if left is None or left.unit.name != "point" or left.change is None or draft.first - left.stop > _REACH:
        return
    if tokens.word(draft.outer_first - 1) in {"to", "at"} and not _has_noun(tokens, draft.stop) and draft.value >= 100:
        draft.unit = left.unit
        draft.note("unit", tokens.span(left.first, left.stop), left.unit.name)


def _coordinated_change(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`rose 0.4% in May and 2.1% in June`: one verb for two changes."""
    if left.change is None or right.change is not None or not right.is_quantity or right.unit.dimension != "percent":
        return
    between = tokens.words[left.stop : right.outer_first]
    joined = 0 < len(between) <= 6 and between[-1] == "and" and words("compose", "coordinating").isdisjoint(between)
    if left.unit is not right.unit or not joined or tokens.word(left.outer_first - 1) in {"a", "an", "the"}:
        return
    if not _has_noun(tokens, right.stop) and tokens.word(right.stop) not in {"of", "were", "was", "are", "is"}:
        right.change = left.change
        right.note("change", "and", left.change.value)


def _gapped_change(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`exports grew by 3 percent, imports by 1 percent`: the verb is said once."""
    if not draft.is_quantity or draft.change is not None or tokens.word(draft.outer_first - 1) != "by":
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.unit.name == draft.unit.name), None)
    if left is None or left.change is None or tokens.word(left.outer_first - 1) != "by" or not draft.stated:
        return
    if draft.first - left.stop <= _REACH and not {";", "."} & set(tokens.words[left.stop : draft.first]):
        draft.change = left.change
        draft.note("change", "by", left.change.value)


def _compare(tokens: Tokens, left: Draft, right: Draft) -> None:
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


def _rate_of_both(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`900 barrels of oil and 12 tonnes of ore a day`: the time said last is of both measures."""
    if not (left.is_quantity and right.is_quantity) or left.per is not None or right.per is None:
        return
    between = tokens.words[left.stop : right.outer_first]
    measured = left.unit.dimension in {"volume", "mass"} and right.unit.dimension in {"volume", "mass"}
    if measured and between and between[-1] == "and" and len(between) <= 4 and between[0] == "of":
        left.per = right.per
        left.note("per", tokens.span(right.first, right.stop), right.per)


def _of_each_share(tokens: Tokens, drafts: list[Draft]) -> None:
    """`earnings per share fell to 47 cents from 58 cents`: what is of a share is said with the noun."""
    for at in range(len(tokens) - 1):
        if tokens.words[at] != "per" or tokens.words[at + 1] != "share" or tokens.word(at - 1) not in _EARNED:
            continue
        for draft in drafts:
            if draft.first <= at or draft.first - at > _REACH or {";", "."} & set(tokens.words[at : draft.first]):
                continue
            is_small = draft.value is not None and abs(draft.value) < _LARGEST_PER_SHARE
            if draft.unit.dimension == "currency" and draft.per is None and is_small and draft.is_quantity:
                draft.per = "share"
                draft.note("per", tokens.span(at, at + 2), "share")


def _unsaid(draft: Draft) -> bool:
    return draft.rate is None and (not draft.stated or draft.unit.dimension != "time")


def _has_noun(tokens: Tokens, stop: int) -> bool:
    """Whether a counted noun may stand right behind the number."""
    return tokens.sort(stop) is Sort.WORD and tokens.word(stop) not in words("compose", "after_ellipsis")


def _carry_hedge(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`killing at least five and injuring 21`: a bound holds on over a coordination with the noun left out."""
    left = next((one for one in reversed(earlier) if one.is_quantity), None)
    if (
        left is None
        or not draft.is_quantity
        or draft.modifier is not Modifier.EXACT
        or draft.before is not None
        or draft.stated
    ):
        return
    if left.modifier not in _LOWER or left.unit.dimension != "count" or draft.change is not None:
        return
    if not _is_elliptic(tokens, draft) or not _is_coordinated(tokens, left, draft):
        return
    assert_bounds(draft, left.modifier)
    draft.note(
        "modifier",
        tokens.span(left.outer_first, left.first),
        "as said of the number before",
    )


def _same_in_brackets(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`nearly 8 square miles (20 km)`, `around £115/$150`: the same amount in another unit is as loose."""
    if not (left.is_quantity and right.is_quantity) or right.modifier is not Modifier.EXACT or right.before is not None:
        return
    between = tokens.words[left.stop : right.first]
    if between not in (["("], ["/"], ["(", "or"], [",", "or"]) or left.unit.name == right.unit.name:
        return
    both_said = left.stated and right.stated and left.unit.dimension == right.unit.dimension
    if both_said and left.modifier not in {None, Modifier.EXACT, Modifier.RANGE, Modifier.VAGUE}:
        assert_bounds(right, left.modifier or Modifier.EXACT)
        right.note("modifier", tokens.span(left.outer_first, left.first), "as said of the same in another unit")


def _bound_of_either(left: Draft, right: Draft, tokens: Tokens) -> None:
    """`up to 20 million euros or 4% of revenue`: a bound of two amounts of different units to choose from."""
    if not (left.is_quantity and right.is_quantity) or right.modifier is not Modifier.EXACT or right.before is not None:
        return
    bound = left.before is not None and (left.modifier in _LOWER or left.modifier in _UPPER)
    apart = left.stated and right.stated and left.unit.name != right.unit.name and left.change is None
    if bound and apart and tokens.words[left.stop : right.first] == ["or"]:
        assert_bounds(right, left.modifier or Modifier.EXACT)
        right.note("modifier", tokens.span(left.outer_first, left.first), "as said of either")


def _hedge_of_list(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`at least 4, 6 and 9 men`: a hedge before a list whose noun is said last is of each number."""
    if not (left.is_quantity and right.is_quantity) or right.modifier is not Modifier.EXACT or right.before is not None:
        return
    bound = left.modifier in _LOWER or left.modifier in _UPPER
    if not bound or left.unit is not right.unit or left.change is not None or left.per is not None:
        return
    in_list = tokens.words[left.stop : right.first] in ([","], ["and"], [",", "and"]) and right.first > left.stop
    if in_list and (_has_noun(tokens, right.stop) or tokens.word(right.stop) in {",", "and"}):
        assert_bounds(right, left.modifier or Modifier.EXACT)
        right.note("modifier", tokens.span(left.outer_first, left.first), "as said of the list")


def _is_elliptic(tokens: Tokens, draft: Draft) -> bool:
    after = tokens.word(draft.stop)
    if after in {"others", "other"}:
        return after == "others"
    return not after or tokens.sort(draft.stop) is not Sort.WORD or after in words("compose", "after_elliptic_count")


def _is_coordinated(tokens: Tokens, left: Draft, right: Draft) -> bool:
    """Joined by `and` with at most a participle before the number, in one clause."""
    between = tokens.words[left.stop : right.first]
    if len(between) > 12 or any(word in words("compose", "clause_breaks") for word in between):
        return False
    return any(word == "and" and at >= len(between) - 3 for at, word in enumerate(between))


def _carry_rate(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`hundreds a day, with estimates going as high as 1,500`: an estimate without noun is of the rate before it."""
    if not draft.is_quantity or draft.per is not None or draft.stated or _has_noun(tokens, draft.stop):
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.per is not None), None)
    if left is None or left.unit.name != draft.unit.name:
        return
    between = set(tokens.words[left.stop : draft.first])
    if between & words("compose", "estimating") and not between & {"total", "overall"}:
        draft.per = left.per
        draft.note("per", tokens.span(left.first, left.stop), f"{left.per}, as said of the number before")
