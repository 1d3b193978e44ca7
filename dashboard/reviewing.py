"""The callbacks of review: each act has one, which hands it to the desk and shows what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dash import ALL, MATCH, Input, Output, State, ctx, no_update

from dashboard import state, views
from dashboard.desk import Desk, Done
from dashboard.pages import review, shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import dash

    At = Callable[..., views.Shown]

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
    _add_buttons(app, path)
    _add_forms(app, path)
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


def _pressed() -> dict[str, str] | None:
    """The id of the button that was pressed; None where one only came up."""
    clicked = {each["prop_id"] for each in ctx.triggered if each["value"]}
    return next((dict(each) for prop_id, each in ctx.triggered_prop_ids.items() if prop_id in clicked), None)


def _add_buttons(app: dash.Dash, path: Path) -> None:
    """Acts that a button tells in full."""

    def act(kind: str, names: tuple[str, ...], carry_out: Callable[[Desk, dict[str, str]], Done]) -> None:
        pressed = Input({"type": kind, **dict.fromkeys(names, ALL)}, "n_clicks")

        @app.callback(*_DONE, pressed, _SEARCH, _PATH, prevent_initial_call=True)
        def pressed_button(_: list[int], search: str, pathname: str) -> Any:
            button = _pressed()
            if button is None:
                return [no_update] * len(_DONE)
            return _shown(carry_out(Desk(path, search), button), pathname)

    act("decide", ("on", "as"), lambda desk, button: desk.decide(button["on"], button["as"]))
    act("wrong", ("on",), lambda desk, button: desk.wrong(button["on"]))
    act("apart", ("on",), lambda desk, button: desk.apart(button["on"]))
    act("move", ("on", "with"), lambda desk, button: desk.move(button["on"], button["with"]))
    act("join", ("on", "with"), lambda desk, button: desk.join(button["on"], button["with"]))
    act("undo", ("on", "at"), lambda desk, button: desk.undo(button["on"]))
    act("undo-done", ("on",), lambda desk, button: desk.undo(button["on"]))


def _add_forms(app: dash.Dash, path: Path) -> None:
    """Acts that take what is in a field."""

    def act(kind: str, fields: tuple[str, ...], carry_out: Callable[[Desk, str, list[Any]], Done]) -> None:
        values = [State({"type": field, "on": ALL}, "value") for field in fields]

        @app.callback(
            *_DONE,
            Input({"type": kind, "on": ALL}, "n_clicks"),
            State({"type": kind, "on": ALL}, "id"),
            _SEARCH,
            _PATH,
            *values,
            prevent_initial_call=True,
        )
        def pressed_button(_: Any, ids: list[dict[str, str]], search: str, pathname: str, *given: list[Any]) -> Any:
            button = _pressed()
            if button is None:
                return [no_update] * len(_DONE)
            place = [each["on"] for each in ids].index(button["on"])
            return _shown(carry_out(Desk(path, search), button["on"], [each[place] for each in given]), pathname)

    act("split", ("split-claims", "split-name"), lambda desk, on, given: desk.split(on, given[0] or [], given[1]))
    act("rename", ("new-name",), lambda desk, on, given: desk.rename(on, given[0]))
    act("note", ("words",), lambda desk, on, given: desk.note(on, given[0]))


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
        return views.figure_review(lambda: read(search, held, acted), pathname, search)

    @app.callback(
        Output("claim-review", "children"),
        Input("claim-for", "data"),
        _SEARCH,
        *_HELD,
    )
    def show_claim(claim_id: str, search: str, *held: object) -> Any:
        return views.claim_review(lambda: read(search, *held), claim_id)

    @app.callback(
        Output({"type": "picked", "act": MATCH, "on": MATCH}, "children"),
        Input({"type": "pick", "act": MATCH, "on": MATCH}, "value"),
        State({"type": "pick", "act": MATCH, "on": MATCH}, "id"),
        _SEARCH,
        *_HELD,
        prevent_initial_call=True,
    )
    def pick(text: str, asked: dict[str, str], search: str, *held: object) -> Any:
        return views.picked(lambda: read(search, *held), asked["act"], asked["on"], text or "")
