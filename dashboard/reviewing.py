"""The callbacks of review: one hands each act to the desk and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dash import ALL, MATCH, Input, Output, State, ctx, no_update

from dashboard import beside, state
from dashboard.desk import Desk, Done
from dashboard.pages import review, shell
from dashboard.shown import Shown

if TYPE_CHECKING:
    from pathlib import Path

    import dash

At = Callable[..., Shown]
_DONE = (
    Output("done", "children", allow_duplicate=True),
    Output("acted", "data", allow_duplicate=True),
    Output("foot", "children", allow_duplicate=True),
    Output("url", "pathname", allow_duplicate=True),
    Output("url", "search", allow_duplicate=True),
)
_SEARCH, _PATH = State("url", "search"), State("url", "pathname")
_HELD = (State("held", "data"), State("acted", "data"))


def add(app: dash.Dash, path: Path, read: At) -> None:
    """Give the app its acts of review on the workspace at `path`, and what stands around them."""
    _add_acts(app, path)
    _add_shown(app, read)


def _shown(done: Done, pathname: str) -> list[Any]:
    """What came of an act, in the outputs of `_DONE`: the page steps on only where the figure it showed is gone."""
    page = state.parse(pathname, "")
    leave = isinstance(page, state.Figure) and page.figure_id == done.gone
    said = review.done(done.said, done.judgement_id, None if leave else done.aim, done.back)
    if done.snapshot is None:
        return [said, *[no_update] * (len(_DONE) - 1)]
    foot = shell.foot(done.snapshot.number, done.snapshot.made_at)
    if not leave:
        return [said, done.snapshot.number, foot, no_update, no_update]
    address = urlsplit(state.href(done.aim[1] if done.aim else state.Figures()))
    return [said, done.snapshot.number, foot, address.path, f"?{address.query}" if address.query else ""]


def _add_acts(app: dash.Dash, path: Path) -> None:
    """Every act, through the one store that the page's script writes the pressed button's id to.

    Buttons that come and go are no inputs: each that came up would ask the server what was done.
    """
    fields = [State({"type": kind, "on": ALL}, "value") for kind in _FIELDS]

    @app.callback(*_DONE, Input("pressed", "data"), _SEARCH, _PATH, *fields, prevent_initial_call=True)
    def carry_out(pressed: dict[str, Any] | None, search: str, pathname: str, *_: list[Any]) -> Any:
        button = pressed or {}
        act = _ACTS.get(str(button.get("type")))
        names = ("on", "as", "with")
        if act is None or not all(isinstance(button.get(name, ""), str) for name in names):
            return [no_update] * len(_DONE)
        told = {name: button.get(name, "") for name in names}
        return _shown(act(Desk(path, search), told, _written(told["on"])), pathname)


def _written(on: str) -> dict[str, Any]:
    """What stands in the fields of a thing, by the kind of field."""
    states = [each for group in ctx.states_list if isinstance(group, list) for each in group]
    return {each["id"]["type"]: each.get("value") for each in states if each["id"]["on"] == on}


_FIELDS = ("words", "new-name", "split-claims", "split-name")
_ACTS: dict[str, Callable[[Desk, dict[str, str], dict[str, Any]], Done]] = {
    "decide": lambda desk, button, _: desk.decide(button["on"], button["as"]),
    "wrong": lambda desk, button, _: desk.wrong(button["on"]),
    "apart": lambda desk, button, _: desk.apart(button["on"]),
    "move": lambda desk, button, _: desk.move(button["on"], button["with"]),
    "join": lambda desk, button, _: desk.join(button["on"], button["with"]),
    "undo": lambda desk, button, _: desk.undo(button["on"]),
    "undo-done": lambda desk, button, _: desk.undo(button["on"]),
    "split": lambda desk, button, given: desk.split(
        button["on"], given.get("split-claims") or [], given.get("split-name")
    ),
    "rename": lambda desk, button, given: desk.rename(button["on"], given.get("new-name")),
    "note": lambda desk, button, given: desk.note(button["on"], given.get("words")),
}
"""What each kind of button does, with its id and what is written in the fields of its thing."""


def _add_shown(app: dash.Dash, read: At) -> None:
    """What stands around the acts: the controls of a figure and of a claim, and figures to pick from."""

    @app.callback(
        Output("figure-review", "children"),
        Input("url", "pathname"),
        Input("acted", "data"),
        _SEARCH,
        State("held", "data"),
    )
    def show_figure(pathname: str, acted: int | None, search: str, held: int | None) -> Any:
        return beside.figure_review(lambda: read(search, held, acted), pathname, search)

    @app.callback(
        Output("claim-review", "children"),
        Input("claim-for", "data"),
        _SEARCH,
        *_HELD,
    )
    def show_claim(claim_id: str, search: str, *held: object) -> Any:
        return beside.claim_review(lambda: read(search, *held), claim_id)

    @app.callback(
        Output({"type": "picked", "act": MATCH, "on": MATCH}, "children"),
        Input({"type": "pick", "act": MATCH, "on": MATCH}, "value"),
        State({"type": "pick", "act": MATCH, "on": MATCH}, "id"),
        _SEARCH,
        *_HELD,
        prevent_initial_call=True,
    )
    def pick(text: str, asked: dict[str, str], search: str, *held: object) -> Any:
        return beside.picked(lambda: read(search, *held), asked["act"], asked["on"], text or "")
