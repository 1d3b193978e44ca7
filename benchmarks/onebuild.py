"""One build in this process, and what it took, as JSON: `python -m benchmarks.onebuild FILE WORKSPACE WORKERS`.

Seconds by the clock, processor seconds of this process and (known once they have ended) of its workers, and the most
memory held, by stage.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from tracker.pipeline import Progress, build
from tracker.schema import TABLES
from tracker.workspace import Workspace


class Clock:
    """What each stage of a build took."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, float]] = {}
        self._stage, self._since, self._spent = "starting", time.monotonic(), spent()

    def __call__(self, progress: Progress) -> None:
        """Note that a build is at this stage."""
        if progress.stage == self._stage:
            return
        now, used = time.monotonic(), spent()
        cost = {"seconds": now - self._since, "cpu": used - self._spent, "memory": resident()}
        self.stages[self._stage] = cost
        self._stage, self._since, self._spent = progress.stage, now, used


def spent() -> float:
    """Processor seconds of this process, and of those it has started, as far as the system tells."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_of_process, _children()))


def _children() -> list[str]:
    """The processes that this one has started, on Linux."""
    path = Path("/proc/self/task")
    lists = path.glob("*/children") if path.is_dir() else []
    return [child for each in lists for child in each.read_text(encoding="ascii").split()]


def _of_process(number: str) -> float:
    fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def resident() -> float:
    """The most memory this process has held, in MiB; where Linux tells it, without what its parent had."""
    status = Path("/proc/self/status")
    high = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8")) if status.is_file() else None
    return int(high[1]) / 1024 if high else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stored(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Rows and bytes of each table of the latest snapshot."""
    files = workspace.data_files(workspace.snapshot())
    sizes = {name: [workspace.store.size(file) for file in files if file.startswith(f"{name}/")] for name in TABLES}
    return {name: (workspace.count(name), sum(each)) for name, each in sizes.items()}


def took(given: Path, path: Path, workers: int) -> dict[str, Any]:
    """Build, and what it took and gave."""
    clock = Clock()
    report = build([given], path, workers=workers, progress=clock)
    clock(Progress("done"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    workspace = Workspace.open(path)
    lengths = workspace.scan("documents").select(pl.col("text").str.len_chars().mean()).collect()
    return {
        "workers": workers,
        "new": report.new,
        "documents": report.documents,
        "claims": report.claims,
        "figures": report.figures,
        "findings": sum(report.findings.values()),
        "seconds": report.seconds,
        "cpu": time.process_time() + children.ru_utime + children.ru_stime,
        "memory": resident(),
        "worker": children.ru_maxrss / 1024,
        "chars": lengths.item() or 0.0,
        "stages": clock.stages,
        "stored": stored(workspace),
    }


if __name__ == "__main__":
    print(json.dumps(took(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
