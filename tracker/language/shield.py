"""Keeps numbers that are no quantities apart and says what each is: the first reader to look at a number.

In order: addresses of the net, telephone and other identifiers; fixed phrases; dates and clock times; ordinals; names of
things numbered; street addresses; scores and votes. What it gives stays in the table with its kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.dates import Shape, dated, looks_plural
from tracker.language.ones import one_counts
from tracker.language.phrases import phrase_at
from tracker.language.tokens import Sort
from tracker.language.wordlists import table, words
from tracker.limits import LIMITS
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.tokens import Tokens

_NET = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|(?<![\w.@#])[@#]\w{1,80}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,5}\)[ .-]?|\b\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"
    r"|\+\d{1,3}[ .-]?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\d)|1-8\d\d-[\dA-Z-]{7,10}|\d{3}-\d{4}(?!\d)"
)
_NUMBERED = re.compile(
    r"(?!\d{1,3}(?:\.\d{3}){2}(?![\d.]))\d{1,4}(?:\.\d{1,4}){2,5}(?![\d,]|\.\d)|\d{5,9}-\d{4,}|\d{4}-[A-Z]{2,4}-\d+|0\d{2,}(?![\d.,:]|\s?(?:GMT|hours))"
)
_ORDINAL = re.compile(r"\d+(?:,\d{3})*\s?(?:st|nd|rd|th)\b", re.IGNORECASE)
_SCORE = re.compile(r"(\d{1,3})\s?[-\u2013]\s?(\d{1,3})(?:\s?[-\u2013]\s?\d{1,3}){0,4}(?![\d%]|[.,]\d)")
_RATINGS = re.compile(r"(?:Aaa|Aa|Baa|Ba|Caa|Ca|AAA|AA|BBB|BB|CCC|A|B|C|P|D)[-\u2010]\d\b")
_FEET_INCHES = re.compile(r"(\d{1,3})\s?['\u2019\u2032]\s?(\d{1,2}(?:\.\d)?)?\s?(?:[\"\u201d\u2033]|''|\u2019\u2019)")


def net_spans(text: str) -> list[tuple[int, int]]:
    """Stretches that are addresses of the net, e-mail addresses or handles."""
    if not any(sign in text for sign in ("://", "www.", "@", "#")):
        return []
    return [match.span() for match in _NET.finditer(text)]


def shielded(tokens: Tokens, index: int) -> Shape | None:
    """What the number at the token is, if it is no quantity."""
    return (
        _identifier(tokens, index)
        or _phrase(tokens, index)
        or dated(tokens, index)
        or _ordinal(tokens, index)
        or _name(tokens, index)
        or _address(tokens, index)
        or _score(tokens, index)
    )


def _shape(tokens: Tokens, kind: Kind, first: int, stop: int) -> Shape:
    return Shape(kind, tokens.starts[first], tokens.ends[stop - 1])


def _identifier(tokens: Tokens, index: int) -> Shape | None:
    if tokens.sort(index) is not Sort.DIGITS:
        return None
    text, start, raw = tokens.text, tokens.starts[index], tokens.raw(index)
    if len(raw) > LIMITS.max_number_chars:
        return _shape(tokens, Kind.IDENTIFIER, index, index + 1)
    opened = start
    while opened > 0 and text[opened - 1] in "+(" and start - opened < 2:
        opened -= 1
    for begin in {start: None, opened: None}:
        match = _PHONE.match(text, begin)
        if match is not None:
            return Shape(Kind.IDENTIFIER, begin, match.end())
    match = _NUMBERED.match(text, start)
    if match is not None and dated(tokens, index) is None:
        return Shape(Kind.IDENTIFIER, start, match.end())
    before = tokens.word(index - 1)
    is_emergency = raw in {"911", "999", "112", "000"} and (
        before in words("shield", "dial")
        or tokens.word(index + 1)
        in {
            "call",
            "calls",
            "operator",
            "operators",
            "dispatch",
            "dispatcher",
            "dispatchers",
            "caller",
            "callers",
            "system",
            "tape",
            "tapes",
            "recording",
            "recordings",
        }
    )
    if is_emergency or before in {"#", "url", "\u2116"} or (before == "number" and len(raw) > 4 and raw.isdecimal()):
        return _shape(tokens, Kind.IDENTIFIER, index, index + 1)
    return None


def _phrase(tokens: Tokens, index: int) -> Shape | None:
    swap = _swap(tokens, index)
    if swap is not None:
        return swap
    found = phrase_at(tokens, index)
    if found is None or (
        tokens.word(index) == "one"
        and found[1] == index + 1
        and tokens.word(index + 1) in words("shield", "counting_nouns")
        and one_counts(tokens, index)
    ):
        return None
    return _shape(tokens, found[0], index, found[1])


def _swap(tokens: Tokens, index: int) -> Shape | None:
    """`two-for-one`, `3-for-2`: how shares are split and goods sold."""
    joined = tokens.words[index + 1 : index + 4]
    if joined != ["-", "for", "-"]:
        return None
    last = tokens.word(index + 4)
    is_number = tokens.sort(index + 4) is Sort.DIGITS or last in table("numbers")["cardinals"]
    return _shape(tokens, Kind.IDIOM, index, index + 5) if is_number else None


def _ordinal(tokens: Tokens, index: int) -> Shape | None:
    if tokens.sort(index) is Sort.DIGITS:
        match = _ORDINAL.match(tokens.text, tokens.starts[index])
        if match is None:
            return None
        kind = Kind.ADDRESS if _is_street(tokens, index + 2) else Kind.ORDINAL
        return Shape(kind, tokens.starts[index], match.end())
    word = tokens.word(index)
    if word not in table("numbers")["ordinals"]:
        return _worded_ordinal(tokens, index)
    if _is_share(tokens, index):
        return None
    if word == "second" and (
        tokens.word(index - 1) in {"per", "split", "a-"} or tokens.word(index - 1) in table("numbers")["cardinals"]
    ):
        return None
    kind = Kind.ADDRESS if tokens.is_capital(index) and _is_street(tokens, index + 1) and index > 0 else Kind.ORDINAL
    return _shape(tokens, kind, index, index + 1)


def _is_share(tokens: Tokens, index: int) -> bool:
    """`a third of the homes`, `one third of`, `cut by a fifth`: a part, not a place in order."""
    if tokens.word(index) not in table("numbers")["fractions"] or tokens.word(index) == "second":
        return False
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    if before in {"a", "one"} and after in words("numbers", "behind_share"):
        return True
    by = tokens.word(index - 2) in {"by", "about", "nearly", "almost", "roughly", "around", "than"}
    return before == "a" and by and tokens.sort(index + 1) in {None, Sort.MARK}


def _worded_ordinal(tokens: Tokens, index: int) -> Shape | None:
    """`twenty-first`, `thirty-second`."""
    ordinals = table("numbers")["ordinals"]
    if tokens.word(index) in table("numbers")["cardinals"] and tokens.raw(index + 1) == "-":
        value = table("numbers")["cardinals"][tokens.word(index)]
        if tokens.word(index + 2) in ordinals and value >= 20 and ordinals[tokens.word(index + 2)] < 10:
            return _shape(tokens, Kind.ORDINAL, index, index + 3)
    return None


def _is_street(tokens: Tokens, at: int) -> bool:
    """Whether a street's word follows, a direction or a name between: `171st St.`, `42nd Street`, `5th Ave`."""
    if tokens.word(at) in words("shield", "street") and tokens.is_capital(at):
        return True
    return tokens.word(at) in {"and"} and tokens.is_capital(at + 1) and tokens.word(at + 2) in words("shield", "street")


