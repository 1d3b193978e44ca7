"""`figtrack watch`: fetch what feeds name, take in what is new in folders, build, wait, and again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.commands import build, fetching
from tracker.errors import FigtrackError, UsageError
from tracker.fetching import fetch
from tracker.terminal import complain, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

_ADDRESS = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Watched:
    """What to look at: addresses, which are fetched into a folder, and paths, among them that folder."""

    urls: tuple[str, ...]
    paths: tuple[Path, ...]
    into: Path | None
    allow_private: bool

    @classmethod
    def of(cls, given: Sequence[str], into: Path | None, *, allow_private: bool) -> Watched:
        """Tell addresses from paths.

        Raises:
            UsageError: an address is given but no folder to fetch into.
        """
        urls = tuple(each for each in given if each.lower().startswith(_ADDRESS))
        paths = [Path(each) for each in given if each not in urls]
        if urls and into is None:
            raise UsageError(f"{urls[0]}: say with --into FOLDER where its pages are to be kept")
        if into is not None and into not in paths:
            paths.append(into)
        return cls(urls, tuple(paths), into, allow_private)


def run(watched: Watched, workspace: Path, wanted: build.Wanted, every: timedelta, times: int | None) -> int:
    """Look, build and wait, `times` times or until interrupted; the exit code is that of the last build."""
    code, turn = 0, 0
    try:
        while True:
            turn += 1
            started = time.monotonic()
            code = _once(watched, workspace, wanted)
            if turn == times or code == build.STOPPED:
                return code
            pause = max(every.total_seconds() - (time.monotonic() - started), 0.0)
            if not wanted.quiet:
                say(f"waiting {pause:,.0f} s; Ctrl-C ends")
            time.sleep(pause)
    except KeyboardInterrupt:
        complain("stopped; the last snapshot is untouched")
        return build.STOPPED


def _once(watched: Watched, workspace: Path, wanted: build.Wanted) -> int:
    """One look; a workspace that is locked, say, or a host that is down, is no reason not to look again later."""
    try:
        if watched.urls and watched.into:
            report = fetch(watched.urls, watched.into, allow_private=watched.allow_private)
            for refusal in report.refused:
                complain(f"refused: {refusal}")
            if not wanted.quiet:
                say(fetching.summary(report))
        return build.run(watched.paths, workspace, wanted)
    except UsageError:
        raise
    except FigtrackError as error:
        complain(str(error))
        return error.exit_code
