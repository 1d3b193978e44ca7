"""When a document was published, from what its metadata say; nothing is guessed.

Read are ISO 8601 dates, months and times, the date of mail and feeds (RFC 5322), a time as JavaScript writes it, and
a date with its month's English name. A time without a zone can't be put on one clock, so only its day is kept. A date
in digits whose order is unclear (11/10/2024) is refused rather than guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tracker.model import Grain

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%A, %d %B %Y", "%A, %B %d, %Y")
_LONGEST = 64
_SPACES = re.compile(r"\s+")
_ZONE_NAME = re.compile(r"(?:\[[\w/+-]{1,40}\]|\([^()]{1,40}\))$")
"""The name of a zone whose offset is written before it: `Z[UTC]`, `GMT+0100 (Central European Time)`."""
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
_UTC = re.compile(r"(?<=\d)\s(?:UTC|GMT)$")
_LETTERED_ZONE = re.compile(r"(?<=\d)\s[A-Z]{3,4}$")
"""CST is a zone of America, of China and of Cuba: where it follows an ISO time, the time is one without a zone."""
_SCRIPTED = "%a %b %d %Y %H:%M:%S GMT%z"
"""A time as JavaScript writes it."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_SHORT_MONTH = re.compile(r"\b([A-Z][a-z]{2})t?\.?(?=\s)")


def read_published(text: str) -> tuple[datetime, Grain]:
    """The time in UTC and how finely it is known: midnight for a day, the first for a month.

    Raises:
        ValueError: it is no date that can be read for certain.
    """
    if len(text.strip()) > _LONGEST:
        raise ValueError("longer than any date")
    text = _SPACES.sub(" ", text).strip().replace("\u2212", "-")
    text = _SLASHED.sub(r"\1-\2-\3", _ZONE_NAME.sub("", text).rstrip(), count=1)
    if match := _DAY.fullmatch(text):
        return _day(*map(int, match.groups())), Grain.DAY
    if match := _MONTH.fullmatch(text):
        return _day(int(match[1]), int(match[2]), 1), Grain.MONTH
    for reading in (_iso, _scripted, _mail, _named):
        found = reading(text)
        if found is not None:
            return found
    raise ValueError("no date that can be read for certain")


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _on_one_clock(moment: datetime) -> tuple[datetime, Grain]:
    if moment.tzinfo is None:
        return _day(moment.year, moment.month, moment.day), Grain.DAY
    # Not astimezone(): it fails at the calendar's two ends, and a shift by hand says so as an overflow.
    offset = moment.utcoffset() or timedelta()
    try:
        return (moment.replace(tzinfo=None) - offset).replace(tzinfo=UTC), Grain.INSTANT
    except OverflowError as error:
        raise ValueError("a time outside of the calendar") from error


def _iso(text: str) -> tuple[datetime, Grain] | None:
    try:
        moment = datetime.fromisoformat(_LETTERED_ZONE.sub("", _UTC.sub("+00:00", text)))
    except ValueError:
        return None
    # A bare day in another of ISO's forms (20241110, 2024-W45-7) is a day, not midnight.
    if "T" not in text.upper() and ":" not in text:
        return _day(moment.year, moment.month, moment.day), Grain.DAY
    return _on_one_clock(moment)


def _scripted(text: str) -> tuple[datetime, Grain] | None:
    try:
        return _on_one_clock(datetime.strptime(text, _SCRIPTED))
    except ValueError:
        return None


def _mail(text: str) -> tuple[datetime, Grain] | None:
    if ":" not in text:
        return None
    try:
        return _on_one_clock(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        return None


def _named(text: str) -> tuple[datetime, Grain] | None:
    text = _SHORT_MONTH.sub(r"\1", _ORDINAL.sub("", text))
    for form in _NAMED:
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
        return _day(moment.year, moment.month, moment.day), Grain.DAY
    return None
