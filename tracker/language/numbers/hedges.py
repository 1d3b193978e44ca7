"""What the words before and after a number assert about it: about, nearly, at least, up to and their like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.comparisons import comparison_before, negated
from tracker.language.numbers.tokens import Sort, tokenize
from tracker.language.shield.dates import looks_plural
from tracker.language.wordlists import table, words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens
    from tracker.language.numbers.units import Unit

_ARTICLES = frozenset({"a", "an", "the"})
_PREPOSITIONS = frozenset({"over", "under"})
_HEDGES_REACH = 4


@dataclass(frozen=True, slots=True)
class Hedge:
    """The words from token `first` to `stop` (excluded) and what they assert.

    It is empty where a verb with its preposition bounds a price (`costs from £20`): both are read on as such.
    """

    modifier: Modifier
    first: int
    stop: int


@cache
def _phrases(side: str) -> dict[str, tuple[tuple[tuple[str, ...], Modifier], ...]]:
    """Phrases as words, longest first, by the word next to the number."""
    source = table("comparisons")["distant"] if side == "distant" else table("hedges")[side]
    found: dict[str, list[tuple[tuple[str, ...], Modifier]]] = {}
    for name, phrases in source.items():
        for phrase in phrases:
            key = tuple(tokenize(phrase).words)
            found.setdefault(key[-1] if side == "before" else key[0], []).append((key, Modifier(name)))
    return {word: tuple(sorted(keys, key=lambda item: -len(item[0]))) for word, keys in found.items()}


def hedge_before(tokens: Tokens, index: int, unit: Unit | None) -> Hedge | None:
    """What the words right before token `index` assert, stacked hedges combined: a bound wins over `about`."""
    found: Hedge | None = None
    at = index
    while True:
        hedge = _one_before(tokens, at, unit)
        if hedge is None:
            return found or _estimated_at(tokens, index)
        found = hedge if found is None else Hedge(_combined(hedge.modifier, found.modifier), hedge.first, found.stop)
        if hedge.first >= at:
            return found
        at = hedge.first


def _one_before(tokens: Tokens, index: int, unit: Unit | None) -> Hedge | None:
    at = index
    while at > 0 and tokens.words[at - 1] in _ARTICLES and index - at < 2:
        at -= 1
    for end in {index: None, at: None}:
        for phrase, modifier in _phrases("before").get(tokens.word(end - 1), ()):
            first = end - len(phrase)
            if first >= 0 and tuple(tokens.words[first:end]) == phrase and _is_hedge(tokens, first, phrase, unit):
                if " ".join(phrase) in words("hedges", "priced"):
                    return Hedge(modifier, index, index)
                return _settled(tokens, Hedge(modifier, first, index), end)
        compared = comparison_before(tokens, end)
        if compared is not None:
            return Hedge(compared.modifier, compared.first, index)
    return _apart(tokens, index)


def _settled(tokens: Tokens, hedge: Hedge, end: int) -> Hedge:
    """A bound of one word or two as it reads where it is denied or has `equal` with it."""
    if hedge.modifier not in {Modifier.MORE_THAN, Modifier.LESS_THAN}:
        return hedge
    compared = comparison_before(tokens, end) or negated(tokens, hedge.modifier, hedge.first, end)
    if compared is None or compared.first > hedge.first:
        return hedge
    return Hedge(compared.modifier, compared.first, hedge.stop)


def _apart(tokens: Tokens, index: int) -> Hedge | None:
    """`At a minimum, 25 people`: an adverbial of a bound and a comma."""
    if tokens.word(index - 1) != ",":
        return None
    for phrase, modifier in _phrases("before").get(tokens.word(index - 2), ()):
        first = index - 1 - len(phrase)
        if (
            " ".join(phrase) in words("comparisons", "apart")
            and tuple(tokens.words[max(first, 0) : index - 1]) == phrase
        ):
            return Hedge(modifier, first, index)
    return None


def _is_hedge(tokens: Tokens, first: int, phrase: tuple[str, ...], unit: Unit | None) -> bool:
    """Not the prepositions of time and place that some hedges are (`a deal over eight years`, `up over`)."""
    if phrase in {("some",), ("about",)}:
        own = phrase == ("about",) and tokens.word(first - 1) in words("hedges", "own_about")
        return not own and tokens.word(first - 1) not in {"how", "what"} and tokens.word(first + 1) != "the"
    if phrase == ("within",):
        spatial = unit is not None and unit.dimension in {"length", "percent"}
        return spatial and tokens.word(first + 1) != "the" and tokens.word(first - 1) not in words("hedges", "areas")
    if " ".join(phrase) in words("hedges", "priced"):
        return unit is not None and unit.dimension == "currency"
    if phrase == ("over",) and tokens.word(first - 1) in words("hedges", "spread"):
        return False
    if phrase == ("over",) and not words("games", "spans").isdisjoint(tokens.words[first + 2 : first + 4]):
        return tokens.word(first - 1) in words("hedges", "passive_over")
    if phrase[-2:] == ("short", "of") and tokens.word(first - 1) in {"fell", "fall", "falls", "falling", "fallen"}:
        return False
    if tokens.word(first + len(phrase)) == "the" and (
        phrase[0] in words("hedges", "over_given") or phrase in {("short", "of"), ("well", "short", "of")}
    ):
        return False
    if phrase in {("past",), ("near",)}:
        return _is_place_of_number(tokens, first, phrase[0], unit)
    if len(phrase) == 1 and phrase[0] in _PREPOSITIONS and unit is not None and unit.dimension == "time":
        return tokens.word(first - 1) in words("hedges", "passive_over")
    return not (
        phrase in {("up", "to"), ("down", "to")} and tokens.word(first - 1) in {"leading", "add", "adds", "added"}
    )


def _is_place_of_number(tokens: Tokens, first: int, word: str, unit: Unit | None) -> bool:
    """`climbed past 28 million`, `peaked near 100 mph`; not `the past 3 years` nor `near 40 houses`."""
    if (
        unit is None
        or unit.dimension in {"time", "length", "area"}
        or tokens.word(first - 1) in words("hedges", "no_place")
    ):
        return False
    return unit.dimension != "count" or (word == "past" and tokens.word(first - 1) in words("hedges", "moving"))


def _combined(left: Modifier, right: Modifier) -> Modifier:
    weak = {Modifier.ABOUT, Modifier.EXACT}
    if right not in weak:
        return right
    return left if left not in weak or right is Modifier.EXACT else right


def _estimated_at(tokens: Tokens, index: int) -> Hedge | None:
    """`estimated total damages at one billion`, `Ukraine estimates that 500 people`: the verb makes it loose."""
    before = tokens.word(index - 1)
    if before in {"at", "that"}:
        reach = 9 if before == "at" else 1
        for at in range(index - 2, max(index - 2 - reach, -1), -1):
            if tokens.word(at) in {"estimated", "estimates", "estimate", "estimating"}:
                return Hedge(Modifier.ABOUT, index - 1, index)
            if tokens.sort(at) is Sort.MARK:
                return None
    elif before in {"estimates", "estimating"}:
        return Hedge(Modifier.ABOUT, index - 1, index)
    return None


def hedge_after(tokens: Tokens, stop: int) -> Hedge | None:
    """What the words from token `stop` on assert about the number before them."""
    for phrase, modifier in _phrases("after").get(tokens.word(stop), ()):
        end = stop + len(phrase)
        if tuple(tokens.words[stop:end]) != phrase:
            continue
        if phrase[0] in {"-", "+", "ish"} and not tokens.glued(stop):
            continue
        if tokens.word(end) == "than" and phrase[-1] not in {"so", "at"}:
            continue
        if phrase[-1] in words("hedges", "open") and (tokens.word(end) == "to" or _opens_next(tokens, end)):
            continue
        if phrase == ("plus",) and (_opens_next(tokens, end) or _hedges_next(tokens, end)):
            continue
        if phrase[-1] in {"least", "most", "minimum", "maximum"} and _opens_next(tokens, end):
            continue
        if phrase in {("approximately",), ("roughly",)} and _opens_next(tokens, end):
            continue
        return Hedge(modifier, stop, end)
    return None


def upward_from(tokens: Tokens, first: int, stop: int) -> Hedge | None:
    """`from 25 kilograms up`: with `from` before it, `up` is a bound."""
    if tokens.word(first - 1) != "from" or tokens.word(stop) not in {"up", "onward", "onwards"}:
        return None
    is_end = tokens.sort(stop + 1) is not Sort.WORD or tokens.word(stop + 1) in words("compose", "after_ellipsis")
    is_end = is_end and tokens.word(stop + 1) != "to" and not _opens_next(tokens, stop + 1)
    return Hedge(Modifier.AT_LEAST, stop, stop + 1) if is_end else None


def hedge_behind_noun(tokens: Tokens, stop: int) -> Hedge | None:
    """`30 people at most`, `3 rooms or more`: a bound behind the counted noun that begins at token `stop`."""
    for at in (stop + 1, stop + 2):
        if tokens.sort(at - 1) is not Sort.WORD or tokens.word(at - 1) in words("changes", "not_between"):
            return None
        counted = looks_plural(tokens.word(at - 1)) or tokens.word(at - 1) in words("shield", "counted_after_year_like")
        if not counted:
            continue
        comma = tokens.word(at) == ","
        for phrase, modifier in _phrases("distant").get(tokens.word(at + comma), ()):
            end = at + comma + len(phrase)
            ends = phrase[0] == "or" or tokens.word(end) in words("compose", "after_ellipsis")
            ends = ends or tokens.sort(end) is not Sort.WORD
            if tuple(tokens.words[at + comma : end]) == phrase and ends and not _opens_next(tokens, end):
                return None if tokens.word(end) == "than" else Hedge(modifier, at + comma, end)
    return None


def _opens_next(tokens: Tokens, at: int) -> bool:
    """Whether the words belong to a number that follows them."""
    return tokens.sort(at) in {Sort.DIGITS, Sort.SIGN} or tokens.word(at) in table("numbers")["cardinals"]


def _hedges_next(tokens: Tokens, at: int) -> bool:
    """`plus up to 15 million`, `plus another 5`: hedges of a number that follows them."""
    start = at
    while tokens.word(at) in words("ranges", "end_hedges") or tokens.word(at) in words("changes", "fresh"):
        at += 1
        if at - start > _HEDGES_REACH:
            return False
    return at > start and _opens_next(tokens, at)
