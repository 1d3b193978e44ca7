"""What an address can name: each page with its filters, switches and selection, and their closed sets of choices."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.model import FindingClass, Status  # noqa: TC001 -- answers.questions reads the types of the fields

MAX_COMPARED = 4
"""So many figures are compared at once; with more, lines can't be told apart."""


class Sort(StrEnum):
    """What the list of figures is ordered by."""

    FINDING = "finding"
    LABEL = "label"
    BEST = "best"
    CLAIMS = "claims"
    SOURCES = "sources"
    LATEST = "latest"


class View(StrEnum):
    """How a figure's claims are laid out."""

    TIME = "time"
    SOURCE = "source"
    CLAIMANT = "claimant"


class Clock(StrEnum):
    """Which time a claim is placed at."""

    AS_OF = "as_of"
    PUBLISHED = "published"


class Scale(StrEnum):
    """How the axis of values runs."""

    LINEAR = "linear"
    LOG = "log"


class Level(StrEnum):
    """How far a figure's claims agree."""

    ALL = "all"
    DISPUTED = "disputed"
    DIFFERS = "differs"
    AGREED = "agreed"


class Which(StrEnum):
    """Which findings the inbox shows."""

    ALARMS = "alarms"
    ALL = "all"


class Habit(StrEnum):
    """What the list of sources is ordered by."""

    SHARED = "shared"
    NAME = "name"
    CLAIMS = "claims"
    FIRST = "first"
    LAST = "last"
    ALONE = "alone"
    HIGH = "high"
    LOW = "low"
    COPIES = "copies"


class Spread(StrEnum):
    """Which figures the map of sources shows first."""

    SOURCES = "sources"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Inbox:
    """The findings, worst first; `since` and `until` are days (`2026-03-09`), both included, or empty."""

    which: Which = Which.ALL
    kind: FindingClass | None = None
    status: Status | None = None
    source: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """The list of figures."""

    q: str = ""
    level: Level = Level.ALL
    source: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""
    sort: Sort = Sort.FINDING
    up: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, the claim selected in it and how it is drawn; without a `unit`, in the figure's own.

    `close` shows only the time that most of its claims are of.
    """

    figure_id: str
    claim: str | None = None
    view: View = View.TIME
    clock: Clock = Clock.AS_OF
    scale: Scale = Scale.LINEAR
    close: bool = False
    unit: str = ""
    unfolded: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Documents:
    """The list of documents."""

    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """One document and the claim selected in it."""

    doc_id: str
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What sources do, and where they stand in the figures that they share."""

    q: str = ""
    spread: Spread = Spread.SOURCES
    sort: Habit = Habit.SHARED
    up: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Compare:
    """Two to four figures on one time axis, and what is looked for to add; `close` as of a figure."""

    figures: tuple[str, ...] = ()
    clock: Clock = Clock.AS_OF
    scale: Scale = Scale.LINEAR
    close: bool = False
    q: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What reviewers did, the latest first."""

    who: str = ""
    action: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots of the workspace, the newest first."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """An address that leads nowhere."""

    path: str = ""


State = Inbox | Figures | Figure | Documents | Document | Sources | Compare | Audit | Snapshots | Unknown
