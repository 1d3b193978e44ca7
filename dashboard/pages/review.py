"""The controls of review: what a reviewer can say of a finding, a claim and a figure, and what was said already.

Nothing asks whether one is sure: every act can be taken back, from the note that says what was done, from where it
shows, and from the audit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import wording
from dashboard.levels import level, said_of
from dashboard.naming import source_name
from dashboard.pages import parts
from dashboard.state import Audit, Figure
from tracker.model import Kind, Status
from tracker.review import MAX_NAME, MAX_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.queries import FigureView, Row

SPLIT_SHOWN = 300
"""Claims of a figure that can be picked to be split off; a larger figure's others are to be split off one by one."""
_STANDS = {Status.CONFIRMED.value: "✓ confirmed", Status.DISMISSED.value: "dismissed"}


def button(label: str, target: dict[str, str], about: str | None = None, *, strong: bool = False) -> html.Button:
    """A button that acts on a thing, which its id names; `about` says to a screen reader which."""
    named = parts.aria(label=f"{label}: {about}") if about else {}
    look = "act strong" if strong else "act"
    return html.Button(label, id=target, type="button", className=look, **named, **parts.told(act="1"))


def stands(status: str) -> html.Span | None:
    """What people decided on a finding; nothing where it is open."""
    if status not in _STANDS:
        return None
    return html.Span(_STANDS[status], className=f"stands {status}")


def on_finding(finding: Row, may: bool, *, notes: bool = False) -> html.Div | None:
    """Where a finding stands and, for those who may, the buttons that change it; with `notes`, a field for a note."""
    about = wording.clipped(finding["summary"], 120)

    def choice(label: str, decision: str) -> html.Button:
        return button(label, {"type": "decide", "on": finding["finding_id"], "as": decision}, about)

    status = finding["status"]
    choices = [
        choice("Confirm", "confirmed") if status != Status.CONFIRMED else None,
        choice("Dismiss", "dismissed") if status != Status.DISMISSED else None,
        choice("Reopen", "open") if status != Status.OPEN else None,
    ]
    shown = [stands(status), *(choices if may else []), _noting(finding, about) if may and notes else None]
    return html.Div(shown, className="acts") if any(shown) else None


def _noting(finding: Row, about: str) -> html.Details:
    summary = html.Summary("Note", **parts.aria(label=f"Note on: {about}"))
    return html.Details([summary, _note(finding["finding_id"], "Note on this finding")], className="noting")


def on_claim(claim: Row, figure: Row | None, acts: Sequence[Row], may: bool) -> list[Any]:
    """What was said of a claim, and what can be: that it is misread, that it belongs elsewhere, a note."""
    said = _history(acts, may)
    if not may:
        return said
    claim_id = claim["claim_id"]
    about = wording.clipped(f"{wording.reading(claim)}, {source_name(claim)}", 100)
    buttons = []
    if figure:
        buttons.append(button("Misread: take it out", {"type": "wrong", "on": claim_id}, about))
    if figure and figure["n_claims"] > 1:
        buttons.append(button("Put it in a figure of its own", {"type": "apart", "on": claim_id}, about))
    return [
        *said,
        html.Details(
            [
                html.Summary("Review this claim"),
                html.Div(buttons, className="acts") if buttons else None,
                _picker("move", claim_id, "Belongs to another figure" if figure else "Belongs to a figure"),
                _note(claim_id),
            ],
            className="review",
        ),
    ]


def on_figure(view: FigureView, acts: Sequence[Row], may: bool) -> list[Any]:
    """What was said of a figure, and what can be: another name, that it is one with another, or two, a note."""
    figure = view.figure
    said = _history(acts, may)
    if not may:
        return [html.H2("What reviewers said"), *said] if said else []
    figure_id = figure["figure_id"]
    return [
        html.H2("Review"),
        *said,
        html.Details([html.Summary("Rename"), _name(figure)], className="review"),
        html.Details(
            [html.Summary("Join with another figure"), _picker("join", figure_id, "The same thing as")],
            className="review",
        ),
        html.Details([html.Summary("Split claims off"), *_split(view)], className="review")
        if len(view.claims) > 1
        else None,
        html.Details([html.Summary("Add a note"), _note(figure_id)], className="review"),
    ]


def in_document(claims: Sequence[Row], claim_id: str | None) -> html.Section | None:
    """The number that is chosen in a text, with what can be said of it; None where none is."""
    row = next((each for each in claims if each["claim_id"] == claim_id), None)
    if row is None or row["kind"] != Kind.QUANTITY:
        return None
    home: list[Any] = ["in ", parts.link(row["label"], Figure(row["figure_id"], claim=row["claim_id"]))]
    return html.Section(
        [
            html.P(
                [
                    html.B(wording.reading(row)),
                    html.Span([" ", row["counted"] or "", " · "], className="quiet"),
                    *(home if row["figure_id"] else ["in no figure"]),
                ]
            ),
            html.Div(id="claim-review"),
            dcc.Store(id="claim-for", data=row["claim_id"]),
        ],
        className="card chosen-number",
        **parts.aria(label="The chosen number"),
    )


