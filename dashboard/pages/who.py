"""Who is reading, in the bar, where readers are asked who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dashboard import access, wording

if TYPE_CHECKING:
    from dashboard.access import Reader


def who(reader: Reader) -> list[html.Div]:
    """The reader's name and role, with the way out where they logged in; nothing where nobody is asked."""
    if not reader.name or reader == access.local():
        return []
    leave = html.Form(html.Button("Log out", type="submit", className="plain"), action="/log-out", method="post")
    named = html.Span([html.B(wording.clipped(reader.name, 30)), f" {reader.role}"], className="quiet")
    return [html.Div([named, *([leave] if reader.session else [])], className="who")]
