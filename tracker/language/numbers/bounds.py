"""Two bounds of one number that become one range: `more than 30 and less than 50`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft
from tracker.language.numbers.neighbours import LOWER, UPPER
from tracker.language.shield.dates import looks_plural
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


def merge_bounds(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """The drafts with each two bounds of one number as one range."""
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
    if {left.modifier in LOWER, right.modifier in LOWER} != {True, False} or not (
        left.modifier in UPPER or right.modifier in UPPER or short
    ):
        return False
    if left.stated and right.stated and left.unit.name != right.unit.name:
        return False
    behind = left.outer_stop if left.behind_noun is None else left.behind_noun.stop
    if not _is_one_thing(tokens, tokens.words[behind : right.outer_first], left, right):
        return False
    low, high = (left, right) if left.modifier in LOWER else (right, left)
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
    low, high = (left, right) if left.modifier in LOWER else (right, left)
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
