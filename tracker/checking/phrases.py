"""Numbers, dates and names in the words of a finding's one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.checking.readings import Reading

_HEDGES = {
    Modifier.ABOUT: "about",
    Modifier.NEARLY: "nearly",
    Modifier.AT_LEAST: "at least",
    Modifier.MORE_THAN: "more than",
    Modifier.AT_MOST: "up to",
    Modifier.LESS_THAN: "under",
}
_LONGEST_NAME = 60


def said(reading: Reading) -> str:
    """The number in the words of the claim: "about 11,000"."""
    hedge = _HEDGES.get(Modifier(reading.modifier)) if reading.modifier in set(Modifier) else None
    surface = " ".join(reading.surface.split())
    return f"{hedge} {surface}" if hedge and not surface.lower().startswith(hedge) else surface


def quoted(readings: Iterable[Reading]) -> str:
    """Different wordings of one number, in quotation marks and joined."""
    return joined(f"“{words}”" for words in dict.fromkeys(said(reading) for reading in readings))


def joined(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    listed = list(words)
    return " and ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)


def name_of(reading: Reading) -> str:
    """Who says it: the claimant, else the source."""
    name = reading.claimant or reading.source or "an unknown source"
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rsplit(' ', 1)[0]}…"


def names_apart(one: Reading, other: Reading) -> tuple[str, str]:
    """Who say two numbers; with who printed it where both go by one name ("Police (Reuters)")."""
    left, right = name_of(one), name_of(other)
    if left.casefold() != right.casefold():
        return left, right
    return _with_source(one, left), _with_source(other, right)


def _with_source(reading: Reading, name: str) -> str:
    return f"{name} ({reading.source})" if reading.claimant and reading.source else name


def names_of(readings: Sequence[Reading], most: int = 3) -> str:
    """Who say it, each once, at most a few by name."""
    names = list(dict.fromkeys(name_of(reading) for reading in readings))
    rest = len(names) - most
    if rest > 1:
        return joined([*names[:most], f"{rest} others"])
    return joined(names)


def day(moment: datetime | None) -> str:
    """A day as "9 August 2015"; an unknown one in words."""
    return f"{moment.day} {moment:%B %Y}" if moment else "an unknown day"


def plain(number: float) -> str:
    """A number with thousands separators and no more decimals than it has."""
    return f"{number:,.0f}" if abs(number - round(number)) < 1e-6 * max(abs(number), 1.0) else f"{number:,.4g}"
