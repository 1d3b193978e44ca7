"""Neighbouring numbers of a sentence: which are of one kind, bounds that are one, what each lends to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.language.numbers.bounds import merge_bounds
from tracker.language.numbers.neighbours import REACH, has_noun
from tracker.language.numbers.sharedhedges import bound_of_either, carry_hedge, hedge_of_list, same_in_brackets
from tracker.language.numbers.sharedunits import (
    carry_rate,
    compare,
    level_of_index,
    moved,
    of_each_share,
    rate_of_both,
    share_back,
    share_magnitude,
    share_unit,
)
from tracker.language.numbers.tokens import Sort
from tracker.language.shield.ages import OLDEST
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens


def coordinate(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """The drafts with what they share; two bounds of one number (`more than 30 and less than 50`) become one."""
    _pair_ages(tokens, drafts)
    _pair_days(tokens, drafts)
    merged = merge_bounds(tokens, drafts)
    for left, right in zip(reversed(merged[:-1]), reversed(merged[1:]), strict=True):
        share_back(tokens, left, right)
        share_magnitude(tokens, left, right)
    for at, draft in enumerate(merged):
        if at:
            share_unit(tokens, moved(tokens, merged, at), draft)
            _apposed_change(tokens, merged[at - 1], draft)
            _coordinated_change(tokens, merged[at - 1], draft)
            _gapped_change(tokens, merged[:at], draft)
            carry_hedge(tokens, merged[:at], draft)
            same_in_brackets(tokens, merged[at - 1], draft)
            hedge_of_list(tokens, merged[at - 1], draft)
            bound_of_either(merged[at - 1], draft, tokens)
            carry_rate(tokens, merged[:at], draft)
            level_of_index(tokens, merged[:at], draft)
            compare(tokens, merged[at - 1], draft)
            rate_of_both(tokens, merged[at - 1], draft)
    if "share" in tokens.words:
        of_each_share(tokens, merged)
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
        if joined and bare and tokens.sort(right.first) is Sort.DIGITS and not has_noun(tokens, right.stop):
            right.kind = Kind.DATE


def _apposed_change(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`dropped 123 points, or 0.7 percent`, `fell 40 points (0.9%)`: the same change in another unit."""
    if left.change is None or right.change is not None or not right.is_quantity or right.unit.name == left.unit.name:
        return
    between = tokens.words[left.stop : right.outer_first]
    joined = 0 < len(between) <= 5 and between[-1] == "or" and "," in between
    if joined or (between in (["or"], ["("]) and right.unit.dimension == "percent"):
        right.change = left.change
        right.note("change", "or", left.change.value)


def _coordinated_change(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`rose 0.4% in May and 2.1% in June`: one verb for two changes."""
    if left.change is None or right.change is not None or not right.is_quantity or right.unit.dimension != "percent":
        return
    between = tokens.words[left.stop : right.outer_first]
    joined = 0 < len(between) <= 6 and between[-1] == "and" and words("compose", "coordinating").isdisjoint(between)
    if left.unit is not right.unit or not joined or tokens.word(left.outer_first - 1) in {"a", "an", "the"}:
        return
    if not has_noun(tokens, right.stop) and tokens.word(right.stop) not in {"of", "were", "was", "are", "is"}:
        right.change = left.change
        right.note("change", "and", left.change.value)


def _gapped_change(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
    """`exports grew by 3 percent, imports by 1 percent`: the verb is said once."""
    if not draft.is_quantity or draft.change is not None or tokens.word(draft.outer_first - 1) != "by":
        return
    left = next((one for one in reversed(earlier) if one.is_quantity and one.unit.name == draft.unit.name), None)
    if left is None or left.change is None or tokens.word(left.outer_first - 1) != "by" or not draft.stated:
        return
    if draft.first - left.stop <= REACH and not {";", "."} & set(tokens.words[left.stop : draft.first]):
        draft.change = left.change
        draft.note("change", "by", left.change.value)
