"""The audit: every act of review, by whom and when, on what, and whether it still holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from dashboard import deeds, wording
from dashboard.pages import parts, review
from dashboard.pages.narrowing import field_id
from dashboard.state import Audit, Inbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from dashboard.queries import Acts, Row

_ACTIONS = {
    "confirmed": "Confirmed",
    "dismissed": "Dismissed",
    "wrong": "Misread",
    "same": "Moved or joined",
    "different": "Split off",
    "rename": "Renamed",
    "note": "Note",
    "undo": "Taken back",
}


def frame(wanted: Audit) -> html.Div:
    """The page before its rows."""
    return html.Div(
        [
            html.H1("What reviewers did", tabIndex="-1"),
            html.P(
                "Each act with who and when. Nothing is deleted: what was taken back stays here, and can be redone."
            ),
            html.Div(
                [
                    parts.search("Search acts", "A name, a figure, a word of a note…", wanted.q),
                    html.Div(id="audit-narrowing", className="narrowing"),
                ],
                className="toolbar filters",
            ),
            html.Div(id="audit-results"),
            *parts.said("audit"),
        ],
        className="page",
    )


def fields(wanted: Audit, acts: Acts) -> list[Component]:
    """Who did it, and what was done."""
    people = [{"value": name, "label": wording.clipped(name, 60)} for name in acts.people]
    actions = [{"value": action, "label": _ACTIONS.get(action, action)} for action in acts.actions]
    return [
        _choice("who", "Who", "Anyone", people, wanted.who),
        _choice("action", "What", "Any act", actions, wanted.action),
    ]


def results(wanted: Audit, acts: Acts, may: bool) -> Any:
    """The acts, or that there is none."""
    if not acts.page.rows:
        narrowed = wanted != Audit()
        return parts.empty_card(
            "No act matches" if narrowed else "Nobody has judged anything yet",
            "No act matches this search and filter."
            if narrowed
            else "Confirm or dismiss a finding in the inbox, or review a claim or a figure on its page.",
            parts.link("All acts", Audit(), className="go button")
            if narrowed
            else parts.link("Inbox", Inbox(), className="go button"),
        )
    head = html.Tr([html.Th(text, scope="col") for text in ("When", "Who", "What", "On which", "Now", "")])
    return html.Div(
        [
            html.Div(
                html.Table(
                    [
                        html.Caption("Acts of review, the latest first", className="unseen"),
                        html.Thead(head),
                        html.Tbody([_act(row, acts, may) for row in acts.page.rows]),
                    ],
                    className="list audit",
                ),
                className="card flush",
            ),
            parts.pager(acts.page, "act", lambda number: replace(wanted, page=number)),
        ]
    )


def announcement(acts: Acts) -> str:
    """What the live region says when results change."""
    return f"{wording.counted(acts.page.total, 'act')} found."


def _act(row: Row, acts: Acts, may: bool) -> html.Tr:
    said = deeds.said(row, acts.things)
    text, aim = deeds.thing(row, acts.things)
    label = "Redo" if row["supersedes"] else "Undo"
    undo = button = None
    if may and row["in_force"]:
        undo = {"type": "undo", "on": row["judgement_id"], "at": "audit"}
        button = review.button(label, undo, wording.clipped(said, 120))
    return html.Tr(
        [
            html.Td(wording.at(row["made_at"]), className="date"),
            html.Td(wording.clipped(row["who"], 60), className="reviewer"),
            html.Td(wording.clipped(said[:1].upper() + said[1:], 600), className="deed"),
            html.Td(parts.link(text, aim) if aim else html.Span(text, className="quiet"), className="thing"),
            html.Td(_now(row), className="now"),
            html.Td(button, className="back"),
        ],
        className=None if row["in_force"] else "past",
    )


def _now(row: Row) -> Any:
    """Whether an act holds; who took it back otherwise."""
    by = row["taken_back_by"]
    if by is not None:
        return html.Span(f"taken back by {wording.clipped(by['who'], 40)}", className="quiet")
    return "in effect" if row["in_force"] else html.Span("no longer in effect", className="quiet")


def _choice(name: str, label: str, nothing: str, options: Sequence[dict[str, str]], chosen: str) -> dmc.Select:
    known = [*options]
    if chosen and all(option["value"] != chosen for option in known):
        known.insert(0, {"value": chosen, "label": wording.clipped(chosen, 60)})
    return dmc.Select(
        id=field_id(name),
        label=label,
        placeholder=nothing,
        data=known,
        value=chosen or None,
        clearable=True,
        searchable=len(known) > 8,
        className="narrow",
        clearButtonProps={"aria-label": f"{nothing}: take the filter off"},
    )
