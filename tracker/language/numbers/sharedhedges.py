"""A hedge or a bound that is said once and holds for the next number, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import assert_bounds
from tracker.language.numbers.neighbours import LOWER, UPPER, has_noun
from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens


def carry_hedge(tokens: Tokens, earlier: list[Draft], draft: Draft) -> None:
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
    if left.modifier not in LOWER or left.unit.dimension != "count" or draft.change is not None:
        return
    if not _is_elliptic(tokens, draft) or not _is_coordinated(tokens, left, draft):
        return
    assert_bounds(draft, left.modifier)
    draft.note(
        "modifier",
        tokens.span(left.outer_first, left.first),
        "as said of the number before",
    )


def same_in_brackets(tokens: Tokens, left: Draft, right: Draft) -> None:
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


def bound_of_either(left: Draft, right: Draft, tokens: Tokens) -> None:
    """`up to 20 million euros or 4% of revenue`: a bound of two amounts of different units to choose from."""
    if not (left.is_quantity and right.is_quantity) or right.modifier is not Modifier.EXACT or right.before is not None:
        return
    bound = left.before is not None and (left.modifier in LOWER or left.modifier in UPPER)
    apart = left.stated and right.stated and left.unit.name != right.unit.name and left.change is None
    if bound and apart and tokens.words[left.stop : right.first] == ["or"]:
        assert_bounds(right, left.modifier or Modifier.EXACT)
        right.note("modifier", tokens.span(left.outer_first, left.first), "as said of either")


def hedge_of_list(tokens: Tokens, left: Draft, right: Draft) -> None:
    """`at least 4, 6 and 9 men`: a hedge before a list whose noun is said last is of each number."""
    if not (left.is_quantity and right.is_quantity) or right.modifier is not Modifier.EXACT or right.before is not None:
        return
    bound = left.modifier in LOWER or left.modifier in UPPER
    if not bound or left.unit is not right.unit or left.change is not None or left.per is not None:
        return
    in_list = tokens.words[left.stop : right.first] in ([","], ["and"], [",", "and"]) and right.first > left.stop
    if in_list and (has_noun(tokens, right.stop) or tokens.word(right.stop) in {",", "and"}):
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
