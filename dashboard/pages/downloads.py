"""The menu of a page that says how what it shows can be had: as a file, as JSON, and its chart as a picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.answers.addresses import address, question_of
from dashboard.pages import parts

if TYPE_CHECKING:
    from dashboard.picture import Caption
    from dashboard.state import State

_FILES = (
    ("csv", "CSV", "one table, safe to open in a spreadsheet"),
    ("xlsx", "Excel", "a workbook, with what these concern"),
    ("parquet", "Parquet", "one table, with its description"),
    ("zip", "Zip archive", "CSV tables, dictionary and citation"),
)
_PICTURES = (
    ("png", "PNG picture", "the chart, twice as fine as on screen"),
    ("svg", "SVG picture", "the chart, to be edited"),
)


def menu(shown: State, number: int, caption: Caption | None = None) -> html.Details | None:
    """All that matches on a page, in the snapshot of that number; None for a page without rows of its own."""
    asked = question_of(shown)
    if asked is None:
        return None
    name, wanted = asked
    files = [
        _item(html.A(text, href=address(f"/downloads/{name}.{form}", wanted, number)), about)
        for form, text, about in _FILES
    ]
    json_item = _item(html.A("JSON", href=address(f"/api/{name}", wanted, number)), "a page at a time, for programs")
    return html.Details(
        [
            html.Summary("Download", className="button"),
            html.Ul([*(_pictures(caption) if caption else []), *files, json_item], className="card"),
        ],
        className="menu",
    )


def _pictures(caption: Caption) -> list[html.Li]:
    told = json.dumps(caption.told(), ensure_ascii=False)
    return [
        _item(html.Button(text, type="button", **parts.told(picture=form, caption=told)), about)
        for form, text, about in _PICTURES
    ]


def _item(what: Any, about: str) -> html.Li:
    return html.Li([what, html.Span(about, className="under")])