def _name(tokens: Tokens, index: int) -> Shape | None:
    sort = tokens.sort(index)
    if sort is Sort.MIXED:
        return _glued_name(tokens, index)
    if sort is Sort.DIGITS:
        return (
            _digits_name(tokens, index)
            or _named_by_noun(tokens, index)
            or _calibre(tokens, index)
            or _capital_name(tokens, index)
        )
    return _named_by_noun(tokens, index) or _capital_words(tokens, index)


def _glued_name(tokens: Tokens, index: int) -> Shape | None:
    """`S4`, `MH370`, `CF6-50`."""
    stop = index + 1
    while (
        tokens.sort(stop) is Sort.DASH
        and tokens.glued(stop)
        and tokens.glued(stop + 1)
        and tokens.sort(stop + 1) in {Sort.DIGITS, Sort.MIXED}
    ):
        stop += 2
    word = tokens.words[index]
    if len(word) == 2 and word[0] in "qh" and word[1] in "1234" and tokens.is_capital(index):
        return _shape(tokens, Kind.DATE, index, stop)
    if re.fullmatch(r"(?:fy|cy)(?:\d{2}|\d{4})e?", word):
        return _shape(tokens, Kind.DATE, index, stop)
    kind = Kind.NAME if len(word) <= 12 else Kind.IDENTIFIER
    return _shape(tokens, kind, index, stop)


