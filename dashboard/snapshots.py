"""Which snapshot a request is shown: the one that its address names, else the one that its tab holds, else the newest.

A tab keeps to the snapshot that it opened with, so that nothing changes under a reader's hands, until it is loaded anew
or the reader acts; `/newest` tells it when there is a newer one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from flask import Response, jsonify

from dashboard import state
from dashboard.views import Shown
from tracker.errors import UsageError
from tracker.review import laid_over
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def opened(path: Path, number: int | None = None) -> Shown:
    """The snapshot of that number, or the newest, of the workspace.

    Raises:
        UsageError: there is no snapshot of that number.
        WorkspaceError: the workspace can't be read.
    """
    workspace = Workspace.open(path)
    snapshot = workspace.snapshot(number)
    laid = laid_over(workspace, snapshot)
    newest = workspace.numbers()[-1]
    return Shown(laid.scan, snapshot.number, snapshot.made_at, partial(workspace.reading, ""), newest)


def shown_at(path: Path, search: str | None, *held: object) -> Shown:
    """What a tab at an address is shown; `held` are the snapshots it says it was shown, the latest of them counts.

    Raises:
        UsageError: there is no snapshot of the number in the address.
        WorkspaceError: the workspace can't be read.
    """
    pinned = state.snapshot_of(search)
    if pinned is not None:
        return replace(opened(path, pinned), pinned=True)
    numbers = [each for each in held if isinstance(each, int) and not isinstance(each, bool)]
    try:
        return opened(path, max(numbers, default=None))
    except UsageError:
        return opened(path)


def tell_newest(server: Flask, path: Path) -> None:
    """Answer at `/newest` with the number of the newest snapshot, for the price of a look into a folder."""

    @server.get("/newest")
    def newest() -> Response:
        answer: Response = jsonify(snapshot=Workspace(path).numbers()[-1])
        answer.headers["Cache-Control"] = "no-store"
        return answer
