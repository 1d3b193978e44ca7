"""Whether a number says by how much something moved or what is added, and which way."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table, words
from tracker.model import Change

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens
    from tracker.language.numbers.units import Unit

_MEASURED = frozenset({"percent", "currency", "temperature"})
_NEAR_SUBJECT = 6
_SMALL_MONEY = frozenset({"US cent", "penny", "euro cent"})
_SHARES = frozenset({"%", "percent", "per", "pct"})
_POINTS = frozenset({"points", "point", "places", "spots", "notches", "pips", "ticks", "jobs", "cents"})


@cache
def _direction(key: str) -> dict[str, Change]:
    return {word: change for change in Change for word in table("changes")[change.value][key]}


def change_of(tokens: Tokens, first: int, stop: int, unit: Unit) -> Change | None:
    """Which way the number at tokens `first` to `stop` (hedges taken in) says something moved; None for a level."""
    if unit.dimension == "percent" and tokens.word(first - 1) == "+" and tokens.glued(first):
        return Change.INCREASE
    return (
        _by(tokens, first, unit)
        or _behind_verb(tokens, first, stop, unit)
        or _behind_noun(tokens, first, unit)
        or _before_comparative(tokens, first, stop, unit)
        or _before_noun(tokens, stop, unit)
        or _of_jobs(tokens, first, stop)
        or _on_top(tokens, first, unit)
        or (_added(tokens, first, stop, unit) if unit.dimension != "time" else None)
    )


def _by(tokens: Tokens, first: int, unit: Unit) -> Change | None:
    """`fell by 20`, `raise taxes by 65 billion`."""
    if tokens.word(first - 1) != "by":
        return None
    reach: int = table("changes")["by_reach"]
    for at in range(first - 2, max(first - 2 - reach, -1), -1):
        word = tokens.words[at]
        if tokens.sorts[at] is Sort.MARK and word in {";", ".", ":"}:
            return None
        found = _direction("verbs").get(word) or _direction("transitive").get(word) or _direction("points").get(word)
        if found is not None and (word not in {"up", "down", "off"} or unit.dimension != "count"):
            return None if word in words("changes", "beating") and unit.dimension == "count" else found
    return None


def _behind_verb(tokens: Tokens, first: int, stop: int, unit: Unit) -> Change | None:
    """`rose 5%`, `up 20 cents`, `gained 3 points`, `cut 100 million dollars`."""
    at = _over_adverbs(tokens, first - 1)
    word = tokens.word(at)
    if tokens.word(first - 1) in {"to", "from", "at"} or tokens.word(first) in words("changes", "levels_by_place"):
        return None
    is_measured = unit.dimension in _MEASURED or tokens.word(stop) in _POINTS
    pair = f"{tokens.word(first - 2)} {tokens.word(first - 1)}"
    found = _direction("points").get(word) or _direction("pairs").get(pair)
    if found is not None:
        word = pair if pair in _direction("pairs") else word
        if word in words("changes", "losing") and _is_won(tokens, stop, unit):
            return None
        if unit.dimension == "count" and tokens.word(stop) == "to" and tokens.sort(stop + 1) is Sort.DIGITS:
            return found
        is_sum = unit.dimension == "currency" and unit.name not in _SMALL_MONEY and not _is_price(tokens, stop)
        return found if is_measured and not (is_sum and word in words("changes", "losing")) else None
    found = _direction("verbs").get(word)
    if found is None and unit.dimension == "percent" and _ends(tokens, stop):
        found = _direction("transitive").get(word)
    if word in {"up", "down", "off"} and not _is_direction(tokens, at, stop, measured=is_measured):
        return None
    if found is None or is_measured:
        return found
    if unit.dimension == "length" and _is_level(tokens, at):
        return found
    return found if unit.dimension in {"count", "mass", "volume"} and _ends(tokens, stop) else None


def _is_price(tokens: Tokens, stop: int) -> bool:
    """`shed $1.24, or 1.9%`, `gained $2 to $48`, `lost $1.10 a barrel`: what a price moved by, and no sum of money."""
    if tokens.word(stop) == "to":
        return True
    if tokens.word(stop) in {"a", "an", "per"}:
        return tokens.word(stop + 1) in words("changes", "prices")
    at = stop + 1 if tokens.word(stop) == "," else stop
    opened = tokens.word(at) in {"or", "("}
    return opened and not _SHARES.isdisjoint(tokens.words[at + 1 : at + 5])


def _of_jobs(tokens: Tokens, first: int, stop: int) -> Change | None:
    """`will create 1,600 jobs`, `800 jobs will go`: work that is made or lost."""
    at = stop + 1 if tokens.word(stop) in {"new", "more"} else stop
    if tokens.word(at) not in {"jobs", "posts", "positions"}:
        return None
    if tokens.word(first - 1) in words("changes", "created"):
        return Change.INCREASE
    told = tokens.words[at + 1 : at + 5]
    is_moved = tokens.word(at + 1) in words("changes", "auxiliaries")
    return Change.DECREASE if is_moved and not words("changes", "gone").isdisjoint(told) else None


def _on_top(tokens: Tokens, first: int, unit: Unit) -> Change | None:
    """`cost £75m plus up to £15m`: money that comes on top of other money."""
    led = tokens.word(first - 1) == "plus" and unit.dimension == "currency"
    return Change.INCREASE if led and tokens.sort(first - 2) is not None else None


def _is_won(tokens: Tokens, stop: int, unit: Unit) -> bool:
    """`gained 19% of the vote`, `added 16 points and 13 rebounds`: what was won in a vote or a game."""
    if unit.dimension == "percent":
        of = tokens.words[stop : stop + 6]
        return "of" in of[:1] and not words("changes", "won").isdisjoint(of)
    return tokens.word(stop) in {"points", "point"} and not words("games", "scoring").isdisjoint(
        [*tokens.words[:stop], *tokens.words[stop + 1 :]]
    )


def _is_level(tokens: Tokens, verb: int) -> bool:
    """`the river rose 1.5 metres`: what has a level, and not who climbs or falls so far."""
    return bool(set(tokens.words[max(verb - _NEAR_SUBJECT, 0) : verb]) & words("changes", "levels"))


def _over_adverbs(tokens: Tokens, at: int) -> int:
    """The token before adverbs (`rose only slightly, about 3 percent`)."""
    last = at - 3
    while at > last and at >= 0 and tokens.words[at] in words("changes", "adverbs"):
        if tokens.words[at] in {"up", "down", "by"}:
            break
        at -= 1
    return at


def _is_direction(tokens: Tokens, at: int, stop: int, *, measured: bool) -> bool:
    """`up`, `down` and `off` that say which way, not what another verb did (`pulled off a heist`, `set up 5 camps`)."""
    if not measured and not _ends(tokens, stop):
        return False
    before = tokens.word(at - 1)
    if tokens.word(at) == "off":
        return before in words("changes", "before_off") or tokens.sort(at - 1) in {None, Sort.MARK}
    return before not in words("changes", "phrasal")


def _ends(tokens: Tokens, stop: int) -> bool:
    """Nothing counted follows the number."""
    return tokens.sort(stop) in {None, Sort.MARK} or tokens.word(stop) in words("changes", "behind_bare")


def _behind_noun(tokens: Tokens, first: int, unit: Unit) -> Change | None:
    """`an increase of 12%`, `a drop in sales of 5 percent`."""
    if tokens.word(first - 1) != "of":
        return None
    for at in range(first - 2, max(first - 8, -1), -1):
        word = tokens.words[at]
        found = _direction("nouns").get(word)
        if word == "surge" and unit.dimension == "length":
            return None
        if found is not None:
            near = tokens.words[at + 1 : first - 1]
            if (
                word in words("changes", "nouns_of_points")
                and unit.dimension == "currency"
                and unit.name not in _SMALL_MONEY
            ):
                return None
            return found if not near or near[0] in {"in", "for"} else None
        if tokens.sorts[at] is Sort.MARK:
            return None
    return None


def _before_comparative(tokens: Tokens, first: int, stop: int, unit: Unit) -> Change | None:
    """`70 pct higher`, `40% larger`, `30,000 more troops`; `5 more than`, but not `dozens more wounded`."""
    word = tokens.word(stop)
    if word in {"point", "points"}:
        moved = _direction("comparatives").get(tokens.word(stop + 1))
        return moved if tokens.word(stop + 1) in words("changes", "of_points") else None
    word = "more" if word in words("changes", "fresh") and unit.dimension != "time" else word
    found = _direction("comparatives").get(word)
    if found is None:
        return None
    if word in {"more", "fewer", "less"}:
        after = tokens.word(stop + 1)
        if unit.dimension == "time" or tokens.word(first - 1) in words("changes", "before_elided"):
            return None
        if unit.dimension == "count" and (word != "more" or after == "than"):
            return found if word != "more" or after == "than" else None
        if unit.dimension == "count":
            elided = tokens.sort(stop + 1) is not Sort.WORD or after in words("changes", "participles")
            return None if elided or _is_other_fate(tokens, stop) else found
        return found
    if unit.dimension == "count" and tokens.word(stop + 1) != "than":
        return None
    if word in {"up", "down"} and unit.dimension == "currency" and _ends(tokens, stop + 1):
        return found
    if word in words("changes", "only_percent"):
        return found if unit.dimension == "percent" and word not in {"older", "younger"} else None
    return found if unit.dimension in words("changes", "comparable") else None


def _before_noun(tokens: Tokens, stop: int, unit: Unit) -> Change | None:
    """`a 12% increase`, `2.1 percent growth`, `a 5 percent pay rise`."""
    if unit.dimension not in _MEASURED and tokens.word(stop - 1) not in _POINTS:
        return None
    for at in range(stop, min(stop + 3, len(tokens))):
        word = tokens.words[at]
        found = _direction("nouns").get(word)
        if found is not None:
            return found
        if tokens.sorts[at] is Sort.DASH:
            continue
        if tokens.sorts[at] is not Sort.WORD or word in words("changes", "not_between"):
            return None
    return None


def _added(tokens: Tokens, first: int, stop: int, unit: Unit) -> Change | None:
    """`Another seven people`, `an additional 500 troops`: added to the same; not to another fate in a list."""
    at = first
    while at > 0 and tokens.words[at - 1] in words("changes", "loose"):
        at -= 1
    fresh = words("changes", "fresh")
    if tokens.word(first) in fresh:
        at = first + 1
    elif tokens.word(first) in {"a", "an"} and tokens.word(first + 1) in fresh:
        at = first + 2
    if tokens.word(at - 1) not in fresh:
        return None
    before = at - 2
    while tokens.word(before) in {"a", "an", "the"}:
        before -= 1
    if (
        tokens.word(before) in words("changes", "coordinating")
        or tokens.word(before) in words("changes", "hurting")
        or (unit.dimension == "count" and tokens.word(stop) in words("changes", "participles"))
    ):
        return None
    return None if _is_other_fate(tokens, stop) else Change.INCREASE


def _is_other_fate(tokens: Tokens, stop: int) -> bool:
    """`Another 30 people were injured`: reports name the dead first, so these are not more of them."""
    return bool(set(tokens.words[stop : stop + 5]) & words("changes", "hurt"))