def _digits_name(tokens: Tokens, index: int) -> Shape | None:
    """`AK-47`, `G-7`, `System/2`, `3G`, `9/11`: digits glued to letters, or the day that became a name."""
    if tokens.raw(index) == "9" and tokens.span(index, min(index + 3, len(tokens))) == "9/11":
        return _shape(tokens, Kind.NAME, index, index + 3)
    if (
        index >= 2
        and tokens.glued(index)
        and tokens.glued(index - 1)
        and tokens.word(index - 1) in {"-", "\u2010", "\u2011", "/"}
    ):
        head = tokens.raw(index - 2)
        if tokens.sort(index - 2) in {Sort.WORD, Sort.MIXED} and _is_code(head, tokens.word(index - 1)):
            stop = index + 1
            while (
                tokens.glued(stop)
                and tokens.sort(stop) in {Sort.WORD, Sort.MIXED}
                and len(tokens.raw(stop)) <= 3
                and "'" not in tokens.words[stop]
            ):
                stop += 1
            match = _RATINGS.fullmatch(tokens.span(index - 2, stop))
            kind = (
                Kind.IDENTIFIER
                if match and not tokens.raw(index - 2).isupper() or (match and _near_rating(tokens, index))
                else Kind.NAME
            )
            return _shape(tokens, kind, index - 2, stop)
    return _digits_letters(tokens, index)


def _near_rating(tokens: Tokens, index: int) -> bool:
    near = set(tokens.words[max(index - 12, 0) : index + 12])
    return bool(
        near
        & {
            "rating",
            "ratings",
            "rated",
            "debentures",
            "debt",
            "downgraded",
            "upgraded",
            "notes",
            "moody's",
            "raised",
            "lowered",
        }
    )


def _is_code(head: str, joint: str) -> bool:
    """Whether letters before a hyphen make a designation of what follows, not a prefix like `mid-` or `pre-`."""
    if joint == "/":
        return head[0].isupper() and len(head) > 2
    return (
        any(char.isupper() for char in head)
        and (len(head) <= 5 or head.isupper())
        and head.lower()
        not in {"mid", "pre", "post", "late", "early", "top", "under", "over", "non", "about", "some", "up", "after"}
    )


def _digits_letters(tokens: Tokens, index: int) -> Shape | None:
    """`3G`, `4x4`, `5K`: letters glued behind that are no unit, magnitude or ordinal; `7-Eleven`."""
    after = index + 1
    if not tokens.glued(after) or tokens.sort(after) not in {Sort.WORD, Sort.MIXED}:
        return None
    raw = tokens.raw(after)
    is_generation = raw in {"G", "D", "DS"} and len(tokens.raw(index)) <= 2
    if is_generation or (tokens.sort(after) is Sort.MIXED and raw[0] not in "mk"):
        return _shape(tokens, Kind.NAME, index, after + 1)
    return None


def _calibre(tokens: Tokens, index: int) -> Shape | None:
    """`9mm handgun`, `155 mm shells`, `.40-caliber`: what a weapon is, not a length."""
    at = index + 1
    if tokens.sort(at) is Sort.DASH:
        at += 1
    first = index
    if tokens.word(index - 1) == "." and tokens.glued(index):
        first = index - 1
    if tokens.word(at) in words("shield", "calibres"):
        return _shape(tokens, Kind.NAME, first, at + 1)
    if tokens.word(at) in {"mm", "millimeter", "millimetre"}:
        following = tokens.words[at + 1 : at + 5]
        if any(word in words("shield", "weapons") for word in following) or (
            not following and tokens.raw(index) in {"9", "155", "152", "122"}
        ):
            return _shape(tokens, Kind.NAME, first, at + 1)
    if first < index and tokens.raw(index) in {"22", "38", "40", "44", "45", "50", "223", "357", "380", "308"}:
        return _shape(tokens, Kind.NAME, first, index + 1)
    return None


