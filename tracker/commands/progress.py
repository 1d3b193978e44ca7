"""How far a build is, on standard error: a bar where that is a terminal, else a line every minute."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from tracker.terminal import complain, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.pipeline import Progress

LINE_SECONDS = 60.0
_MINUTE, _HOUR = 60, 3600


@dataclass(slots=True)
class Pace:
    """How fast a stage goes, from the documents that were done when it began."""

    stage: str = ""
    since: float = 0.0
    before: int = 0

    def line(self, progress: Progress, now: float) -> str:
        """How far a build is, in a line; `now` is in seconds of a clock that only goes forward."""
        counted = progress.total if progress.stage == "reading" else progress.documents
        if progress.stage != self.stage:
            self.stage, self.since, self.before = progress.stage, now, counted
        parts = [harmless(progress.stage)]
        if progress.stage in {"reading", "extracting"}:
            parts += self._speed(progress, counted, now - self.since)
        if progress.stage in {"linking", "checking"}:
            parts += [f"part {progress.parts:,}"] if progress.parts else []
        if progress.claims:
            parts.append(f"{progress.claims:,} claims")
        if progress.refused:
            parts.append(f"{progress.refused:,} refused")
        return " · ".join(parts)

    def _speed(self, progress: Progress, counted: int, seconds: float) -> Iterator[str]:
        of_all = f" of {progress.total:,}" if progress.stage == "extracting" else ""
        yield f"{counted:,}{of_all} documents"
        rate = (counted - self.before) / seconds if seconds > 0 else 0.0
        if rate > 0:
            yield f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second"
            if of_all:
                yield f"{span((progress.total - counted) / rate)} left"


def span(seconds: float) -> str:
    """A time to wait, no finer than one waits: `40 s`, `12 min`, `3 h 20 min`."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"{minutes} min"
    return f"{minutes // 60:,} h {minutes % 60} min"


@contextmanager
def shown() -> Iterator[Callable[[Progress], None]]:
    """What to tell the progress of a build to."""
    console = Console(file=sys.stderr)
    pace = Pace()
    if not console.is_terminal:
        yield _lines(pace)
        return
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24)
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(progress: Progress) -> None:
            known = progress.stage == "extracting" and progress.total > 0
            line = pace.line(progress, time.monotonic())
            bar.update(task, description=line, completed=progress.documents, total=progress.total if known else None)

        yield show


def _lines(pace: Pace) -> Callable[[Progress], None]:
    """A line every minute; that it waits for another build is told at once."""
    last = time.monotonic()

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        line = pace.line(progress, now)
        if progress.stage.startswith("waiting") or now - last >= LINE_SECONDS:
            complain(line)
            last = now

    return tell
