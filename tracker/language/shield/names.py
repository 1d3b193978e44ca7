"""Numbers that name: designations, roads, laws, products, weapons, numbered things, names with a number word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import currency_before, is_measure
from tracker.language.shield.dates import looks_plural
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_RATING = re.compile(r"(?:Aaa|Aa|Baa|Ba|Caa|Ca|AAA|AA|BBB|BB|CCC|A|B|C|P|D)[-\u2010]\d")
_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,3}")
_FISCAL = re.compile(r"(?:fy|cy)(?:\d{2}|\d{4})e?|[qh][1-4]")
_LETTERED = re.compile(r"\d-(?:D|H|M|P|Eleven)\b|\d{3}\([a-z]\)(?:\(\d\))?")
_LONGEST_NAME = 12


def name_at(tokens: Tokens, index: int) -> Shape | None:
    """The name that the number at the token belongs to, or None."""
    sort = tokens.sort(index)
    if sort is Sort.MIXED:
        return _glued(tokens, index)
    if sort is Sort.DIGITS:
        return (
            _designation(tokens, index)
            or _letters_behind(tokens, index)
            or _named_by_noun(tokens, index)
            or _road(tokens, index)
            or _calibre(tokens, index)
            or _broadcaster(tokens, index)
            or _after_capital(tokens, index)
            or _model(tokens, index)
            or _padded(tokens, index)
        )
    return _named_by_noun(tokens, index) or _in_capitals(tokens, index)


def _glued(tokens: Tokens, index: int) -> Shape:
    """`S4`, `MH370`, `CF6-50`; `Q3` and `FY2011` are dates, a long jumble an identifier."""
    stop = index + 1
    while tokens.sort(stop) is Sort.DASH and tokens.glued(stop) and tokens.glued(stop + 1):
        if tokens.sort(stop + 1) not in {Sort.DIGITS, Sort.MIXED}:
            break
        stop += 2
    if tokens.word(stop) == "." and tokens.glued(stop) and tokens.glued(stop + 1) and stop == index + 1:
        stop = stop + 2 if tokens.sort(stop + 1) is Sort.DIGITS else stop
    word = tokens.words[index]
    if _FISCAL.fullmatch(word) and tokens.is_capital(index):
        return shape_of(tokens, Kind.DATE, index, stop)
    return shape_of(tokens, Kind.NAME if len(word) <= _LONGEST_NAME else Kind.IDENTIFIER, index, stop)


def _designation(tokens: Tokens, index: int) -> Shape | None:
    """`AK-47`, `G-7`, `System/2`, `Ba-3` (a rating: an identifier), `9/11`."""
    if tokens.words[index : index + 3] == ["9", "/", "11"]:
        return shape_of(tokens, Kind.NAME, index, index + 3)
    first = index - 2
    joint = tokens.word(index - 1)
    if _is_spaced_designator(tokens, index):
        return shape_of(tokens, Kind.NAME, first, index + 1)
    if (
        first < 0
        or not (tokens.glued(index) and tokens.glued(index - 1))
        or joint not in {"-", "\u2010", "\u2011", "/"}
    ):
        return None
    if tokens.sort(first) not in {Sort.WORD, Sort.MIXED}:
        return None
    if not (_is_code(tokens.raw(first), joint) or _is_titled(tokens, first, index)):
        return None
    stop = index + 1
    while tokens.glued(stop) and tokens.sort(stop) in {Sort.WORD, Sort.MIXED} and len(tokens.raw(stop)) <= 3:
        if tokens.words[stop] == "s" or "'" in tokens.words[stop]:
            break
        stop += 1
    return shape_of(tokens, _designated_kind(tokens, first, index, stop), first, stop)


def _is_spaced_designator(tokens: Tokens, index: int) -> bool:
    """`AK - 47`, `F - 16`: a type of weapon or plane whose hyphen was set apart."""
    if tokens.sort(index - 1) is not Sort.DASH or tokens.glued(index) or tokens.glued(index - 1):
        return False
    typed = tokens.word(index - 2) in words("shield", "spaced_designators") and tokens.is_capital(index - 2)
    return typed and tokens.raw(index).isdecimal() and len(tokens.raw(index)) <= 3


def _designated_kind(tokens: Tokens, first: int, index: int, stop: int) -> Kind:
    is_rating = _RATING.fullmatch(tokens.span(first, stop)) is not None
    near = set(tokens.words[max(index - 12, 0) : index + 12])
    if is_rating and (not tokens.raw(first).isupper() or near & words("shield", "rating_words")):
        return Kind.IDENTIFIER
    return Kind.NAME


def _is_code(head: str, joint: str) -> bool:
    """Whether letters before a hyphen make a designation of what follows, not a prefix like `mid-` or `pre-`."""
    if joint == "/":
        return head[0].isupper() and len(head) > 2
    has_capital = any(char.isupper() for char in head)
    return has_capital and (len(head) <= 5 or head.isupper()) and head.lower() not in words("shield", "prefixes")


def _is_titled(tokens: Tokens, first: int, index: int) -> bool:
    """`Kepler-10c`, `Sentinel-2`: a longer name, a hyphen and its number, where nothing is counted."""
    raw = tokens.raw(index)
    prefixed = tokens.word(first) in words("shield", "prefixes")
    if not tokens.is_capital(first) or prefixed or tokens.word(index - 1) == "/":
        return False
    if not raw.isdecimal() or len(raw) > 4 or is_headline(tokens):
        return False
    lettered = tokens.glued(index + 1) and len(tokens.raw(index + 1)) == 1 and tokens.raw(index + 1).islower()
    counted = not _stands_alone(tokens, index) or is_measure(tokens, index + 1)
    return lettered or not (counted or _goes_on(tokens, index))


def _goes_on(tokens: Tokens, index: int) -> bool:
    """`Arsenal-2-1`, `Barcelona-3.5`: more glued behind the number."""
    return tokens.glued(index + 1) and tokens.sort(index + 1) not in {Sort.WORD, Sort.MARK, None}


def _letters_behind(tokens: Tokens, index: int) -> Shape | None:
    """`3G`, `4x4`, `3-D`, `401(k)`: letters glued behind that are no unit, magnitude or ordinal."""
    after = index + 1
    lettered = _LETTERED.match(tokens.text, tokens.starts[index])
    if lettered is not None:
        return Shape(Kind.NAME, tokens.starts[index], lettered.end())
    if not tokens.glued(after) or tokens.sort(after) not in {Sort.WORD, Sort.MIXED}:
        return None
    raw = tokens.raw(after)
    is_screen = raw in {"p", "i"} and tokens.raw(index) in words("shield", "screen_lines")
    is_generation = is_screen or (raw in {"G", "D", "DS"} and len(tokens.raw(index)) <= 2)
    if is_generation or (tokens.sort(after) is Sort.MIXED and raw[0] not in "mk"):
        return shape_of(tokens, Kind.NAME, index, after + 1)
    return None


def _calibre(tokens: Tokens, index: int) -> Shape | None:
    """`9mm handgun`, `155 mm shells`, `.40-caliber`: what a weapon is, not a length."""
    at = index + 2 if tokens.sort(index + 1) is Sort.DASH else index + 1
    if tokens.word(at) in words("shield", "calibres"):
        return shape_of(tokens, Kind.NAME, index, at + 1)
    if tokens.word(at) in {"mm", "millimeter", "millimetre"}:
        following = tokens.words[at + 1 : at + 5]
        is_known = tokens.raw(index) in words("shield", "known_millimetres") and not following
        if is_known or any(word in words("shield", "weapons") for word in following):
            return shape_of(tokens, Kind.NAME, index, at + 1)
    raw = tokens.raw(index)
    if raw.startswith(".") and raw[1:] in words("shield", "known_calibres"):
        return shape_of(tokens, Kind.NAME, index, index + 1)
    return None


def _broadcaster(tokens: Tokens, index: int) -> Shape | None:
    """`KOIN 6`, `WESH 2's`: an American station's call letters and its channel, also in a text all in capitals."""
    before, letters = tokens.word(index - 1), tokens.raw(index - 1)
    if _CALL_LETTERS.fullmatch(letters) is None or len(tokens.raw(index)) > 2 or before in words("shield", "not_names"):
        return None
    owned = tokens.word(index + 1) == "'" and tokens.word(index + 2) == "s" and tokens.glued(index + 1)
    if owned or (_stands_alone(tokens, index) and not tokens.text.isupper()):
        return shape_of(tokens, Kind.NAME, index, index + 1)
    return None


