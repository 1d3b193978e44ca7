"""How time expressions are written: one pattern for each kind, over the words of the calendar; every repetition is
bounded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.wordlists import table

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """One pattern for each kind of time expression; every repetition is bounded."""
    names = _names()
    return {rule: re.compile(source.format(**names), flags) for rule, (source, flags) in _SOURCES.items()}


@cache
def trigger() -> re.Pattern[str]:
    """A word or number without which no pattern matches."""
    calendar_words = [*table("calendar")["months"], *table("calendar")["weekdays"], *table("calendar")["seasons"]]
    others = ["today", "tonight", "yesterday", "tomorrow", "overnight", "morning", "evening", "afternoon", "night"]
    known = [*calendar_words, *others, *table("datewords")["units"], *table("datewords")["now"]]
    stems = "|".join(re.escape(word) for word in sorted({*known, *table("calendar")["feasts"]}, key=len, reverse=True))
    return re.compile(rf"\b(?:{stems})|\d{{4}}|\d[./-]\d|\bQ[1-4]\b", re.I)


@cache
def length_pattern() -> re.Pattern[str]:
    """A length that ends with the time behind it: "the six months ended ", "the year to "."""
    length = r"\bthe\s(?:(?P<count>{count}|\d{{1,3}})[\s-])?(?P<unit>week|month|quarter|year)s?"
    source = length + r"\s(?:to|ended|ending|through)\s$"
    return re.compile(source.format(**_names()), re.I)


def _names() -> dict[str, str]:
    words = table("datewords")
    months = table("calendar")["months"]
    weekdays = table("calendar")["weekdays"]
    return {
        "month": _either(name.capitalize() for name in months) + r"\b\.?",
        "fullmonth": _either(name.capitalize() for name in months if len(name) > 3 or name == "may"),
        "weekday": _either(name.capitalize() for name in weekdays if len(name) > 5),
        "season": _either(table("calendar")["seasons"]),
        "feast": _either(table("calendar")["feasts"]).replace("'", "['’]"),
        "relative": _either(words["relative_days"]),
        "unit": _either(words["units"]),
        "count": _either(words["counts"]),
        "now": _either(words["now"]),
        "nth": _either(words["quarters"]),
    }


def _either(names: Iterable[object]) -> str:
    listed = sorted((str(name) for name in names), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s") for name in listed) + ")"


_SIDE = (
    r"(?:(?P<side>early|late|mid|earlier|later|so\sfar|(?:at\s)?the\s(?:end|start|beginning|middle)\sof)"
    r"[\s-]{{1,2}}(?:in\s)?)?"
)
_WHICH = r"(?P<which>this|last|past|previous|preceding|next|coming|following|current|upcoming)"
_OPENERS = (
    "in since by until till from of to and through during for between before after late early last fiscal around about "
    "the this"
)
_AFTER = (
    "(?:"
    + "|".join(rf"(?<=\b[{word[0].upper()}{word[0]}]{word[1:]}\s)" for word in _OPENERS.split())
    + r"|(?<=\b[Mm]id-)|(?<=\s[–—-]\s)|(?<=\d[–—-]))"
)
_DAY = r"\b(?:(?:{weekday}),?\s)?"
_SOURCES: dict[str, tuple[str, int]] = {
    "iso": (r"\b(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b", 0),
    "numeric": (r"\b(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})\b", 0),
    "day_month": (
        _DAY + r"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<month>{month})(?:,?\s(?P<year>\d{{4}})\b)?",
        0,
    ),
    "month_day": (
        _DAY
        + r"(?P<month>{month})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|,\d|\.\d|\s?%)"
        + r"(?:\s?(?:-|–|to|through)\s?(?P<last>\d{{1,2}})\b(?!\d))?(?:,?\s(?P<year>\d{{4}})\b)?",
        0,
    ),
    "month_year": (_SIDE + r"\b(?P<month>{month}),?\s(?:of\s)?(?P<year>[12]\d{{3}})\b", 0),
    "which_month": (_SIDE + r"\b" + _WHICH + r"\s(?P<month>{fullmonth})\b", 0),
    "month": (r"(?=[A-Z])" + _AFTER + r"(?P<month>{fullmonth})\b(?!\s\d)", 0),
    "bare_month": (r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b", 0),
    "which_weekday": (
        r"\b(?:(?P<which>last|past|next|this|coming)\s)?(?P<weekday>{weekday})\b(?:\s(?:last|past)\sweek\b)?(?:\s(?:morning|afternoon|evening|night))?",
        re.I,
    ),
    "weekday_week": (r"\b(?P<weekday>{weekday})\s(?:of\s)?(?P<which>last|next|this)\sweek\b", re.I),
    "relative": (r"\b(?P<relative>{relative})\b", re.I),
    "which_unit": (
        r"\b"
        + _SIDE
        + r"(?:the\s)?"
        + _WHICH
        + r"\s(?:calendar\s|fiscal\s|financial\s)?(?P<unit>week|weekend|month|quarter|year|decade|century)\b(?!-)",
        re.I,
    ),
    "some_units": (
        r"\b(?:the\s|these\s)?(?P<which>recent|last|past|coming|next|following)\s(?P<unit>hour|day|week|month|year|decade)s\b",
        re.I,
    ),
    "weekend": (r"\b(?:over|during|at|on|through)\sthe\sweekend\b", re.I),
    "which_season": (r"\b" + _SIDE + r"(?:the\s)?" + _WHICH + r"\s(?P<season>{season})\b", re.I),
    "season_year": (r"\b(?:the\s)?(?P<season>{season})\s(?:of\s)?(?P<year>[12]\d{{3}})\b", re.I),
    "season": (
        r"(?=[swaf])(?:(?<=\bin\sthe\s)|(?<=\bsince\sthe\s)|(?<=\bduring\sthe\s)|(?<=\bby\sthe\s)|(?<=\buntil\sthe\s)|(?<=\bover\sthe\s)|(?<=\bin\s)|(?<=\bby\s))(?P<season>{season})\b(?!\s(?:of|in))",
        re.I,
    ),
    "ago": (
        r"\b(?:(?:about|around|nearly|almost|roughly|some|just|over|more\sthan)\s)?(?P<count>{count}|\d{{1,3}})\s(?P<unit>{unit})s?\sago\b",
        re.I,
    ),
    "earlier": (
        r"\b(?P<count>{count}|\d{{1,3}})\s(?P<unit>week|month|quarter|year|decade)s?\s(?:earlier|before|previously)\b",
        re.I,
    ),
    "which_units": (
        r"\b(?:the\s|these\s|its\s|his\s|their\s)?"
        + _WHICH
        + r"\s(?P<count>{count}|\d{{1,3}})[\s-](?P<unit>{unit})s?\b",
        re.I,
    ),
    "quarter": (
        r"\b(?:the\s)?(?P<nth>{nth})[\s-]quarter\b(?:,?\s(?:of\s|in\s)?(?:(?P<year>[12]\d{{3}})\b|(?P<which>this|last|next)\syear\b))?",
        re.I,
    ),
    "short_quarter": (r"\bQ(?P<nth>[1-4])(?:\s(?:of\s)?(?P<year>[12]\d{{3}})\b)?", 0),
    "half": (
        r"\b(?:the\s)?(?P<nth>first|second)\shalf\sof\s(?:(?P<year>[12]\d{{3}})\b|(?P<which>this|last|next|the)\syear\b)",
        re.I,
    ),
    "decade": (r"\b(?:the\s)?(?P<year>[12]\d{{2}}0)['’]?s\b", 0),
    "year": (r"(?=[12]\d)" + _AFTER + r"(?P<year>1[5-9]\d{{2}}|20\d{{2}}|2100)\b(?![,.]\d|%)", 0),
    "year_end": (
        r"\b(?:the\s)?(?P<edge>end|start|beginning)\sof\s(?:the\s|this\s)(?P<unit>week|month|quarter|year|decade|century)\b|\b(?P<ending>year|month|quarter)[\s-]end\b",
        re.I,
    ),
    "feast": (
        r"\b(?:(?P<which>last|this|next)\s)?(?P<feast>{feast})\b(?!\s(?:Island|party|parties|tree|shopping|sales))(?:,?\s(?P<year>[12]\d{{3}})\b)?",
        re.I,
    ),
    "now": (r"\b(?P<now>{now})\b", re.I),
}
