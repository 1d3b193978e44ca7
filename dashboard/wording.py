"""Numbers, hedges and dates as people write them.

`50,000`; `$50 billion`; `400 square miles`; `≤ 12,000`; `≈ 11,000`; `1,200–1,500 a day`; `26 Oct 2024`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.model import Change, FindingClass, Grain, Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_MAGNITUDES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SIGNS = {
    "US dollar": "$",
    "pound sterling": "£",
    "euro": "€",
    "Japanese yen": "¥",
    "yen": "¥",
    "Indian rupee": "₹",
    "Israeli new shekel": "₪",
    "Australian dollar": "A$",
    "Canadian dollar": "C$",
}
_PLURALS = {"foot": "feet", "inch": "inches", "hertz": "hertz", "siemens": "siemens"}
_SUFFIXES = {"percent": "%", "multiple": " times"}
_UNMARKED = ("count", "", "other")
_HEDGES = {
    Modifier.ABOUT: "≈ ",
    Modifier.NEARLY: "nearly ",
    Modifier.AT_LEAST: "≥ ",
    Modifier.MORE_THAN: "> ",
    Modifier.AT_MOST: "≤ ",
    Modifier.LESS_THAN: "< ",
    Modifier.VAGUE: "≥ ",
}
_VOWELS = "aeiou"
MEANINGS = {
    FindingClass.CONFLICT: "cannot all be right",
    FindingClass.REVISION: "a later claim replaces an earlier one",
    FindingClass.STALE: "repeats an earlier level after it moved",
    FindingClass.SCOPE: "one counts a part, or includes someone others leave out",
    FindingClass.AGGREGATE: "several events, or a longer period",
    FindingClass.SLIP: "a factor of ten or a thousand, or a unit",
    FindingClass.ARITHMETIC: "parts and totals do not add up",
    FindingClass.ROUNDING: "differ in words, agree in fact",
}
"""What a finding of each class says of claims, in a few words."""


def number(value: float | None) -> str:
    """A number alone: thousands in groups, round millions in words, at most four decimals; an em dash for none."""
    if value is None or not math.isfinite(value):
        return "—"
    for size, word in _MAGNITUDES:
        scaled = value / size
        if abs(scaled) >= 1 and math.isclose(scaled, round(scaled, 2), rel_tol=1e-12):
            return f"{_grouped(scaled)} {word}"
    return _grouped(value)


def measure(value: float | None, unit: str | None, per: str | None = None) -> str:
    """A number with its unit and rate: `$50 billion`, `400 square miles`, `40%`, `1,200 a day`."""
    text = number(value)
    return text if text == "—" else _with_unit(text, unit, singular=value == 1) + rate(per)


def span(low: float | None, high: float | None, unit: str | None, per: str | None = None) -> str:
    """A range, with the unit said once: `1,200–1,500 a day`, `$1–2 billion`."""
    if low is None or high is None or low == high:
        return measure(low if high is None else high, unit, per)
    first, second = number(low), number(high)
    shared = first.rpartition(" ")[2]
    if shared.isalpha() and second.endswith(f" {shared}"):
        first = first.removesuffix(f" {shared}")
    return _with_unit(f"{first}–{second}", unit, singular=False) + rate(per)


def reading(claim: Mapping[str, Any]) -> str:
    """A claim's number with its hedge as a sign, as stated: `≈ 11,000`, `> 10,000`, `+30,000`; an em dash for none."""
    modifier, unit, per = claim["modifier"], claim["unit"], claim["per"]
    stated = next((claim[name] for name in ("value", "low", "high") if claim[name] is not None), None)
    if stated is None:
        return "—"
    text = span(claim["low"], claim["high"], unit, per) if modifier == Modifier.RANGE else measure(stated, unit, per)
    sign = {Change.INCREASE.value: "+", Change.DECREASE.value: "−"}.get(claim["change"] or "", "")
    return f"{hedge(modifier)}{sign}{text}"


def hedge(modifier: str | None) -> str:
    """The sign that stands before a number for its hedge, with its space: `≤ `; empty for an exact one or a range."""
    return _HEDGES.get(Modifier(modifier), "") if modifier else ""


def short(value: float | None, unit: str | None) -> str:
    """A number with only those units that are signs: `$2 billion`, `40%`, but `400` for square miles."""
    return measure(value, unit) if unit in _SIGNS or unit in _SUFFIXES else number(value)


