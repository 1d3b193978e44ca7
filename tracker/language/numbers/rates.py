"""The denominator of a rate: `a day`, `per 100,000 people`, `/hour`, `each year`, and how wires write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_REACH_PER = 7
_REACH_EVERY = 11
_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "persons": "person",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """The denominator in the singular and the tokens that say it."""

    per: str
    first: int
    stop: int


def singular(noun: str) -> str:
    """The singular of a noun as rates use them."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def in_denominator(tokens: Tokens, index: int) -> bool:
    """Whether the number at the token belongs to a denominator: `per 100,000 people`, `for every 12 patients`."""
    before = tokens.word(index - 1)
    return before == "per" or (before in {"every", "each"} and tokens.word(index - 2) == "for")


def rate_after(tokens: Tokens, stop: int, limit: int, *, measured: bool) -> Rate | None:
    """The rate said behind a number that ends at `stop`, before token `limit`.

    Right behind it any denominator is read; farther off, behind the counted noun, only times and what `per` names.
    `measured` is whether the number has a unit (money, a length): then things may be denominators, too.
    """
    close = _close(tokens, stop, measured=measured)
    if close is not None:
        return close
    for at in range(stop, min(stop + _REACH_EVERY, limit)):
        if tokens.sorts[at] is Sort.MARK and tokens.words[at] not in {"'", '"', "(", "/"}:
            return None
        rate = _far(tokens, at, at - stop)
        if rate is not None:
            return rate
    return None


def _close(tokens: Tokens, at: int, *, measured: bool) -> Rate | None:
    word = tokens.word(at)
    times, things = table("rates")["time"], table("rates")["things"]
    if word in {"a", "an"}:
        noun = tokens.word(at + 1)
        found = times.get(noun) or (things.get(noun) if measured else None)
        return Rate(found, at, at + 2) if found and _is_rate(tokens, at + 2, noun) else None
    if word == "/" and tokens.word(at + 1) in times | things:
        noun = tokens.word(at + 1)
        return Rate(times.get(noun) or things[noun], at, at + 2)
    if word in {"-", "\u2010"} and tokens.word(at + 1) == "a" and tokens.word(at + 2) == "-":
        noun = tokens.word(at + 3)
        found = times.get(noun) or things.get(noun)
        return Rate(found, at, at + 4) if found else None
    if word == "shr" and measured:
        return Rate("share", at, at + 1)
    if word == "to" and tokens.word(at + 1) == "the" and tokens.word(at + 2) in words("rates", "to_the"):
        return Rate(tokens.word(at + 2), at, at + 3)
    if word == "on" and tokens.word(at + 1) in {"a", "one"} and measured:
        last = at + 3 if tokens.word(at + 2) in {"single", "full"} else at + 2
        return Rate(tokens.word(last), at, last + 1) if tokens.word(last) in {"charge", "tank"} else None
    if word == "for" and tokens.word(at + 1) in {"every", "each"} and tokens.sort(at + 2) is Sort.WORD:
        return Rate(singular(tokens.word(at + 2)), at, at + 3)
    if word in {"apiece", "each"} and (measured or word == "apiece"):
        return Rate(table("rates")["adverbs"][word], at, at + 1)
    return _adverb(tokens, at)


def _adverb(tokens: Tokens, at: int) -> Rate | None:
    word = tokens.word(at)
    found = table("rates")["adverbs"].get(word)
    if found is None or found == "each" or tokens.word(at + 1) in words("rates", "not_of_users"):
        return None
    return Rate(found, at, at + 1)


