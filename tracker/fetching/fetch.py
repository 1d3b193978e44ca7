"""Fetch pages, and the pages that feeds name, into a folder: politely, one at a time from each host."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError, UsageError
from tracker.fetching.archive import Archive
from tracker.fetching.ledger import Ledger
from tracker.fetching.robots import Robots
from tracker.fetching.visits import Visit, Visitor, plain_address
from tracker.reading import PAGE_KINDS, links_of_feed
from tracker.storage import check_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_NOT_MODIFIED = 304
_OK = 200


@dataclass(slots=True)
class FetchReport:
    """What a run did: the addresses whose pages were kept, those that are as they were, and the refusals.

    `archive` is the file that the pages are in, None where there was nothing new.
    """

    kept: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[InputRefusedError] = field(default_factory=list)
    archive: Path | None = None


def fetch(
    urls: Sequence[str],
    folder: Path,
    *,
    allow_private: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    robots: Callable[[Visitor], Robots] = Robots,
) -> FetchReport:
    """Fetch the pages at `urls` and, where one is a feed, those that it names.

    `tell` is told each address before it is visited.

    Raises:
        UsageError: the folder can't be made or written to.
    """
    check_here(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: can't be made ({error.strerror}); choose another folder") from error
    visitor = Visitor(allow_private=allow_private)
    run = _Run(Ledger.load(folder), Archive(folder), visitor, robots(visitor), tell)
    try:
        run.pages(urls)
        run.report.archive = run.archive.finish()
        run.ledger.save()
    finally:
        run.archive.drop()
        visitor.close()
    return run.report


@dataclass(slots=True)
class _Run:
    ledger: Ledger
    archive: Archive
    visitor: Visitor
    robots: Robots
    tell: Callable[[str], None]
    report: FetchReport = field(default_factory=FetchReport)

    def pages(self, urls: Iterable[str]) -> None:
        """Visit every address once, and then what the feeds among them name."""
        seen: set[str] = set()
        linked: list[str] = []
        for url in self._new(urls, seen):
            linked += self._page(url, is_named=True)
        for url in self._new(linked, seen):
            self._page(url, is_named=False)

    def _new(self, urls: Iterable[str], seen: set[str]) -> Iterator[str]:
        for given in urls:
            try:
                url = plain_address(given)
            except InputRefusedError as error:
                self.report.refused.append(error)
                continue
            if url not in seen:
                seen.add(url)
                yield url

    def _page(self, url: str, *, is_named: bool) -> list[str]:
        """Keep what is at the address; the addresses that it names where it is a feed."""
        self.tell(url)
        try:
            # A feed is asked for anew each time: the pages that it named may not all have been had.
            conditions = self.ledger.conditions(url)
            visit = self.visitor.get(url, self.robots.admit, conditions)
            if visit.status == _NOT_MODIFIED and conditions:
                self.report.unchanged.append(url)
                return []
            if visit.status != _OK:
                raise InputRefusedError(url, f"the host answers {visit.status}", "check the address")
            if is_named and (found := links_of_feed(visit.content(), visit.url)):
                return found
            self._keep(url, visit)
        except InputRefusedError as error:
            self.report.refused.append(error)
        return []

    def _keep(self, url: str, visit: Visit) -> None:
        kind = (visit.header("content-type") or "").partition(";")[0].strip().lower()
        if kind not in PAGE_KINDS:
            raise InputRefusedError(url, f"it is {kind or 'no kind it tells'}, which is not read", "give a page")
        if self.ledger.is_known(url, visit):
            self.report.unchanged.append(url)
            return
        self.archive.add(visit.url, visit)
        self.ledger.note(url, visit)
        self.report.kept.append(url)