def rate(per: str | None) -> str:
    """` a day`, ` an hour`, ` per person`; empty without a rate."""
    if not per:
        return ""
    if per in {"day", "week", "month", "year", "second", "minute", "hour", "night"}:
        return f" an {per}" if per[0] in _VOWELS or per == "hour" else f" a {per}"
    return f" per {per}"


def unit_name(unit: str | None, per: str | None = None) -> str:
    """What an axis or a column is measured in: `square miles`, `number a day`, `US dollars`."""
    name = "number" if unit in _UNMARKED or unit is None else plural(unit)
    return f"{name}{rate(per)}"


def headed(text: str) -> str:
    """A text that begins with a capital; its other letters stay: `US dollars`, `Square miles`."""
    return text[:1].upper() + text[1:]


def plural(unit: str) -> str:
    """An English unit in the plural: `miles per hour`, `degrees Celsius`, `pounds sterling`, `feet`."""
    if unit in {"percent", "pound sterling"}:
        return {"percent": "percent", "pound sterling": "pounds sterling"}[unit]
    head, separator, rest = unit.partition(" per ")
    words = head.split(" ")
    index = 0 if words[0] == "degree" else -1
    words[index] = _plural_word(words[index])
    return " ".join(words) + separator + rest


def day(moment: datetime | None, grain: str | None = None) -> str:
    """A date as finely as it is known, in UTC: `26 Oct 2024`, `10 Nov 2024, 14:05 UTC`, `Nov 2024`, `undated`."""
    if moment is None:
        return "undated"
    if grain == Grain.YEAR:
        return str(moment.year)
    if grain in {Grain.MONTH, Grain.SEASON, Grain.QUARTER}:
        return f"{moment:%b} {moment.year}"
    text = f"{moment.day} {moment:%b} {moment.year}"
    if grain == Grain.INSTANT and (moment.hour or moment.minute):
        return f"{text}, {moment:%H:%M} UTC"
    return text


def at(moment: datetime) -> str:
    """A date with its hour, in UTC: `26 Oct 2024, 09:05 UTC`."""
    return f"{day(moment)}, {moment:%H:%M} UTC"


def period(start: datetime | None, end: datetime | None, grain: str | None = None) -> str:
    """A time that may last: `26 Oct 2024`, `1 Aug – 31 Aug 2024`; its own words for what is undated."""
    if start is None or end is None or start.date() == end.date() or grain in {Grain.MONTH, Grain.YEAR, Grain.DAY}:
        return day(start or end, grain)
    first = f"{start.day} {start:%b}" if start.year == end.year else day(start)
    return f"{first} – {day(end)}"


def counted(count: int, noun: str) -> str:
    """`1 claim`, `1,200 claims`."""
    return f"{count:,} {noun if count == 1 else _plural_word(noun)}"


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters of a text on one line, cut after a word where one ends near, with an ellipsis."""
    line = " ".join(text[: limit * 4].split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    whole = cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > limit * 2 // 3 else cut).rstrip(' ,;(–-')}…"


def slug(text: str, limit: int = 60) -> str:
    """A text as a part of a file's name: small letters, digits and hyphens; empty where it has none of them."""
    plain = unicodedata.normalize("NFKD", text[: limit * 4]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:limit].strip("-")


_TURNS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that override the direction of writing: on a page each element holds its own, in a chart nothing does."""


def inert(text: str) -> str:
    """A text in which Plotly, which reads text as markup, finds none; nor anything that turns its direction."""
    return escape(text.translate(_TURNS), quote=False)


def web_address(url: str | None) -> str | None:
    """The address if it is http or https with a host, else None: nothing else is ever made a link."""
    if not url or any(ord(char) <= 32 for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _with_unit(text: str, unit: str | None, *, singular: bool) -> str:
    if unit is None or unit in _UNMARKED:
        return text
    if unit in _SUFFIXES:
        return f"{text}{_SUFFIXES[unit]}"
    if unit in _SIGNS:
        minus, digits = ("−", text[1:]) if text.startswith("−") else ("", text)
        return f"{minus}{_SIGNS[unit]}{digits}"
    return f"{text} {unit if singular else plural(unit)}"


def _grouped(value: float) -> str:
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-4:
        return f"{value:.4g}".replace("-", "−")
    text = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def _plural_word(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"
