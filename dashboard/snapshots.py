"""Which snapshot a request is shown: the one that its address names, else the one that its tab holds, else the newest.

A tab keeps to the snapshot that it opened with, so that nothing changes under a reader's hands, until it is loaded anew
or the reader acts; `/newest` tells it when there is a newer one.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from flask import Response, jsonify

from dashboard import state
from dashboard.history import history
from dashboard.shown import Shown
from dashboard.tables import AtHand, Kept, Tables
from tracker.errors import UsageError, WorkspaceError
from tracker.review import laid_over
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def opened(path: Path, number: int | None = None) -> Shown:
    """The snapshot of that number, or the newest, of the workspace; read from its files.

    Raises:
        UsageError: there is no snapshot of that number.
        WorkspaceError: the workspace can't be read.
    """
    return Library(path).opened(number)


def shown_at(path: Path, search: str | None, *held: object) -> Shown:
    """What a tab at an address is shown; read from files, else as `Library.at`."""
    return Library(path).at(search, *held)


@dataclass(frozen=True, slots=True)
class Library:
    """The snapshots of the workspace at a path; without `tables` at hand they are read from its files."""

    path: Path
    tables: Tables | None = None

    def opened(self, number: int | None = None) -> Shown:
        """The snapshot of that number, or the newest.

        Raises:
            UsageError: there is no snapshot of that number.
            WorkspaceError: the workspace can't be read.
        """
        workspace = AtHand.of(self.path, self.tables) if self.tables else Workspace.open(self.path)
        snapshot = workspace.snapshot(number)
        newest = workspace.numbers()[-1]
        laid = laid_over(workspace, snapshot)
        scan = Kept(laid, self.tables) if self.tables else laid.scan
        if self.tables and isinstance(scan, Kept) and snapshot.number == newest:
            self.tables.load(Workspace(self.path), snapshot, scan)
        past = partial(history, Workspace(self.path))
        reading = partial(workspace.reading, "")
        return Shown(scan, snapshot.number, snapshot.made_at, reading, newest, history=past)

    def open_up(self) -> None:
        """Have the newest snapshot loaded before anybody asks; where it can't be read, those who ask are told."""
        with contextlib.suppress(WorkspaceError):
            self.opened()

    def at(self, search: str | None, *held: object) -> Shown:
        """What a tab at an address is shown; `held` are the snapshots that it was shown, the latest of them counts.

        Raises:
            UsageError: there is no snapshot of the number in the address.
            WorkspaceError: the workspace can't be read.
        """
        pinned = state.snapshot_of(search)
        if pinned is not None:
            return replace(self.opened(pinned), pinned=True)
        numbers = [each for each in held if isinstance(each, int) and not isinstance(each, bool)]
        try:
            return self.opened(max(numbers, default=None))
        except UsageError:
            return self.opened()


def tell_newest(server: Flask, path: Path) -> None:
    """Answer at `/newest` with the number of the newest snapshot, for the price of a look into a folder."""

    @server.get("/newest")
    def newest() -> Response:
        answer: Response = jsonify(snapshot=Workspace(path).numbers()[-1])
        answer.headers["Cache-Control"] = "no-store"
        return answer
