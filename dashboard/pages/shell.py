"""What stands around every page: the way in, the navigation, the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import access, wording
from dashboard.charts import FONT
from dashboard.pages import parts
from dashboard.pages.who import who
from dashboard.state import (
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
    href,
    pinned_to,
)

if TYPE_CHECKING:
    from datetime import datetime

INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <meta name="color-scheme" content="light dark">
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    <link rel="stylesheet" href="/palette.css">
    {%css%}
    <script src="/assets/scheme.js"></script>
  </head>
  <body>
    {%app_entry%}
    <noscript>These pages need JavaScript. The command line shows the same: figtrack figures --format table</noscript>
    <div>
      {%config%}
      {%scripts%}
      {%renderer%}
    </div>
  </body>
</html>"""
_PLACES: tuple[tuple[str, State, tuple[type, ...]], ...] = (
    ("Inbox", Inbox(), (Inbox,)),
    ("Figures", Figures(), (Figures, Figure)),
    ("Documents", Documents(), (Documents, Document)),
    ("Sources", Sources(), (Sources,)),
    ("Compare", Compare(), (Compare,)),
    ("Audit", Audit(), (Audit,)),
)


def layout() -> dmc.MantineProvider:
    """The frame that every page is put into."""
    return dmc.MantineProvider(
        id="scheme",
        defaultColorScheme="auto",
        theme={"fontFamily": FONT, "primaryColor": "blue", "defaultRadius": "md", "respectReducedMotion": True},
        children=[
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="look"),
            dcc.Store(id="gone"),
            dcc.Store(id="held"),
            dcc.Store(id="acted"),
            dcc.Store(id="pressed"),
            dcc.Store(id="closer"),
            html.A("Skip to the content", href="#main", className="skip"),
            html.Header(
                [
                    parts.link("Figtrack", Inbox(), className="go brand", id="home"),
                    html.Nav(id="nav", **parts.aria(label="Pages of the dashboard")),
                    *who(access.current()),
                    html.Button(
                        html.Span("◐", **parts.aria(hidden="true")),
                        id="toggle-scheme",
                        className="icon",
                        title="Light or dark",
                        **parts.aria(label="Switch between light and dark"),
                    ),
                ],
                className="bar",
            ),
            html.Div(id="banner"),
            html.Main(html.Div(parts.skeleton(), id="page"), id="main", tabIndex="-1"),
            html.Footer(id="foot", className="foot"),
            _newer(),
            html.Div(id="done", role="status", className="done", **parts.aria(live="polite")),
            html.Div(id="oops", role="alert", className="oops"),
        ],
    )


def _newer() -> html.Div:
    """A note that the page's script shows when a newer snapshot is there; nothing changes until that is asked for."""
    return html.Div(
        html.Div(
            [
                html.Span(id="newer-said"),
                html.Button("Show it", id="newer-show", type="button"),
                html.Button("Later", id="newer-later", type="button"),
            ],
            id="newer",
            hidden=True,
        ),
        role="status",
        className="newer",
    )


def banner(current: State, number: int, made_at: datetime, newest: int) -> html.Div:
    """What stands above a page of a snapshot that its address names, with the way to the same page of the newest."""
    built = f"{wording.day(made_at)}, {made_at:%H:%M} UTC"
    later = "the newest so far" if number == newest else f"the newest is {newest:,}"
    return html.Div(
        [
            html.P([html.B(f"As of snapshot {number:,}"), f", of {built} ({later}). It can be read, not changed."]),
            html.A("Show the newest", id="newest", href=href(current)),
        ],
        className="banner",
        role="region",
        **parts.aria(label="Snapshot"),
    )


def home(number: int | None) -> str:
    """The address of the start page, in the snapshot of that number if there is one."""
    return href(Inbox()) if number is None else pinned_to(href(Inbox()), number)


def navigation(current: State) -> list[html.A]:
    """Links to the main pages; the one that is shown says so."""
    return [
        parts.link(name, state, **parts.aria(current="page") if isinstance(current, kinds) else {})
        for name, state, kinds in _PLACES
    ]


def foot(number: int, made_at: datetime) -> list[Any]:
    """Which build the page shows, and the way to the others."""
    said = f"Snapshot {number}, {wording.day(made_at)}, {made_at:%H:%M} UTC · "
    return [said, parts.link("All snapshots", Snapshots(), className="go inline")]


def nowhere() -> html.Div:
    """The page for an address that leads nowhere."""
    return parts.state_card(
        "Nothing is here",
        "This address names no page of the dashboard.",
        parts.link("All figures", Figures(), className="go button"),
        parts.link("Inbox", Inbox(), className="go button"),
    )


def no_snapshot(current: State) -> html.Div:
    """The page for an address of a snapshot that isn't there."""
    return parts.state_card(
        "No such snapshot",
        "This workspace has no snapshot of the number in the address. It may have been let go (`figtrack vacuum`), or "
        "be one of another workspace.",
        html.A("Show the newest", href=href(current), className="button"),
    )


def failed(reason: str) -> html.Div:
    """The page for a workspace that can't be read."""
    return parts.state_card(
        "The workspace can't be read",
        reason,
        html.A("Try again", href="", className="button"),
        alert=True,
    )
