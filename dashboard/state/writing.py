"""From a state to its shortest address."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import quote, urlencode

from dashboard.state.states import (
    Audit,
    Compare,
    Document,
    Documents,
    Figure,
    Figures,
    Inbox,
    Snapshots,
    Sources,
    State,
    Unknown,
)


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
        case Snapshots():
            return "/snapshots", None
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