def _named_by_noun(tokens: Tokens, index: int) -> Shape | None:
    """`Section 301`, `Flight 370`, `NBC 7`, `No. 1` (an ordinal): a noun that the number names one of."""
    at = index - 1
    if tokens.word(at) == "." and tokens.glued(at):
        at -= 1
    noun = tokens.word(at)
    is_word = tokens.sort(index) is Sort.WORD
    if tokens.sort(at) is not Sort.WORD or (is_word and tokens.word(index) not in table("numbers")["cardinals"]):
        return None
    anywhere = noun in words("shield", "name_nouns_any_case")
    capital = tokens.is_capital(at) and (at > 0 or tokens.raw(at).isupper())
    named = noun in words("shield", "name_nouns") or noun in words("shield", "designators")
    if not anywhere and not (capital and named):
        return _counted_off(tokens, at, index)
    if tokens.sort(index + 1) is Sort.DASH and tokens.word(index + 2) in {"and", "or", "to"}:
        return None
    if capital and noun in words("shield", "designators") and tokens.raw(index).isdecimal():
        hung = tokens.sort(index + 1) is Sort.DASH and tokens.glued(index + 1) and tokens.glued(index + 2)
        marked = hung and tokens.sort(index + 2) in {Sort.DIGITS, Sort.MIXED}
        return shape_of(tokens, Kind.NAME, index, index + 3 if marked else index + 1)
    if not (_stands_alone(tokens, index) or (anywhere and _is_singular_use(tokens, index))):
        return None
    if noun in {"no", "nos"} and (tokens.word(index - 1) != "." or is_word):
        return _counted_off(tokens, at, index)
    return shape_of(tokens, Kind.ORDINAL if noun in {"no", "nos", "number"} else Kind.NAME, index, index + 1)


