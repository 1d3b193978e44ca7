"""How long a build takes, stage by stage, and how much memory.

`python -m benchmarks.build FILE.jsonl... --documents N` repeats the documents of the files under fresh ids until there
are N (a repeat is a copy, and found as one), then builds the same again with one in a hundred new: an hourly build.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.model import Document
from tracker.pipeline import BuildReport, Progress, build
from tracker.reading import read_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEW = 0.01


class Clock:
    """The seconds that each stage of a build took, and the most memory held until its end."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peaks: dict[str, str] = {}
        self._stage, self._since = "reading", time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Note that a build is at this stage."""
        now = time.monotonic()
        self.peaks[self._stage] = memory(resource.RUSAGE_SELF)
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = progress.stage, now

    def stop(self) -> None:
        """Close the last stage."""
        self(Progress("done"))


def repeated(files: Sequence[Path]) -> Iterator[dict[str, object]]:
    """The documents of files over and over, each time under fresh ids."""
    documents = [item for item in read_paths(files) if isinstance(item, Document)]
    if not documents:
        raise SystemExit("no document could be read")
    for turn in count():
        for document in documents:
            published = document.published.isoformat() if document.published else None
            yield {
                "id": f"{turn}-{document.doc_id}",
                "text": document.text,
                "source": document.source,
                "title": document.title,
                "published": published,
            }


def put(path: Path, rows: Iterator[dict[str, object]], number: int) -> Path:
    """Write the next rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for _ in range(number):
            file.write(json.dumps(next(rows), ensure_ascii=False) + "\n")
    return path


def timed(name: str, path: Path, workspace: Path, workers: int) -> BuildReport:
    """Build, and print what it cost."""
    clock = Clock()
    report = build([path], workspace, workers=workers, progress=clock)
    clock.stop()
    total = report.seconds
    shares = ", ".join(f"{stage} {seconds:.1f} s ({seconds / total:.0%})" for stage, seconds in clock.seconds.items())
    peaks = ", ".join(f"{stage} {peak}" for stage, peak in clock.peaks.items())
    print(f"{name}: {report.new:,} documents in {total:.1f} s, {report.new / total:,.0f} a second; {shares}")
    print(f"  memory of this process by the end of each stage: {peaks}")
    return report


def memory(who: int) -> str:
    """The most memory that this process (or the greatest of its children) has held."""
    return f"{resource.getrusage(who).ru_maxrss / 1024:,.0f} MiB"


def main() -> None:
    """Run both builds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = repeated(wanted.files)
        workspace = Path(folder) / "workspace"
        first = put(Path(folder) / "first.jsonl", rows, wanted.documents)
        report = timed("whole build", first, workspace, wanted.workers)
        print(f"  {report.claims:,} claims, {report.figures:,} figures, {wanted.workers} workers")
        more = put(Path(folder) / "more.jsonl", rows, max(1, round(wanted.documents * _NEW)))
        timed("1 % new", more, workspace, wanted.workers)
        print(f"memory: this process {memory(resource.RUSAGE_SELF)}, a worker {memory(resource.RUSAGE_CHILDREN)}")


if __name__ == "__main__":
    main()
