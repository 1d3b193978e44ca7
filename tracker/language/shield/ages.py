"""Tells a person's age from a quantity of years: forms of words, appositions, and the years that things have."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.numeral import Numeral
    from tracker.language.numbers.tokens import Tokens

_OLD_UNITS = {
    "year": "year",
    "years": "year",
    "yr": "year",
    "yrs": "year",
    "yo": "year",
    "month": "month",
    "months": "month",
    "week": "week",
    "weeks": "week",
    "day": "day",
    "days": "day",
    "hour": "hour",
    "hours": "hour",
}
OLDEST = 122


def old_form(tokens: Tokens, stop: int) -> tuple[str, int] | None:
    """The unit and the token after `-year-old`, `years old`, `years of age`, `-year-olds` that begin at `stop`."""
    at = stop + 1 if tokens.sort(stop) is Sort.DASH else stop
    unit = _OLD_UNITS.get(tokens.word(at))
    if unit is None:
        return None
    at += 1
    if tokens.word(at) == "of" and tokens.word(at + 1) == "age":
        return unit, at + 2
    if tokens.sort(at) is Sort.DASH:
        at += 1
    if tokens.word(at).removesuffix("'s") in {"old", "olds"}:
        return unit, at + 1
    return None


def is_of_person(tokens: Tokens, after: int) -> bool:
    """Whether what follows `-year-old` is a person (or nothing) rather than a thing that has lasted so long."""
    phrase = []
    for at in range(after, min(after + 4, len(tokens))):
        word = tokens.words[at].removesuffix("'s")
        if tokens.sort(at) is not Sort.WORD or word in words("ages", "clause_words"):
            break
        if tokens.is_capital(at) and at > after:
            break
        phrase.append(word)
    if any(word in words("ages", "persons") for word in phrase):
        return True
    return not any(word in words("ages", "things") for word in phrase)


def is_of_thing(tokens: Tokens, first: int, stop: int) -> bool:
    """`the war is now three years old`: what is so old is a thing, named before its verb."""
    if tokens.sort(stop - 2) is Sort.DASH or tokens.word(stop).removesuffix("s") in words("ages", "persons"):
        return False
    before = set(tokens.words[max(first - 8, 0) : first])
    if not before & words("ages", "being"):
        return False
    return bool(before & words("ages", "things")) and not before & (
        words("ages", "persons") | words("ages", "subjects")
    )


def is_age(tokens: Tokens, numeral: Numeral, first: int, stop: int) -> bool:
    """Whether a bare number is an age: `Smith, 56,`, `aged 56`, `(56)`, `she was 15.`"""
    value = numeral.value
    if value is None or not 0 < value <= OLDEST or numeral.scale > 1 or not value.is_integer() or numeral.share:
        return False
    return (
        _is_cued(tokens, first, stop)
        or _is_apposed(tokens, first, stop, worded=numeral.worded)
        or _is_of_group(tokens, first, stop)
        or _is_predicated(tokens, first, stop)
    )


def is_of_ages(tokens: Tokens, first: int, stop: int, high: float | None) -> bool:
    """`18 and older`, `children 3-12`: ages of a group; `high` is the upper end of a range."""
    if high is not None and high <= OLDEST and _between_ages(tokens, first):
        return True
    if tokens.word(stop) in {"and", "or"}:
        grouped = tokens.word(first - 1) in words("ages", "aged_groups")
        return tokens.word(stop + 1) in {"older", "younger"} or (
            grouped and tokens.word(stop + 1) in {"over", "above", "up", "under"}
        )
    return high is not None and high <= OLDEST and tokens.word(first - 1) in words("ages", "aged_groups")


def _between_ages(tokens: Tokens, first: int) -> bool:
    """`aged between 18 and 24`, `aged from 18 to 24`, `between the ages of 21 and 58`."""
    at = first - 1
    while tokens.word(at) in {"between", "from", "about", "around", "of", "the"} and first - at < 4:
        at -= 1
    return tokens.word(at) in {"aged", "ages", "age"}


def _is_cued(tokens: Tokens, first: int, stop: int) -> bool:
    """`aged 56`, `at the age of 56`, `died at 56`, `aged 3, 5 and 7`."""
    before, earlier = tokens.word(first - 1), tokens.word(first - 2)
    if before in words("ages", "cues") or (before == "of" and earlier in {"age", "ages"}):
        return True
    ends = tokens.word(stop) in words("ages", "after_age") or not tokens.word(stop)
    if (before == "at" and earlier in words("ages", "dying")) or (before == "to" and earlier in {"lived", "live"}):
        return ends
    if before == "of" and earlier in words("ages", "young"):
        return tokens.sort(stop) in {None, Sort.MARK}
    if before == "from" and earlier in {"ranged", "ranging", "range"}:
        return bool({"age", "aged", "ages"} & set(tokens.words[max(first - 5, 0) : first]))
    noun = tokens.sort(stop) is Sort.WORD and not (ends or tokens.word(stop) in words("ages", "list_joints"))
    return before in words("ages", "listing") and not noun and _in_age_list(tokens, first - 1)


def _is_apposed(tokens: Tokens, first: int, stop: int, *, worded: bool) -> bool:
    """`Smith, 56,`, `his daughter, 6, was`, `Tom Hale (29)`."""
    before, after = tokens.word(first - 1), tokens.word(stop)
    if before == "both" and tokens.word(first - 2) == ",":
        return tokens.sort(stop) in {None, Sort.MARK}
    if before == "(":
        if not words("games", "batting").isdisjoint(tokens.words):
            return False
        return after in {")", ","} and _follows_person(tokens, first - 1)
    if before != "," or after not in words("ages", "behind_apposed"):
        return False
    return _follows_person(tokens, first - 1) and not (worded and after in {"of", "from", "to", "in"})


def _is_of_group(tokens: Tokens, first: int, stop: int) -> bool:
    """`children under 5`, `the over-65s`."""
    hung = tokens.sort(first - 1) is Sort.DASH and tokens.glued(first) and tokens.glued(first - 1)
    if hung and tokens.word(first - 2) in {"under", "over"}:
        return tokens.word(stop) == "s" and tokens.glued(stop)
    if tokens.word(first - 1) not in {"under", "over"}:
        return False
    if tokens.word(first - 2) in words("ages", "being"):
        return tokens.sort(stop) in {None, Sort.MARK}
    return tokens.word(first - 2) in words("ages", "aged_groups") or (tokens.word(stop) == "s" and tokens.glued(stop))


def before_age(tokens: Tokens, first: int) -> int:
    """Where hedges of an age end: before its cue (`under the age of 10`)."""
    at = first
    if tokens.word(at - 1) == "of" and tokens.word(at - 2) in {"age", "ages"}:
        at -= 2
    elif tokens.word(at - 1) in {"age", "aged", "ages"}:
        at -= 1
    return at


def _in_age_list(tokens: Tokens, at: int) -> bool:
    """`aged 3, 5 and 7`, `ages 18 to 24`: back over the list to its cue."""
    while at >= 0 and (
        tokens.sort(at) is Sort.DIGITS
        or tokens.word(at) in words("ages", "list_joints")
        or tokens.word(at) in _small_numbers()
    ):
        at -= 1
    return tokens.word(at) in {"aged", "ages", "age"}


@cache
def _small_numbers() -> frozenset[str]:
    return frozenset(table("numbers")["cardinals"])


def _follows_person(tokens: Tokens, comma: int) -> bool:
    """Whether a person is named right before the comma: a capitalised word that is no date, or a word for a person."""
    at = comma - 1
    if tokens.word(at) == "." and tokens.word(at - 1) in {"jr", "sr"}:
        return True
    word = tokens.word(at)
    if tokens.sort(at) is not Sort.WORD:
        return word in {'"', "\u201d", "'"} and tokens.sort(at - 1) is Sort.WORD and tokens.is_capital(at - 1)
    if word in words("ages", "persons") or word in words("ages", "pronouns"):
        return True
    if word in table("shield")["months"] or word in words("shield", "weekdays") or word in _small_numbers():
        return False
    return tokens.is_capital(at) and not (at >= 2 and tokens.word(at - 1) in {"in", "near", "on"})


def _is_predicated(tokens: Tokens, first: int, stop: int) -> bool:
    """`she was just 15`, `who turned 18`: a person, a verb of being, and nothing counted behind."""
    at = first - 1
    while tokens.word(at) in words("ages", "adverbs"):
        at -= 1
    verb = tokens.word(at)
    if tokens.sort(stop) is not None and tokens.word(stop) not in words("ages", "after_age"):
        return False
    if verb in {"turned", "turns", "turning", "turn"}:
        return True
    if verb not in words("ages", "being"):
        return False
    subject = tokens.word(at - 1)
    if subject in words("ages", "subjects") or subject in words("ages", "persons"):
        return True
    return _is_surname_aged(tokens, at - 1, stop, verb)


def _is_surname_aged(tokens: Tokens, at: int, stop: int, verb: str) -> bool:
    """`Hale was 75, the paper reported`, `the driver, his nephew, was 16`: who was so old, and no level that a measure
    stood at.
    """
    if verb not in {"was", "is"} or tokens.sort(stop) not in {None, Sort.MARK} or tokens.word(stop) in {"/", "-", "%"}:
        return False
    if tokens.word(at) == ",":
        return tokens.word(at - 1).rpartition("-")[2] in words("ages", "persons")
    named = tokens.is_capital(at) and tokens.sort(at) is Sort.WORD and not tokens.raw(at).isupper()
    opens = at == 0 or (at == 1 and tokens.is_capital(0)) or tokens.word(at - 1) in {",", ";", "that", "and"}
    market = words("ages", "no_age_near") | words("ages", "things") | words("ages", "measured_in_decades")
    dated = tokens.word(at) in table("shield")["months"] or tokens.word(at) in words("shield", "weekdays")
    return named and opens and not dated and market.isdisjoint(tokens.words)


def decade_of_life(tokens: Tokens, index: int) -> tuple[float, int] | None:
    """`in her 20s`, `in his mid-30s`, `in their forties`: the decade and the token after it."""
    raw = tokens.word(index)
    if tokens.sort(index) is Sort.DIGITS and raw.isdecimal() and len(raw) == 2 and raw[1] == "0":
        if tokens.word(index + 1) not in {"s", "'"} or not tokens.glued(index + 1):
            return None
        decade, stop = float(raw), index + 2
        if tokens.word(index + 1) == "'":
            stop += 1
    elif raw in table("ages")["decades"]:
        decade, stop = float(table("ages")["decades"][raw]), index + 1
    else:
        return None
    near = {tokens.word(index - back) for back in (1, 2, 3)}
    return (decade, stop) if near & words("ages", "possessives") else None


def decade_of_degrees(tokens: Tokens, index: int) -> tuple[float, float, int] | None:
    """`in the low 80s`, `highs in the mid-20s`: the ends of the decade and the token after it."""
    raw = tokens.word(index)
    glued = tokens.word(index + 1) == "s" and tokens.glued(index + 1)
    if not glued or not raw.isdecimal() or len(raw) > 3 or not raw.endswith("0"):
        return None
    if words("ages", "measured_in_decades").isdisjoint(tokens.words):
        return None
    return float(raw), float(raw) + 9, index + 2
