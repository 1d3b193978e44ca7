"""The inbox: what needs a look, alarms first, each with its reason in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import wording
from dashboard.naming import leading, source_name
from dashboard.pages import narrowing, parts, review
from dashboard.palette import UNKNOWN_SOURCE, is_alarm, marks
from dashboard.state import Document, Figure, Figures, Inbox, Which
from tracker.model import FindingClass

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.queries import Page, Row, Totals


_SHOWN = 4
"""How many different readings a finding is shown with."""
_NAMED = 3
"""How many of its sources, and of its further figures, are named beside it."""


def frame(wanted: Inbox) -> html.Div:
    """The page before its rows."""
    return html.Div(
        [
            html.Div(id="inbox-downloads", className="downloads"),
            html.H1("What needs a look", tabIndex="-1"),
            html.P("Alarms first; differences that words, time or scope explain come after."),
            html.Div(id="inbox-tiles", className="tiles"),
            html.Div(
                [
                    parts.search("Search findings", "A figure, a number, a source…", wanted.q),
                    html.Div(id="inbox-narrowing", className="narrowing"),
                ],
                className="toolbar filters",
            ),
            html.Div(id="inbox-filters"),
            _glossary(),
            html.Div(id="inbox-results"),
            *parts.said("inbox"),
        ],
        className="page",
    )


def _glossary() -> html.Details:
    """What each class of finding means, for who wants to know."""
    rows = [html.Div([html.Dt(parts.chip(kind)), html.Dd(text)]) for kind, text in wording.MEANINGS.items()]
    return html.Details([html.Summary("What these classes mean"), html.Dl(rows)], className="glossary small")


def tiles(totals: Totals, built: datetime) -> list[html.Div]:
    """What the workspace holds, at a glance."""
    rows = (
        (f"{totals.alarms:,}", "open alarm" if totals.alarms == 1 else "open alarms"),
        (f"{totals.figures:,}", "figures"),
        (f"{totals.claims:,}", "numbers read"),
        (f"{totals.documents:,}", "documents"),
        (f"{totals.sources:,}", "named sources"),
        (wording.day(built), f"last change, {built:%H:%M} UTC"),
    )
    return [html.Div([html.B(value), html.Span(name)], className="card tile") for value, name in rows]


def filters(wanted: Inbox, counts: dict[str, int]) -> html.Div:
    """All, alarms only, or one class, with how many each holds."""
    alarms = sum(counts.get(kind.value, 0) for kind in FindingClass if is_alarm(kind))
    options: list[tuple[str, Any, bool]] = [
        (
            f"All {sum(counts.values()):,}",
            replace(wanted, which=Which.ALL, kind=None, page=1),
            wanted.which is Which.ALL and wanted.kind is None,
        ),
        (
            f"Alarms {alarms:,}",
            replace(wanted, which=Which.ALARMS, kind=None, page=1),
            wanted.which is Which.ALARMS and wanted.kind is None,
        ),
    ]
    options += [
        (
            f"{kind.value} {counts[kind.value]:,}",
            replace(wanted, which=Which.ALL, kind=kind, page=1),
            wanted.kind is kind,
        )
        for kind in FindingClass
        if counts.get(kind.value)
    ]
    return html.Div([parts.switch("Which findings", options), narrowing.clearing(wanted)], className="classes")


def results(wanted: Inbox, page: Page, totals: Totals, may: bool = False) -> html.Div:
    """The findings, or why there is none; `may` is whether the reader may judge them."""
    if not totals.documents:
        return parts.empty_card(
            "No articles yet",
            ["Build the workspace from a folder of articles: ", html.Code("figtrack build FOLDER -w WORKSPACE")],
        )
    if not page.rows:
        narrowed = wanted != Inbox()
        return parts.empty_card(
            "No finding matches" if narrowed else "Nothing to look at",
            "No finding matches this search and filter." if narrowed else "No two claims of one figure differ.",
            parts.link("Show all findings", Inbox(), className="go button")
            if narrowed
            else parts.link("All figures", Figures(), className="go button"),
        )
    return html.Div(
        [
            html.Ul([_finding(row, may) for row in page.rows], className="card flush inbox"),
            parts.pager(page, "finding", lambda number: replace(wanted, page=number)),
        ]
    )


def announcement(page: Page) -> str:
    """What the live region says when results change."""
    return f"{wording.counted(page.total, 'finding')} found."


def _finding(row: Row, may: bool) -> html.Li:
    claims = row["claims"]
    first = claims[0]["claim_id"] if claims else None
    aim = Figure(row["figure_id"], claim=first) if row["figure_id"] else _home(claims)
    title = row["label"] or "Inside one document"
    sources = leading(source_name(each) for each in claims)
    found = marks(name for name in sources if name != UNKNOWN_SOURCE)
    moments = [each["as_of_start"] or each["published"] for each in claims if each["as_of_start"] or each["published"]]
    named = sources[:_NAMED]
    rest = len(sources) - len(named)
    said = list(dict.fromkeys(wording.reading(each) for each in _ordered(row["class"], claims)))[:_SHOWN]
    values = [
        (each, found[source_name(claim)])
        for claim in claims
        if claim["unit"] == row["unit"] and (each := _stated(claim)) is not None
    ]
    return html.Li(
        [
            html.Div(parts.chip(row["class"]), className="kind"),
            html.Div(
                [
                    html.H2(parts.link(title, aim, className="go title") if aim else title),
                    html.P(wording.clipped(row["summary"], 500)),
                    _others(row["others"]),
                    review.on_finding(row, may),
                ],
                className="what",
            ),
            html.Div(
                [
                    html.Div([html.Span(each) for each in said], className="values-text"),
                    parts.marked_strip(values),
                ],
                className="values",
            ),
            html.Div(
                [
                    *(html.Span([parts.symbol(found[name]), wording.clipped(name, 24)], title=name) for name in named),
                    html.Span(f"and {wording.counted(rest, 'source')} more") if rest else None,
                    html.Span(wording.day(max(moments)) if moments else "undated", className="quiet"),
                ],
                className="where",
            ),
        ]
    )


def _others(figures: list[Row]) -> html.P | None:
    """Links to the further figures that a finding concerns."""
    if not figures:
        return None
    links = [
        parts.link(wording.clipped(each["label"], 90), Figure(each["figure_id"]), className="go") for each in figures
    ]
    rest = len(links) - _NAMED
    shown = [each for link in links[:_NAMED] for each in (", ", link)][1:]
    more = f" and {wording.counted(rest, 'figure')} more" if rest > 0 else None
    return html.P(["Also about ", *shown, more], className="small quiet also")


def _ordered(kind: str, claims: list[Row]) -> list[Row]:
    """The claims as the strip beside them runs, from the least; those of a level that moved in the order of time."""
    if kind in {FindingClass.REVISION, FindingClass.STALE}:
        return claims
    return sorted(claims, key=lambda claim: (_stated(claim) is None, _stated(claim) or 0.0))


def _home(claims: list[Row]) -> Document | None:
    return Document(claims[0]["doc_id"], claims[0]["claim_id"]) if claims else None


def _stated(claim: Row) -> float | None:
    return next((claim[name] for name in ("value", "low", "high") if claim[name] is not None), None)
