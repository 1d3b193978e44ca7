"""The Dash app of a workspace: routes, callbacks that only wire, and the server.

Every request says which snapshot it is of (`snapshots`), so a rebuild shows without a restart. Nothing is loaded from
elsewhere; who may come in is decided when the server starts (`access.doors`).
"""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

import dash
import waitress
from dash import ALL, ClientsideFunction, Input, Output, State, ctx
from flask import Response

from dashboard import api, beside, downloads, evidence, failures, guard, palette, reviewing, snapshots, views
from dashboard.access import doors, login
from dashboard.access.arrivals import LOOPBACK, Direct
from dashboard.access.doors import HOME
from dashboard.pages import narrowing, parts, shell
from dashboard.queries import beforehand
from dashboard.shown import Shown
from dashboard.tables import Tables
from tracker.credentials import Access
from tracker.errors import UsageError, WorkspaceError
from tracker.terminal import complain

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.access.doors import Door

LOG = logging.getLogger("figtrack.dashboard")
NAME = "Figtrack"
MAX_BODY = 8_000_000
"""The most bytes of a request: a page's callbacks send far less."""
At = Callable[..., Shown]
"""What is shown at the query of an address to a tab that was shown these snapshots."""
_LIBRARY = "figtrack.library"
_ACTED = Input("acted", "data")
"""The snapshot that the reader's last act made: what is shown moves on to it."""
_HELD = (State("held", "data"), State("acted", "data"))


def create_app(workspace: Path, door: Door = HOME) -> dash.Dash:
    """The app that shows the workspace at this path; the path is read anew at each request."""
    app = dash.Dash(
        __name__,
        title=NAME,
        update_title="",
        serve_locally=True,
        use_pages=False,
        pages_folder="",
        assets_ignore=r"scheme\.js|favicon\.svg",
        suppress_callback_exceptions=True,
        index_string=shell.INDEX,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        on_error=_report,
        add_log_handler=False,
    )
    app.layout = shell.layout
    library = snapshots.Library(workspace, Tables(beforehand.make))
    _add_stylesheet(app)
    _add_scripts(app)
    for add in (_add_router, _add_pages, _add_chart, _add_trace):
        add(app, library.at)
    reviewing.add(app, workspace, library.at)
    downloads.routes.add(app.server, library.opened)
    snapshots.tell_newest(app.server, workspace)
    api.routes.add(app.server, library.opened)
    failures.add(app.server)
    if door.log_in:
        login.add(app.server, door.log_in)
    guard.protect(app.server, app.csp_hashes(), door)
    app.server.extensions[_LIBRARY] = library
    return app


def serve(workspace: Path, host: str = "127.0.0.1", port: int = 8050, access: Access | None = None) -> None:
    """Serve the workspace until interrupted.

    Raises:
        UsageError: others could reach the address and nobody would ask them who they are, or it is taken.
    """
    door = doors.door(host, access or Access())
    if isinstance(door.way, Direct) and host not in LOOPBACK:
        complain("passwords and pages cross the network unencrypted; put a proxy with https in front of this")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = create_app(workspace, door)
    with _listening(host, port) as listener:
        Thread(target=_get_ready, args=(app,), daemon=True, name="figtrack-warm-up").start()
        waitress.serve(
            app.server,
            sockets=[listener],
            threads=8,
            ident=None,
            max_request_body_size=MAX_BODY,
            # What a proxy says is weighed by its door, which knows from whom it may come.
            clear_untrusted_proxy_headers=False,
        )


def _get_ready(app: dash.Dash) -> None:
    """What pages need sooner or later, once readers can be answered."""
    app.server.extensions[_LIBRARY].open_up()
    evidence.warm_up()
    gc.collect()
    gc.freeze()  # what is there by now stays, so that it isn't gone through again while an act is worked out


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = f"{host} can't be listened on ({os.strerror(error.errno or 0)})"
        raise UsageError(f"--port {port}: {reason}; choose another port") from error


def _add_stylesheet(app: dash.Dash) -> None:
    sheet = palette.stylesheet()
    app.server.add_url_rule("/palette.css", "palette", lambda: Response(sheet, mimetype="text/css"))