def _named_by_noun(tokens: Tokens, index: int) -> Shape | None:
    """`Section 301`, `Flight 370`, `NBC 7`, `No. 1`: a noun that the number names one of."""
    at = index - 1
    if tokens.word(at) == "." and tokens.glued(at):
        at -= 1
    noun = tokens.word(at)
    if tokens.sort(at) is not Sort.WORD or (
        tokens.sort(index) is Sort.WORD and tokens.word(index) not in table("numbers")["cardinals"]
    ):
        return None
    listed = noun in words("shield", "name_nouns_any_case") or (
        noun in words("shield", "name_nouns") and tokens.is_capital(at)
    )
    anywhere = noun in words("shield", "name_nouns_any_case")
    if not listed or not (_stands_alone(tokens, index) or (anywhere and _is_singular_use(tokens, index))):
        return None
    if noun in {"no", "nos"} and (tokens.word(index - 1) != "." or tokens.sort(index) is Sort.WORD):
        return None
    if at == 0 and noun not in words("shield", "name_nouns_any_case") and not tokens.raw(at).isupper():
        return None
    kind = Kind.ORDINAL if noun in {"no", "nos", "number"} else Kind.NAME
    return _shape(tokens, kind, index, index + 1)


def _is_singular_use(tokens: Tokens, index: int) -> bool:
    """`type 2 diabetes`, `Category 4 storms`: what follows is named by the number, not counted by it."""
    after = tokens.word(index + 1)
    return tokens.sort(index + 1) is Sort.WORD and after not in words("shield", "counted_after_year_like")


def _stands_alone(tokens: Tokens, index: int) -> bool:
    """No unit, magnitude or counted noun right behind."""
    after = tokens.word(index + 1)
    if tokens.sort(index + 1) is Sort.SIGN or after in {"million", "billion", "percent", "pct", "mln", "bln", "per"}:
        return False
    return not _is_counted(tokens, index + 1)


def _is_counted(tokens: Tokens, at: int) -> bool:
    """Whether a counted noun or what befell people stands at the token (a lower-case plural, `people`, `killed`)."""
    word = tokens.word(at)
    if tokens.sort(at) is not Sort.WORD:
        return False
    if word in words("shield", "counted_after_year_like"):
        return True
    return looks_plural(word) and not tokens.is_capital(at)


def _capital_name(tokens: Tokens, index: int) -> Shape | None:
    """`Curve 8900`, `Core 2 Duo`: a capitalised word and bare digits with nothing counted."""
    at = index - 1
    word = tokens.word(at)
    if (
        tokens.sort(at) is not Sort.WORD
        or not tokens.is_capital(at)
        or at == 0
        or "." in tokens.raw(index)
        or "," in tokens.raw(index)
    ):
        return None
    if word in table("shield")["months"] or word in words("shield", "weekdays") or word in words("shield", "not_names"):
        return None
    after = tokens.word(index + 1)
    ends = (
        tokens.sort(index + 1) in {None, Sort.MARK} or after in words("shield", "after_name") or after.startswith("'")
    )
    following_name = tokens.is_capital(index + 1) and tokens.sort(index + 1) is Sort.WORD and not _is_headline(tokens)
    if not (ends or following_name) or _is_headline(tokens) or after in {",", "("} and _is_list_or_age(tokens, index):
        return None
    if tokens.sort(index + 1) is Sort.SIGN:
        return None
    return _shape(tokens, Kind.NAME, index, index + 1)


def _is_list_or_age(tokens: Tokens, index: int) -> bool:
    return tokens.word(index - 1) in {",", "("}


