"""The URL is the state: every page, filter, switch and selection is in the address, and old links still parse.

`parse(pathname, search)` never raises: an unknown path is `Unknown`, an unknown or broken parameter is its default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tracker.model import FindingClass, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_TEXT = 200
_MAX_PAGE = 1_000_000
_NUMBER = re.compile(r"\d{1,8}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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
    """One figure, the claim selected in it and how it is drawn; without a `unit`, in the figure's own."""

    figure_id: str
    claim: str | None = None
    view: View = View.TIME
    clock: Clock = Clock.AS_OF
    scale: Scale = Scale.LINEAR
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
    """Two to four figures on one time axis, and what is looked for to add."""

    figures: tuple[str, ...] = ()
    clock: Clock = Clock.AS_OF
    scale: Scale = Scale.LINEAR
    q: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What reviewers did, the latest first."""

    who: str = ""
    action: str = ""
    q: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """An address that leads nowhere."""

    path: str = ""


State = Inbox | Figures | Figure | Documents | Document | Sources | Compare | Audit | Unknown
E_ = TypeVar("E_", bound=StrEnum)


def parse(pathname: str | None, search: str | None) -> State:
    """The state that an address names."""
    query = dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=50) if _countable(search) else ())
    segments = [unquote(segment) for segment in (pathname or "/").strip("/").split("/")]
    match segments:
        case [""] | ["inbox"]:
            return _inbox(query)
        case ["figures"]:
            return _figures(query)
        case ["figures", figure_id] if figure_id:
            return _figure(figure_id, query)
        case ["documents"]:
            return Documents(_text(query), _page(query))
        case ["documents", doc_id] if doc_id:
            return Document(doc_id, _id(query))
        case ["sources"]:
            return _sources(query)
        case ["compare"]:
            return _compare(query)
        case ["audit"]:
            return _audit(query)
    return Unknown((pathname or "")[:_MAX_TEXT])


def href(state: State) -> str:
    """The shortest address of a state: what is at its default is left out."""
    path, named = _path(state)
    defaults = {field.name: field.default for field in fields(state)}
    query = {
        name: _written(value)
        for name, value in ((field.name, getattr(state, field.name)) for field in fields(state))
        if name != named and value != defaults[name]
    }
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def snapshot_of(search: str | None) -> int | None:
    """The snapshot that an address is pinned to; None shows the newest, and a broken number is none."""
    query = dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=50) if _countable(search) else ())
    text = query.get("snapshot", "")
    return int(text) if _NUMBER.fullmatch(text) else None


def pinned_to(address: str, number: int) -> str:
    """The same address in the snapshot of that number."""
    return f"{address}{'&' if '?' in address else '?'}snapshot={number}"


def _path(state: State) -> tuple[str, str | None]:
    match state:
        case Inbox():
            return "/", None
        case Figures():
            return "/figures", None
        case Figure():
            return f"/figures/{_segment(state.figure_id)}", "figure_id"
        case Documents():
            return "/documents", None
        case Document():
            return f"/documents/{_segment(state.doc_id)}", "doc_id"
        case Sources():
            return "/sources", None
        case Compare():
            return "/compare", None
        case Audit():
            return "/audit", None
        case Unknown():
            return quote(state.path, errors="replace"), "path"


def _segment(text: str) -> str:
    return (
        quote(text, safe="", errors="replace").replace(".", "%2E")
        if text in {".", ".."}
        else quote(text, safe="", errors="replace")
    )


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return "1" if value is True else str(value)


def _inbox(query: Mapping[str, str]) -> Inbox:
    return Inbox(
        which=_choice(Which, query.get("which"), Which.ALL),
        kind=_choice(FindingClass, query.get("kind"), None),
        status=_choice(Status, query.get("status"), None),
        **_narrowed(query),
        q=_text(query),
        page=_page(query),
    )


def _figures(query: Mapping[str, str]) -> Figures:
    return Figures(
        q=_text(query),
        level=_choice(Level, query.get("level"), Level.ALL),
        **_narrowed(query),
        sort=_choice(Sort, query.get("sort"), Sort.FINDING),
        up=query.get("up") == "1",
        page=_page(query),
    )


def _figure(figure_id: str, query: Mapping[str, str]) -> Figure:
    return Figure(
        figure_id=figure_id,
        claim=_id(query),
        view=_choice(View, query.get("view"), View.TIME),
        clock=_choice(Clock, query.get("clock"), Clock.AS_OF),
        scale=_choice(Scale, query.get("scale"), Scale.LINEAR),
        unit=_named(query, "unit"),
        unfolded=query.get("unfolded") == "1",
        page=_page(query),
    )


def _sources(query: Mapping[str, str]) -> Sources:
    return Sources(
        q=_text(query),
        spread=_choice(Spread, query.get("spread"), Spread.SOURCES),
        sort=_choice(Habit, query.get("sort"), Habit.SHARED),
        up=query.get("up") == "1",
        page=_page(query),
    )


def _compare(query: Mapping[str, str]) -> Compare:
    named = dict.fromkeys(each[:_MAX_TEXT] for each in query.get("figures", "").split(",") if each)
    return Compare(
        figures=tuple(named)[:MAX_COMPARED],
        clock=_choice(Clock, query.get("clock"), Clock.AS_OF),
        scale=_choice(Scale, query.get("scale"), Scale.LINEAR),
        q=_text(query),
    )


def _narrowed(query: Mapping[str, str]) -> dict[str, str]:
    """The filters by source, unit and date."""
    return {
        "source": _named(query, "source"),
        "unit": _named(query, "unit"),
        "since": _day(query, "since"),
        "until": _day(query, "until"),
    }


def _named(query: Mapping[str, str], name: str) -> str:
    return query.get(name, "")[:_MAX_TEXT]


def _day(query: Mapping[str, str], name: str) -> str:
    text = query.get(name, "")
    if not _DATE.fullmatch(text):
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _audit(query: Mapping[str, str]) -> Audit:
    return Audit(
        who=query.get("who", "")[:_MAX_TEXT],
        action=query.get("action", "")[:_MAX_TEXT],
        q=_text(query),
        page=_page(query),
    )


def _choice(options: type[E_], text: str | None, default: Any) -> Any:
    try:
        return options(text or "")
    except ValueError:
        return default


def _text(query: Mapping[str, str]) -> str:
    return query.get("q", "")[:_MAX_TEXT]


def _id(query: Mapping[str, str]) -> str | None:
    return query.get("claim", "")[:_MAX_TEXT] or None


def _page(query: Mapping[str, str]) -> int:
    text = query.get("page", "")
    return min(max(int(text), 1), _MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _countable(search: str | None) -> bool:
    """Whether a query is short enough to be read; `parse_qsl` refuses more fields than it is told."""
    return (search or "").count("&") < 50
