"""Finds every number in a sentence and says what each asserts: the driver of the number stage.

One pass over the tokens: the shield takes dates, names and their like; what is left is read with its unit, joined into
ranges, hedged, rated and turned into an `Expression`. Pure, remembered by sentence, and it never raises.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.language.numbers.amounts import Amount, read_amount, unit_and_a_half, unit_or_two
from tracker.language.numbers.changes import change_of
from tracker.language.numbers.compose import coordinate
from tracker.language.numbers.drafts import Draft, assert_bounds, finished
from tracker.language.numbers.hedges import hedge_after, hedge_before, hedge_behind_noun, upward_from
from tracker.language.numbers.multiples import multiple_at
from tracker.language.numbers.nothing import nothing_at
from tracker.language.numbers.numerals import trigger_words
from tracker.language.numbers.racetimes import race_time_at, settle_race_times
from tracker.language.numbers.ranges import join_range
from tracker.language.numbers.rates import in_denominator, rate_after, rate_before
from tracker.language.numbers.settled import settle_bare_degrees, settle_degrees, settle_plus, settle_points
from tracker.language.numbers.tokens import Sort, Tokens, tokenize
from tracker.language.numbers.units import Unit
from tracker.language.numbers.wire import label_wire
from tracker.language.shield.ages import before_age, decade_of_degrees, decade_of_life
from tracker.language.shield.identifiers import net_spans
from tracker.language.shield.kinds import settle_kind
from tracker.language.shield.shield import shielded
from tracker.limits import LIMITS
from tracker.model import Expression, Kind, Modifier

if TYPE_CHECKING:
    from tracker.language.shield.shapes import Shape

_REMEMBERED = 8192
_DIGIT = re.compile(r"[\d\u00bc-\u00be\u2150-\u215e]")
_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR = Unit("year", "time", 31557600.0)
_DEGREE = Unit("degree", "other")
_LEADS = frozenset({"a", "an", "several", "few", "many", "numerous"})


def find_expressions(sentence: str) -> list[Expression]:
    """Every numeric expression of a sentence in order, none overlapping; offsets count in the sentence."""
    return list(_find(sentence))


def forget() -> None:
    """Forgets the sentences read so far, so that a measurement begins anew."""
    _find.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _find(sentence: str) -> tuple[Expression, ...]:
    read = sentence[: 2 * LIMITS.max_sentence_chars]
    if not _may_hold_number(read):
        return ()
    tokens = tokenize(read)
    triggers = _triggers(tokens)
    if not triggers:
        return ()
    drafts = _read(tokens, triggers)
    _qualify(tokens, drafts)
    drafts = coordinate(tokens, drafts)
    settle_bare_degrees(tokens, drafts)
    settle_race_times(tokens, drafts)
    label_wire(tokens, drafts)
    return tuple(finished(tokens, draft) for draft in drafts)


def _may_hold_number(sentence: str) -> bool:
    """Whether a digit, a fraction or a number word stands in it: half of all sentences need no closer look."""
    if _DIGIT.search(sentence):
        return True
    return not trigger_words().isdisjoint(_LETTERS.findall(sentence.lower()))


def _triggers(tokens: Tokens) -> list[int]:
    known = trigger_words()
    return [
        at
        for at, (word, sort) in enumerate(zip(tokens.words, tokens.sorts, strict=True))
        if sort is Sort.DIGITS or sort is Sort.MIXED or (sort is Sort.WORD and word in known)
    ]


def _read(tokens: Tokens, triggers: list[int]) -> list[Draft]:
    """The drafts at the triggers, left to right, each beginning behind the end of the one before."""
    drafts: list[Draft] = []
    nets = net_spans(tokens.text)
    done = 0
    for index in triggers:
        if index < done:
            continue
        if drafts and (in_denominator(tokens, index) or _is_quarterly(tokens, drafts[-1], index)):
            continue
        draft = _in_net(tokens, index, nets) or _read_one(tokens, index, done)
        if draft is not None:
            draft.first = max(draft.first, done)
            drafts.append(draft)
            done = _after(tokens, draft)
    return drafts


def _is_quarterly(tokens: Tokens, before: Draft, index: int) -> bool:
    """`7 million a quarter`: the denominator of the number right before it."""
    return tokens.words[before.stop : index + 1] == ["a", "quarter"] and tokens.word(index + 1) != "of"


def _after(tokens: Tokens, draft: Draft) -> int:
    """The first token behind the draft, also where its surface ends inside a token."""
    done = draft.stop
    if draft.end is not None:
        while done < len(tokens) and tokens.starts[done] < draft.end:
            done += 1
    return done


def _in_net(tokens: Tokens, index: int, nets: list[tuple[int, int]]) -> Draft | None:
    for start, end in nets:
        if start <= tokens.starts[index] < end:
            return Draft(Kind.IDENTIFIER, index, index + 1, start=start, end=end)
    return None


def _read_one(tokens: Tokens, index: int, done: int) -> Draft | None:
    """What stands at a trigger; `done` is the first token not yet taken."""
    found = nothing_at(tokens, index)
    if found is not None:
        return found
    degrees = decade_of_degrees(tokens, index)
    if degrees is not None:
        return _tens_draft(tokens, index, degrees, Kind.QUANTITY, _DEGREE)
    decade = decade_of_life(tokens, index)
    if decade is not None:
        return _decade_draft(tokens, index, decade)
    lapped = race_time_at(tokens, index)
    if lapped is not None:
        return lapped
    shape = shielded(tokens, index)
    if shape is not None:
        return _shape_draft(tokens, index, shape, done)
    multiple = multiple_at(tokens, index)
    if multiple is not None:
        return multiple
    pair = unit_or_two(tokens, index)
    if pair is not None and pair[0].first >= done:
        draft = _range_draft(tokens, *pair)
        settle_kind(tokens, draft)
        return draft
    amount = _amount(tokens, index, done)
    return None if amount is None else _amount_draft(tokens, amount)


def _decade_draft(tokens: Tokens, index: int, decade: tuple[float, int]) -> Draft:
    low, stop = decade
    return _tens_draft(tokens, index, (low, low + 9, stop), Kind.AGE, _YEAR)


def _tens_draft(tokens: Tokens, index: int, tens: tuple[float, float, int], kind: Kind, unit: Unit) -> Draft:
    """A decade of years of life or of degrees, as the range that it is."""
    low, high, stop = tens
    draft = Draft(kind, index, stop, (low + high) / 2, low, high, Modifier.RANGE, unit, stated=True)
    draft.note("value", tokens.span(index, stop), f"{low:g} to {high:g}")
    return draft


def _shape_draft(tokens: Tokens, index: int, shape: Shape, done: int) -> Draft:
    start = shape.start if done == 0 or done >= len(tokens) else max(shape.start, tokens.ends[done - 1])
    draft = Draft(shape.kind, index, index + 1, start=start, end=shape.end)
    draft.note("kind", tokens.text[start : shape.end], shape.kind.value.replace("_", " "))
    return draft


def _amount(tokens: Tokens, index: int, done: int) -> Amount | None:
    """The amount that holds the trigger, an article or a determiner before it taken in."""
    half = unit_and_a_half(tokens, index)
    if half is not None and half.first >= done:
        return half
    for back in (2, 1):
        lead = index - back
        if lead >= done and tokens.words[lead] in _LEADS:
            amount = read_amount(tokens, lead)
            if amount is not None and amount.stop > index:
                return amount
    return read_amount(tokens, index)


def _amount_draft(tokens: Tokens, amount: Amount) -> Draft:
    ends = join_range(tokens, amount)
    if ends is None:
        draft = Draft(
            Kind.QUANTITY,
            amount.first,
            amount.stop,
            amount.value,
            amount.low,
            unit=amount.unit,
            numeral=amount.numeral,
            stated=amount.stated,
        )
        if amount.numeral.vague:
            draft.modifier = Modifier.VAGUE
        draft.note("value", tokens.span(amount.numeral.first, amount.numeral.stop), _reading(amount))
    else:
        draft = _range_draft(tokens, *ends)
    if draft.stated:
        draft.note("unit", tokens.span(draft.first, draft.stop), draft.unit.name)
    settle_kind(tokens, draft)
    return draft


def _reading(amount: Amount) -> str:
    return (
        f"at least {amount.low:,.15g}, no more is said"
        if amount.value is None and amount.low is not None
        else f"{amount.value:,.15g}"
    )


def _range_draft(tokens: Tokens, low: Amount, high: Amount) -> Draft:
    least, most = low.value or 0.0, high.value or 0.0
    middle = least / 2 + most / 2
    draft = Draft(
        Kind.QUANTITY,
        low.first,
        high.stop,
        middle,
        least,
        most,
        Modifier.RANGE,
        high.unit,
        high.numeral,
        low.stated or high.stated,
    )
    draft.note("value", tokens.span(low.first, high.stop), f"{least:,.15g} to {most:,.15g}")
    return draft


def _qualify(tokens: Tokens, drafts: list[Draft]) -> None:
    """Hedges, rate and change of each draft that counts or measures."""
    settle_degrees(tokens, drafts)
    for at, draft in enumerate(drafts):
        if draft.kind not in {Kind.QUANTITY, Kind.AGE, Kind.TIME_SPAN, Kind.MULTIPLE}:
            continue
        _hedge(tokens, draft)
        settle_plus(tokens, draft)
        if draft.kind is Kind.QUANTITY:
            floor = _after(tokens, drafts[at - 1]) if at else 0
            limit = drafts[at + 1].first if at + 1 < len(drafts) else len(tokens)
            _rate(tokens, draft, floor, limit)
            _change(tokens, draft)
            settle_points(tokens, draft)


def _hedge(tokens: Tokens, draft: Draft) -> None:
    at = before_age(tokens, draft.first) if draft.kind is Kind.AGE else draft.first
    draft.before = hedge_before(tokens, at, None if draft.kind is Kind.AGE else draft.unit)
    draft.after = hedge_after(tokens, draft.stop) or upward_from(tokens, draft.first, draft.stop)
    if draft.modifier in {Modifier.RANGE, Modifier.VAGUE}:
        return
    if draft.after is None and not draft.stated and draft.kind is Kind.QUANTITY:
        draft.behind_noun = hedge_behind_noun(tokens, draft.stop)
    modifier = Modifier.ABOUT if draft.numeral is not None and draft.numeral.about else Modifier.EXACT
    for hedge in (draft.before, draft.after, draft.behind_noun):
        if (
            hedge is not None
            and (modifier in {Modifier.EXACT, Modifier.ABOUT})
            and hedge.modifier is not Modifier.EXACT
        ):
            modifier = hedge.modifier
    assert_bounds(draft, modifier)
    for hedge in (draft.before, draft.after, draft.behind_noun):
        if hedge is not None and hedge.modifier is not Modifier.EXACT:
            first = hedge.first if hedge.first < hedge.stop else max(hedge.stop - 2, 0)
            draft.note("modifier", tokens.span(first, hedge.stop), _assertion(hedge.modifier))


def _assertion(modifier: Modifier) -> str:
    if modifier in {Modifier.NEARLY, Modifier.AT_MOST, Modifier.LESS_THAN}:
        return "the number is the most it may be"
    if modifier in {Modifier.AT_LEAST, Modifier.MORE_THAN}:
        return "the number is the least it may be"
    return modifier.value.replace("_", " ")


def _rate(tokens: Tokens, draft: Draft, floor: int, limit: int) -> None:
    rate = rate_after(tokens, draft.outer_stop, limit, measured=draft.stated) or rate_before(
        tokens, draft.outer_first, floor
    )
    if rate is None or draft.unit.dimension == "time":
        return
    draft.rate, draft.per = rate, rate.per
    draft.note("per", tokens.span(rate.first, rate.stop), rate.per)


def _change(tokens: Tokens, draft: Draft) -> None:
    if draft.value == 0:
        return
    draft.change = change_of(tokens, draft.outer_first, draft.stop, draft.unit)
    if draft.change is not None:
        draft.note(
            "change", tokens.span(max(draft.outer_first - 1, 0), min(draft.stop + 1, len(tokens))), draft.change.value
        )