def _far(tokens: Tokens, at: int, distance: int) -> Rate | None:
    word = tokens.words[at]
    times = table("rates")["time"]
    if word == "per" and distance < _REACH_PER:
        return _per(tokens, at)
    if word == "for" and distance < _REACH_PER and tokens.word(at + 1) in {"every", "each"}:
        rate = _per(tokens, at + 1)
        return None if rate is None else Rate(rate.per, at, rate.stop)
    if (
        word in {"a", "an"}
        and 0 < distance < _REACH_PER
        and tokens.word(at + 1) in times
        and tokens.word(at + 1) != "second"
    ):
        is_phrase = tokens.word(at - 1) in words("rates", "before_time_phrase")
        return (
            Rate(times[tokens.word(at + 1)], at, at + 2)
            if not is_phrase and _is_rate(tokens, at + 2, tokens.word(at + 1))
            else None
        )
    if word in {"every", "each"} and tokens.word(at + 1) in times and distance < _REACH_EVERY:
        return Rate(times[tokens.word(at + 1)], at, at + 2)
    if distance > 0 and word in {"daily", "annually", "hourly", "nightly"} and distance < 5:
        return _adverb(tokens, at)
    return None


def _per(tokens: Tokens, at: int) -> Rate | None:
    """`per day`, `per capita`, `per 100,000 people`, `per square mile`."""
    first, stop = at + 1, at + 2
    word = tokens.word(first)
    if tokens.sort(first) is Sort.DIGITS or word in table("numbers")["cardinals"]:
        if tokens.word(stop) in table("numbers")["magnitudes"]:
            stop += 1
        if tokens.sort(stop) is Sort.WORD and tokens.word(stop) not in words("rates", "no_denominator"):
            described = not tokens.word(stop).endswith("s") and tokens.word(stop + 1).endswith("s")
            stop += 2 if described and tokens.word(stop) not in _IRREGULAR else 1
        return Rate(tokens.span(first, stop), at, stop)
    if tokens.sort(first) is not Sort.WORD or word in {"cent", "mille", "se"} | words("rates", "no_denominator"):
        return None
    if word in {"square", "cubic", "metric"} and tokens.sort(stop) is Sort.WORD:
        return Rate(f"{word} {singular(tokens.word(stop))}", at, stop + 1)
    times, things = table("rates")["time"], table("rates")["things"]
    found = times.get(word) or things.get(word)
    if found is None:
        for behind in (stop, stop + 1):
            described = things.get(tokens.word(behind))
            if described and tokens.sort(behind - 1) is Sort.WORD:
                return Rate(described, at, behind + 1)
    return Rate(found or singular(word), at, stop)


def _is_rate(tokens: Tokens, after: int, noun: str) -> bool:
    """`12 frames a second`, `500 people a day`; not `a day after`, `a second man`."""
    if (
        noun == "second"
        and tokens.sort(after) is Sort.WORD
        and tokens.word(after) not in words("compose", "after_ellipsis")
    ):
        return False
    if tokens.word(after) == "from":
        return tokens.sort(after + 1) in {Sort.DIGITS, Sort.SIGN}
    return tokens.word(after) not in words("rates", "not_after")


def rate_before(tokens: Tokens, first: int, floor: int) -> Rate | None:
    """`Every day, thousands …`, `Each man was charged with 25 counts`: said before the number in its clause."""
    for at in range(first - 1, max(first - 12, floor) - 1, -1):
        word = tokens.words[at]
        if word in {".", ";", ":", "(", ")"}:
            return None
        if word in {"each", "every"} and tokens.sort(at + 1) is Sort.WORD:
            return _each(tokens, at, first)
        if word == "per" and first - at == 3 and tokens.word(first - 1) in {"of", "at", ","}:
            return None
    return None


def _each(tokens: Tokens, at: int, first: int) -> Rate | None:
    noun = tokens.word(at + 1)
    times = table("rates")["time"]
    if (
        noun in {"of", "other", "one", "time"}
        or tokens.word(at + 2) in table("numbers")["cardinals"]
        or first == at + 1
    ):
        return None
    if noun in times:
        opens = at == 0 or tokens.sort(at - 1) is Sort.MARK or tokens.word(at - 1) in {"that", "and", "where", "while"}
        return Rate(times[noun], at, at + 2) if opens else None
    is_subject = at == 0 and tokens.word(at) == "each" and tokens.word(at + 2) in words("rates", "verbs_of_each")
    return Rate(singular(noun), at, at + 2) if is_subject else None