def _add_scripts(app: dash.Dash) -> None:
    """What runs in the browser (assets/figtrack.js): the scheme, the title, clicks on the chart, typed searches."""

    add: Any = app.clientside_callback

    def script(name: str, output: Output | list[Output], *inputs: Input | State, **options: Any) -> None:
        add(ClientsideFunction("figtrack", name), output, *inputs, **options)

    script("look", [Output("look", "data"), Output("scheme", "forceColorScheme")], Input("toggle-scheme", "n_clicks"))
    shown = [Input("held", "data"), Input("acted", "data")]
    script("keep", Output("gone", "data", allow_duplicate=True), *shown, prevent_initial_call=True)
    script("name", Output("gone", "data"), Input(parts.title_id(ALL), "data"))
    script(
        "select", Output("gone", "data", allow_duplicate=True), Input("chart", "clickData"), prevent_initial_call=True
    )
    script(
        "catchUp",
        Output("gone", "data", allow_duplicate=True),
        Input("chart-box", "children"),
        prevent_initial_call=True,
    )
    script(
        "open",
        Output("gone", "data", allow_duplicate=True),
        Input("compare-chart", "clickData"),
        prevent_initial_call=True,
    )
    script("closer", Output("closer", "data"), Input("chart", "relayoutData"), prevent_initial_call=True)
    fields = narrowing.field_id(ALL)
    script("narrow", Output("gone", "data", allow_duplicate=True), Input(fields, "value"), prevent_initial_call=True)
    script("follow", Output(fields, "value"), Input("url", "search"), State(fields, "id"), prevent_initial_call=True)
    script("followText", Output("q", "value"), Input("url", "search"), prevent_initial_call=True)
    script("find", Output("gone", "data", allow_duplicate=True), Input("q", "value"), prevent_initial_call=True)


def _add_router(app: dash.Dash, read: At) -> None:
    @app.callback(
        Output("page", "children"),
        Output("nav", "children"),
        Output("foot", "children"),
        Output("banner", "children"),
        Output("home", "href"),
        Output("held", "data"),
        Input("url", "pathname"),
        State("url", "search"),
        *_HELD,
    )
    def show_page(pathname: str, search: str, *held: object) -> views.Whole:
        return views.page(partial(read, search, *held), pathname, search)


def _add_pages(app: dash.Dash, read: At) -> None:
    """A step within a page fills its places anew; a step to another page brings it filled."""

    def add(name: str) -> None:
        @app.callback(
            *(Output(place, "children") for place in views.PLACES[name]),
            Output(parts.title_id(name), "data"),
            Input("url", "search"),
            State("url", "pathname"),
            _ACTED,
            *_HELD,
            prevent_initial_call=True,
        )
        def fill(search: str, pathname: str, *held: object) -> Any:
            return views.places(partial(read, search, *held), name, pathname, search)

    for name in views.PLACES:
        add(name)


def _add_chart(app: dash.Dash, read: At) -> None:
    @app.callback(
        Output("chart-box", "children"),
        Input("url", "pathname"),
        Input("look", "data"),
        State("url", "search"),
        *_HELD,
    )
    def place_chart(pathname: str, look: dict[str, bool] | None, search: str, *held: object) -> Any:
        return beside.graph(partial(read, search, *held), pathname, search, look)

    @app.callback(
        Output("chart", "figure"),
        Input("url", "search"),
        State("url", "pathname"),
        State("look", "data"),
        State("closer", "data"),
        _ACTED,
        *_HELD,
        prevent_initial_call=True,
    )
    def redraw_chart(
        search: str, pathname: str, look: dict[str, bool] | None, closer: dict[str, Any] | None, *held: object
    ) -> Any:
        drawn = beside.chart(partial(read, search, *held), pathname, search, look)
        return beside.still_closer(drawn, pathname, search, closer)

    @app.callback(
        Output("compare-box", "children"),
        Input("url", "search"),
        Input("look", "data"),
        State("url", "pathname"),
        *_HELD,
    )
    def place_comparison(search: str, look: dict[str, bool] | None, pathname: str, *held: object) -> Any:
        return beside.compared(partial(read, search, *held), pathname, search, look)


def _add_trace(app: dash.Dash, read: At) -> None:
    @app.callback(
        Output("trace", "children"),
        Output("why", "children"),
        Input("trace-for", "data"),
        State("url", "search"),
        *_HELD,
    )
    def show_trace(claim_id: str, search: str, *held: object) -> Any:
        return beside.trace(partial(read, search, *held), claim_id)


def _report(error: Exception) -> None:
    """Tell the reader that something failed, without internals; the log has them."""
    LOG.error("a page failed", exc_info=error)
    reason = (
        failures.in_words(error) if isinstance(error, WorkspaceError) else "Something failed while making this page."
    )
    dash.set_props("oops", {"children": f"{reason} Reload to try again."})
    LOG.debug("triggered by %s", ctx.triggered_prop_ids)