def _is_headline(tokens: Tokens) -> bool:
    """Whether nearly every long word is capitalised, so that capitals name nothing."""
    long = [at for at in range(len(tokens)) if tokens.sorts[at] is Sort.WORD and len(tokens.words[at]) > 3]
    return bool(long) and sum(tokens.is_capital(at) for at in long) > 0.8 * len(long)


def _capital_words(tokens: Tokens, index: int) -> Shape | None:
    """`the Four Corner Hustlers`: a capitalised number word inside a name in the middle of a sentence."""
    if index == 0 or not tokens.is_capital(index) or tokens.word(index) not in table("numbers")["cardinals"]:
        return None
    before = tokens.sort(index - 1)
    if before is not Sort.WORD or tokens.is_capital(index - 1):
        return None
    if tokens.is_capital(index + 1) and tokens.sort(index + 1) is Sort.WORD and not _is_headline(tokens):
        return _shape(tokens, Kind.NAME, index, index + 1)
    return None


def _address(tokens: Tokens, index: int) -> Shape | None:
    """`438 E.`, `2403 Benning Road NE`, `the 300 block of`, `10 Downing Street`."""
    if tokens.sort(index) is not Sort.DIGITS or "," in tokens.raw(index) or "." in tokens.raw(index):
        return None
    at = index + 1
    if tokens.word(at) == "-" and tokens.word(at + 1) == "block":
        at += 1
    if (
        tokens.word(at) in {"block", "blk"}
        and tokens.word(at + 1)
        in {"of", "on", "north", "south", "east", "west", "and", "n", "s", "e", "w"} | words("shield", "street")
        or (tokens.word(at) == "block" and len(tokens.raw(index)) >= 3 and tokens.raw(index).endswith("00"))
    ):
        return _shape(tokens, Kind.ADDRESS, index, index + 1)
    for step in range(4):
        word = tokens.word(at + step)
        if tokens.sort(at + step) is Sort.DIGITS and step < 3:
            continue
        if word == "." and step > 0:
            continue
        if not tokens.is_capital(at + step) and not (word in {"st", "nd", "rd", "th"} and tokens.glued(at + step)):
            return None
        is_last = word in words("shield", "street") and (step > 0) and tokens.sort(at + step) is Sort.WORD
        is_direction = (
            step == 0 and word in words("shield", "directions") and len(word) <= 2 and tokens.raw(at).isupper()
        )
        if (
            is_last
            or (is_direction and tokens.word(at + 1) in {".", ""})
            or (is_direction and tokens.is_capital(at + 1))
        ):
            return _shape(tokens, Kind.ADDRESS, index, index + 1)
    return None


def _score(tokens: Tokens, index: int) -> Shape | None:
    """`won 3-2`, `a 52-48 vote`: two small numbers that cannot be bounds, or that stand by a word of contest."""
    if tokens.sort(index) is not Sort.DIGITS:
        return None
    match = _SCORE.match(tokens.text, tokens.starts[index])
    if match is None or (index and tokens.sort(index - 1) is Sort.SIGN):
        return None
    first, second = int(match[1]), int(match[2])
    stop = index
    while stop < len(tokens) and tokens.starts[stop] < match.end():
        stop += 1
    if (
        tokens.word(stop) == "/"
        or tokens.sort(stop) is Sort.SIGN
        or tokens.word(stop) in {"percent", "pct", "million", "billion"}
    ):
        return None
    if (
        tokens.word(stop) == "-"
        and tokens.glued(stop)
        and tokens.word(stop + 1) in {"year", "inch", "foot", "mile", "day", "week", "hour", "minute", "month"}
    ):
        return None
    near = set(tokens.words[max(index - 7, 0) : index]) | set(tokens.words[stop : stop + 4])
    if first >= second or match[0].count("-") + match[0].count("\u2013") > 1 or near & words("shield", "contest"):
        return Shape(Kind.SCORE, tokens.starts[index], match.end())
    return None


def feet_and_inches(text: str, start: int) -> tuple[float, int] | None:
    """`12'6"` in feet and where it ends."""
    match = _FEET_INCHES.match(text, start)
    if match is None or match[2] is None:
        return None
    return float(match[1]) + float(match[2]) / 12, match.end()
