"""What a document, a numeric expression and a claim are.

The words and the values of the closed sets are those of the labelling guide: a claim is one numeric expression in a
document with its number, unit, subject, claimant and time. Offsets count Unicode code points of the part a claim is
in (the text, or a title that came apart from the text); `end` is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What a numeric expression is; only quantities are lined up into figures."""

    QUANTITY = "quantity"
    AGE = "age"
    DATE = "date"
    CLOCK = "clock"
    TIME_SPAN = "time_span"
    ORDINAL = "ordinal"
    NAME = "name"
    SCORE = "score"
    ADDRESS = "address"
    IDENTIFIER = "identifier"
    IDIOM = "idiom"
    MULTIPLE = "multiple"


class Modifier(StrEnum):
    """What the words around a number assert about it."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"


class Change(StrEnum):
    """Whether a number says by how much something moved; None is a level."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Outlook(StrEnum):
    """Whether a claim is said to hold, to come or not to be so."""

    REPORTED = "reported"
    EXPECTED = "expected"
    PLANNED = "planned"
    DENIED = "denied"


class Grain(StrEnum):
    """How finely a time is known."""

    INSTANT = "instant"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    PERIOD = "period"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """The part of a document that a claim stands in."""

    TEXT = "text"
    TITLE = "title"


class FindingClass(StrEnum):
    """Why two claims of one figure differ; only conflict, slip and arithmetic alarm."""

    CONFLICT = "conflict"
    REVISION = "revision"
    STALE = "stale"
    SCOPE = "scope"
    AGGREGATE = "aggregate"
    SLIP = "slip"
    ARITHMETIC = "arithmetic"
    ROUNDING = "rounding"


ALARMS = frozenset({FindingClass.CONFLICT, FindingClass.SLIP, FindingClass.ARITHMETIC})


class Status(StrEnum):
    """Where a finding stands in review."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Document:
    """One text from one source, published once.

    `published` is in UTC, midnight when only the day is known (`published_grain` says so); None is undated. `source`
    None is an unknown source. Neither is ever guessed. `read_from` names the file, and the line or row in it, for
    messages about the document; it is no part of what the document is.
    """

    doc_id: str
    text: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    published: datetime | None = None
    published_grain: Grain = Grain.UNKNOWN
    language: str | None = None
    read_from: str | None = field(default=None, compare=False, repr=False)

    @property
    def is_read(self) -> bool:
        """Whether it is read for numbers: it is in English, or in a language that nobody knows."""
        return self.language in {None, "en", "eng"}

    def part(self, part: Part) -> str:
        """The text that offsets of claims in `part` count in."""
        return self.text if part is Part.TEXT else self.title or ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch `[start:end]` of one part of a document, without surrounding white space.

    `is_cut` where it is a piece of a longer one, which was over `limits.max_sentence_chars`.
    """

    part: Part
    start: int
    end: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace: these `words` gave this `reading` of this `field`."""

    field: str
    words: str
    reading: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A numeric expression as the number stage reads it: everything but what it counts, who says so and when.

    `start:end` is the surface (number, magnitude, unit or currency sign); `outer_start:outer_end` also takes in the
    hedges before and after it and the words of its rate ("at least 1,200 to 1,500 a day"), so that what is counted is
    looked for outside of it. Bounds are inclusive; None is an open side. The canonical fields are the same number in
    the dimension's canonical unit; None for currencies' other denominations and kinds that are not measured.
    """

    start: int
    end: int
    kind: Kind
    outer_start: int
    outer_end: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    modifier: Modifier | None = None
    unit: str | None = None
    dimension: str | None = None
    per: str | None = None
    canonical_value: float | None = None
    canonical_low: float | None = None
    canonical_high: float | None = None
    canonical_unit: str | None = None
    change: Change | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, in its normal form for lining up.

    `head` is the synonym class of the head noun ("troops" for soldiers, servicemen, forces), `groups` the
    nationalities or organisations in alphabetical order ("north korean", "russian"), `qualifiers` the words that
    change what is included ("civilian", "including children", "other"), in alphabetical order.
    """

    head: str
    groups: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`head`, `head | group, group` or `head | group | qualifier, qualifier`: the `subject` column."""
        parts = (self.head, ", ".join(self.groups), ", ".join(self.qualifiers))
        kept = 3 if self.qualifiers else 2 if self.groups else 1
        return " | ".join(parts[:kept])

    @classmethod
    def parse(cls, text: str) -> Subject:
        """The inverse of `str()`."""
        head, groups, qualifiers = (*text.split(" | "), "", "")[:3]
        return cls(head, _listed(groups), _listed(qualifiers))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item for item in text.split(", ") if item)


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric expression in a document: who says how much of what, and when.

    The fields are the columns of the `claims` table that extraction fills; linking adds `figure_id` and `is_copy`.
    `steps` is the trace, which is not a column: it is made anew when it is asked for.
    """

    claim_id: str
    doc_id: str
    source: str | None
    published: datetime | None
    part: Part
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    surface: str
    kind: Kind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    modifier: Modifier | None = None
    unit: str | None = None
    dimension: str | None = None
    per: str | None = None
    canonical_value: float | None = None
    canonical_low: float | None = None
    canonical_high: float | None = None
    canonical_unit: str | None = None
    change: Change | None = None
    counted: str | None = None
    subject: str | None = None
    state: str | None = None
    place: str | None = None
    claimant: str | None = None
    via: str | None = None
    part_of: str | None = None
    repeat_of: str | None = None
    as_of_start: datetime | None = None
    as_of_end: datetime | None = None
    as_of_grain: Grain | None = None
    outlook: Outlook | None = None
    steps: tuple[Step, ...] = ()


def content_id(*parts: object) -> str:
    """A stable id of 16 hex digits for a thing that is what its parts say; the same in every process and version."""
    joined = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=8).hexdigest()


def claim_id(doc_id: str, part: Part, start: int, end: int) -> str:
    """The id of the claim at `[start:end]` of a part of a document; stable over rebuilds."""
    return content_id("claim", doc_id, part.value, start, end)