def found(rows: Sequence[Row], act: str, on: str) -> list[Any]:
    """Figures to pick from, each with what it says."""
    verb = "Join" if act == "join" else "Move here"
    if not rows:
        return [html.P("No figure of the same unit has these words in its name.", className="small quiet")]
    return [
        html.Ul(
            [
                html.Li(
                    [
                        html.Div(
                            [
                                parts.link(row["label"], Figure(row["figure_id"])),
                                html.Span(
                                    f"{level(row, said_of([])).best} · {wording.counted(row['n_claims'], 'claim')}",
                                    className="small quiet",
                                ),
                            ]
                        ),
                        button(verb, {"type": act, "on": on, "with": row["figure_id"]}, row["label"]),
                    ]
                )
                for row in rows
            ],
            className="picked",
        )
    ]


def done(said: str, judgement_id: str | None, aim: tuple[str, Any] | None = None, back: str = "Undo") -> list[Any]:
    """The note that says what was done, with the way back and, where there is one, the way on."""
    undo = {"type": "undo-done", "on": judgement_id or ""}  # of its own kind: pages come and go beside it
    return [
        html.Span(said),
        parts.link(aim[0], aim[1]) if aim else None,
        button(back, undo, wording.clipped(said, 120), strong=True) if judgement_id else None,
        html.Button(
            "×", type="button", className="act", **parts.aria(label="Close this note"), **parts.told(close="done")
        ),
    ]


def _history(acts: Sequence[Row], may: bool) -> list[Any]:
    """Acts in force, the latest first, each in words with who and when."""
    if not acts:
        return []
    rows = [
        html.Li(
            [
                html.Div(
                    [
                        html.Span(wording.clipped(row["said"], 400), className="words"),
                        html.Span(f"{row['who']}, {wording.at(row['made_at'])}", className="small quiet"),
                    ]
                ),
                button("Undo", {"type": "undo", "on": row["judgement_id"], "at": "thing"}, row["said"])
                if may
                else None,
            ]
        )
        for row in acts
    ]
    return [html.Ul(rows, className="history"), parts.link("All acts", Audit(), className="go small")]


def _name(figure: Row) -> html.Div:
    figure_id = figure["figure_id"]
    return html.Div(
        [
            dmc.TextInput(
                id={"type": "new-name", "on": figure_id},
                value=figure["label"],
                label="Name of this figure",
                className="field",
                attributes={"input": {"maxLength": MAX_NAME, "autoComplete": "off"}},
            ),
            button("Save the name", {"type": "rename", "on": figure_id}, strong=True),
        ],
        className="form",
    )


def _note(target: str, label: str = "Note for other reviewers") -> html.Div:
    return html.Div(
        [
            dmc.Textarea(
                id={"type": "words", "on": target},
                label=label,
                autosize=True,
                minRows=2,
                className="field",
                attributes={"input": {"maxLength": MAX_WORDS}},
            ),
            button("Save the note", {"type": "note", "on": target}, strong=True),
        ],
        className="form",
    )


def _picker(act: str, on: str, label: str) -> html.Div:
    return html.Div(
        [
            dmc.TextInput(
                id={"type": "pick", "act": act, "on": on},
                label=label,
                placeholder="Words of its name…",
                debounce=250,
                value="",
                className="field",
                attributes={"input": {"type": "search", "maxLength": 200, "autoComplete": "off"}},
            ),
            html.Div(id={"type": "picked", "act": act, "on": on}, role="status", **parts.aria(live="polite")),
        ],
        className="form",
    )


def _split(view: FigureView) -> list[Any]:
    """The claims to pick those that are of another thing, and the name of theirs."""
    figure_id = view.figure["figure_id"]
    options = [
        {
            "value": row["claim_id"],
            "label": wording.clipped(
                f"{wording.reading(row)} – {source_name(row)}, "
                f"{wording.period(row['as_of_start'], row['as_of_end'], row['as_of_grain'])}",
                140,
            ),
        }
        for row in view.claims[:SPLIT_SHOWN]
    ]
    left = len(view.claims) - len(options)
    return [
        dmc.CheckboxGroup(
            id={"type": "split-claims", "on": figure_id},
            label="Claims that are about another thing",
            children=html.Div(
                [dmc.Checkbox(label=each["label"], value=each["value"], size="xs", radius="sm") for each in options],
                className="choices",
            ),
            value=[],
        ),
        html.P(f"{wording.counted(left, 'further claim')} can be put apart one by one.", className="small quiet")
        if left > 0
        else None,
        html.Div(
            [
                dmc.TextInput(
                    id={"type": "split-name", "on": figure_id},
                    label="Name of the new figure (made from its claims if empty)",
                    className="field",
                    attributes={"input": {"maxLength": MAX_NAME, "autoComplete": "off"}},
                ),
                button("Split off", {"type": "split", "on": figure_id}, strong=True),
            ],
            className="form",
        ),
    ]