def _counted_off(tokens: Tokens, noun: int, index: int) -> Shape | None:
    """`on day two`, `round 3`, `number 7`, `the world No 56`: one of a row, with nothing counted behind."""
    word = tokens.word(noun)
    british = tokens.raw(noun) == "No" and noun > 0 and tokens.sort(index) is Sort.DIGITS
    if word not in words("shield", "numbered") and not british:
        return None
    if tokens.word(noun - 1) in words("shield", "not_numbered") and word != "number":
        return None
    if not _stands_alone(tokens, index) or is_measure(tokens, index + 1):
        return None
    ends = tokens.sort(index + 1) in {None, Sort.MARK} or tokens.word(index + 1) in words("shield", "after_name")
    if not ends and not tokens.is_capital(index + 1) and word != "number":
        return None
    return shape_of(tokens, Kind.ORDINAL if british or word == "number" else Kind.NAME, index, index + 1)


def _road(tokens: Tokens, index: int) -> Shape | None:
    """`on U.S. 41`: a road by its number."""
    lettered = tokens.words[max(index - 4, 0) : index] == ["u", ".", "s", "."]
    is_led = tokens.word(index - 5) in words("shield", "before_road")
    if lettered and is_led and tokens.raw(index).isdecimal() and len(tokens.raw(index)) <= 3:
        return shape_of(tokens, Kind.NAME, index, index + 1) if _stands_alone(tokens, index) else None
    return None


def _is_singular_use(tokens: Tokens, index: int) -> bool:
    """`type 2 diabetes`, `Category 4 storms`: what follows is named by the number, not counted by it."""
    after = tokens.word(index + 1)
    return tokens.sort(index + 1) is Sort.WORD and after not in words("shield", "counted_after_year_like")


def _stands_alone(tokens: Tokens, index: int) -> bool:
    """No unit, magnitude or counted noun (a lower-case plural, `people`, `killed`) right behind."""
    after = tokens.word(index + 1)
    if tokens.sort(index + 1) is Sort.SIGN or after in words("shield", "measures_behind"):
        return False
    if tokens.sort(index + 1) is not Sort.WORD:
        return True
    counted = after in words("shield", "counted_after_year_like")
    return not counted and (not looks_plural(after) or tokens.is_capital(index + 1))


def _after_capital(tokens: Tokens, index: int) -> Shape | None:
    """`Curve 8900`, `Core 2 Duo`: a capitalised word and bare digits with nothing counted."""
    at = index - 1
    word, raw = tokens.word(at), tokens.raw(index)
    opens = at == 0 and not (tokens.raw(at).isupper() and len(word) > 2)
    if tokens.sort(at) is not Sort.WORD or not tokens.is_capital(at) or opens or not raw.isdecimal():
        return None
    if word in table("shield")["months"] or word in words("shield", "weekdays") or word in words("shield", "not_names"):
        return None
    if is_headline(tokens) or currency_before(tokens, index) is not None or _is_tally(tokens, index):
        return None
    after = tokens.word(index + 1)
    if after in words("shield", "measures_behind") or is_measure(tokens, index + 1):
        return None
    ends = after != "+" and (tokens.sort(index + 1) in {None, Sort.MARK} or after in words("shield", "after_name"))
    in_name = tokens.is_capital(index + 1) and tokens.sort(index + 1) is Sort.WORD
    alone = raw != "1" and (
        tokens.sort(index + 2) is not Sort.WORD or tokens.word(index + 2) in words("shield", "after_name")
    )
    in_name = in_name or ((len(raw) >= 3 or alone) and _names_thing(tokens, index + 1))
    return shape_of(tokens, Kind.NAME, index, index + 1) if ends or in_name else None


