"""The evidence of one claim: its sentence with what was read marked in it, how it was read, and why it is here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard import evidence, wording
from dashboard.naming import source_name
from dashboard.pages import parts
from dashboard.state import Document, Figure
from tracker.model import Outlook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.evidence import Passage, Piece
    from dashboard.palette import Mark
    from dashboard.queries import FigureView, Row
    from tracker.model import Step

_ROLES = (
    ("number", "the number"),
    ("counted", "of what"),
    ("state", "what happened"),
    ("claimant", "who says so"),
    ("place", "where"),
)
_FIELDS = {
    "value": "how much",
    "modifier": "hedge",
    "counted": "of what",
    "subject": "kind of thing",
    "group": "which of them",
    "part_of": "part of",
    "state": "what happened",
    "place": "where",
    "claimant": "who says so",
    "via": "by way of",
    "as_of": "as of",
    "outlook": "outlook",
    "unit": "unit",
    "per": "rate",
    "change": "up or down",
    "kind": "kind of number",
}


def hint(view: FigureView) -> list[Any]:
    """What stands in the panel before a claim is chosen."""
    return [
        html.H2("Evidence"),
        html.P("Choose a point on the chart or a row of the table to read the sentence it comes from."),
        html.Ul(
            [
                html.Li(
                    "An arrow means that the words leave that side open: “at least” points up, “up to” points down."
                ),
                html.Li("A hollow mark stands for “about” or “nearly”, a bar for a range."),
                html.Li("A numbered bracket joins claims that differ; the list under the chart gives the reason."),
            ],
            className="small quiet",
        ),
        html.P(f"{wording.counted(len(view.claims), 'claim')} to look at.", className="small quiet"),
    ]


def gone(wanted: Figure) -> list[Any]:
    """What stands in the panel when the address names a claim that this snapshot does not have."""
    return [
        html.H2("Evidence"),
        html.P("This snapshot has no claim with that id. Its article may have changed or been left out."),
        parts.link("Back to the figure", replace(wanted, claim=None), className="go button"),
    ]


def panel(claim: Row, wanted: Figure, mark: Mark, around: tuple[str | None, str | None]) -> list[Any]:
    """The panel for a claim (a claims row with its document's `text`, `title`, `url` and `published_grain`)."""
    found = evidence.passage(claim)
    return [
        _steps_along(wanted, around),
        html.H2("Evidence"),
        html.P(
            [
                parts.symbol(mark),
                html.B(wording.clipped(source_name(claim), 80)),
                html.Span(f" · {wording.day(claim['published'], claim['published_grain'])}", className="quiet"),
            ],
            className="origin",
        ),
        html.P(wording.clipped(claim["title"], 240), className="headline") if claim["title"] else None,
        _quote(found, claim),
        _legend(found),
        _facts(claim),
        html.Div(
            [
                parts.outward(["Original article", html.Span(" ↗", **parts.aria(hidden="true"))], claim["url"]),
                parts.link("In the whole text", Document(claim["doc_id"], claim["claim_id"])),
            ],
            className="links",
        ),
        html.Div(id="claim-review"),
        html.H3("How it was read"),
        html.Div(parts.skeleton(3), id="trace"),
        html.H3("Why it is in this figure"),
        html.Div(parts.skeleton(2), id="why"),
        dcc.Store(id="trace-for", data=claim["claim_id"]),
        dcc.Store(id="claim-for", data=claim["claim_id"]),
    ]


def steps(found: Sequence[Step] | None) -> html.Ol | html.P:
    """The trace of a claim: which words gave which reading."""
    if found is None:
        return html.P(
            "The steps can't be shown here: this text is no longer read the same way.", className="small quiet"
        )
    if not found:
        return html.P("Read as it stands.", className="small quiet")
    return html.Ol(
        [
            html.Li(
                [
                    html.Span(f"{_FIELDS.get(step.field, step.field.replace('_', ' '))}: ", className="field"),
                    html.Code(wording.clipped(step.words, 80)) if step.words else None,
                    " → " if step.words else None,
                    wording.clipped(_legible(step.reading), 160),
                ]
            )
            for step in found
        ],
        className="steps",
    )


def _legible(reading: str) -> str:
    """A reading as people write it: numbers in groups, words without underscores."""
    try:
        return wording.number(float(reading))
    except ValueError:
        return reading.replace("_", " ").replace(" | ", ", ")


def reasons(found: Sequence[str]) -> html.Ol | html.P:
    """Why a claim is in its figure."""
    if not found:
        return html.P("It is the only claim of this figure.", className="small quiet")
    return html.Ol([html.Li(wording.clipped(each, 300)) for each in found], className="steps")


def _steps_along(wanted: Figure, around: tuple[str | None, str | None]) -> html.Div:
    before, after = around

    def step(sign: str, label: str, claim_id: str | None) -> Any:
        if claim_id is None:
            return html.Span(sign, className="icon off", **parts.aria(hidden="true"))
        return parts.link(sign, replace(wanted, claim=claim_id), className="go icon", **parts.aria(label=label))

    return html.Div(
        [
            step("‹", "Claim before", before),
            step("›", "Claim after", after),
            parts.link("×", replace(wanted, claim=None), className="go icon", **parts.aria(label="Close the evidence")),
        ],
        className="along",
    )


def _quote(found: Passage, claim: Row) -> html.Blockquote:
    inside: list[Any] = []
    if found.before:
        inside += [html.Span([*_marked(found.before), " "], className="around")]
    inside.append(html.Span(_marked(found.sentence), className="sentence"))
    if found.after:
        inside += [html.Span([" ", *_marked(found.after)], className="around")]
    return html.Blockquote(inside, className="quote", lang=claim.get("language") or None)


def _marked(pieces: Sequence[Piece]) -> list[Any]:
    return [html.Mark(piece.text, className=piece.role) if piece.role else piece.text for piece in pieces]


def _legend(found: Passage) -> html.P:
    shown = [html.Mark(text, className=role) for role, text in _ROLES if role in found.roles]
    joined: list[Any] = []
    for each in shown:
        joined += [" · ", each] if joined else [each]
    return html.P(joined, className="legend small")


def _facts(claim: Row) -> html.Dl:
    outlook = claim["outlook"] if claim["outlook"] not in {None, Outlook.REPORTED.value} else None
    subject = " ".join(each for each in (claim["counted"], claim["state"]) if each)
    rows = (
        ("Read as", html.B(wording.reading(claim))),
        ("Of what", subject or None),
        ("Where", claim["place"]),
        ("Says who", claim["claimant"] or "the article itself"),
        ("By way of", claim["via"]),
        ("As of", wording.period(claim["as_of_start"], claim["as_of_end"], claim["as_of_grain"])),
        ("Outlook", outlook),
        (
            "Counts",
            "not as a witness of its own: a copy or a repeat" if claim["is_copy"] or claim["repeat_of"] else None,
        ),
    )
    return html.Dl(
        [
            html.Div([html.Dt(name), html.Dd(wording.clipped(value, 120) if isinstance(value, str) else value)])
            for name, value in rows
            if value
        ],
        className="facts",
    )
