"""From an address to its state; nothing raises: an unknown path is `Unknown`, a broken parameter is its default."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, unquote

from dashboard.state.states import (
    MAX_COMPARED,
    Audit,
    Clock,
    Compare,
    Document,
    Documents,
    Figure,
    Figures,
    Habit,
    Inbox,
    Level,
    Scale,
    Snapshots,
    Sort,
    Sources,
    Spread,
    State,
    Unknown,
    View,
    Which,
)
from tracker.model import FindingClass, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_TEXT = 200
_MAX_PAGE = 1_000_000
_NUMBER = re.compile(r"\d{1,8}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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
        case ["snapshots"]:
            return Snapshots(_page(query))
    return Unknown((pathname or "")[:_MAX_TEXT])


def snapshot_of(search: str | None) -> int | None:
    """The snapshot that an address is pinned to; None shows the newest, and a broken number is none."""
    query = dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=50) if _countable(search) else ())
    text = query.get("snapshot", "")
    return int(text) if _NUMBER.fullmatch(text) else None


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
        close=query.get("close") == "1",
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
        close=query.get("close") == "1",
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