def _padded(tokens: Tokens, index: int) -> Shape | None:
    """`iLife 09`, `iWork'09`: a year or a version of two digits behind a product's name."""
    raw, at = tokens.raw(index), index - 1
    if len(raw) != 2 or raw[0] != "0" or not raw.isdecimal():
        return None
    at -= tokens.word(at) in {"'", "\u2019"}
    named = tokens.sort(at) is Sort.WORD and any(char.isupper() for char in tokens.raw(at))
    return shape_of(tokens, Kind.NAME, index, index + 1) if named else None


def _model(tokens: Tokens, index: int) -> Shape | None:
    """`the 8900 has a camera`, `the 3310 will cost`: one thing by its number, which no comma parts."""
    raw, after = tokens.raw(index), tokens.word(index + 1)
    if tokens.word(index - 1) != "the" or not raw.isdecimal() or not 3 <= len(raw) <= 4 or raw[0] == "0":
        return None
    singular = after in words("shield", "verbs_of_one")
    if singular or (len(raw) == 4 and not 1500 <= int(raw) <= 2100 and after in words("shield", "modals")):
        return shape_of(tokens, Kind.NAME, index, index + 1)
    return None


def _is_tally(tokens: Tokens, index: int) -> bool:
    """`Ravindra made 116, Daryl Mitchell 54`: what each player scored."""
    named = tokens.is_capital(index - 2) and tokens.sort(index - 2) is Sort.WORD
    owned = tokens.word(index - 1).endswith("'s") and not words("games", "batting").isdisjoint(tokens.words)
    return owned or (named and not words("games", "scoring").isdisjoint(tokens.words))


def _names_thing(tokens: Tokens, at: int) -> bool:
    """`the Curve 8900 smartphone`: nothing plural follows that could be counted."""
    following = [tokens.word(at), tokens.word(at + 1)]
    if tokens.sort(at) is not Sort.WORD or is_measure(tokens, at) or following[0] in words("shield", "measures_behind"):
        return False
    return not any(word in words("shield", "counted_after_year_like") or looks_plural(word) for word in following)


def is_headline(tokens: Tokens) -> bool:
    """Whether nearly every long word is capitalised, so that capitals name nothing."""
    long = [at for at in range(len(tokens)) if tokens.sorts[at] is Sort.WORD and len(tokens.words[at]) > 3]
    return bool(long) and sum(tokens.is_capital(at) for at in long) > 0.8 * len(long)


def _in_capitals(tokens: Tokens, index: int) -> Shape | None:
    """`the Four Corner Hustlers`, `Detroit One`: a capitalised number word inside a name in mid-sentence."""
    if index == 0 or not tokens.is_capital(index) or tokens.word(index) not in table("numbers")["cardinals"]:
        return None
    if tokens.word(index - 1) in {":", '"', "\u201c"} and _owns_title(tokens, index):
        return shape_of(tokens, Kind.NAME, index, index + 1)
    if tokens.sort(index - 1) is not Sort.WORD or is_headline(tokens):
        return None
    if tokens.is_capital(index - 1):
        ends = not tokens.is_capital(index + 1) and not looks_plural(tokens.word(index + 1))
        known = tokens.word(index - 1) in words("shield", "not_names") or index == 1
        return (
            shape_of(tokens, Kind.NAME, index, index + 1)
            if ends and not known and _verb_behind(tokens, index)
            else None
        )
    if tokens.is_capital(index + 1) and tokens.sort(index + 1) is Sort.WORD:
        return shape_of(tokens, Kind.NAME, index, index + 1)
    return None


def _owns_title(tokens: Tokens, index: int) -> bool:
    """`"One Man's Road to Dolna"`: the title of a book in capitals, behind a quotation mark or a colon."""
    owner, owned = tokens.word(index + 1), index + 2
    return owner.endswith("'s") and tokens.is_capital(index + 1) and tokens.is_capital(owned)


def _verb_behind(tokens: Tokens, index: int) -> bool:
    return tokens.sort(index + 1) in {None, Sort.MARK} or tokens.word(index + 1) in words("shield", "after_name")
