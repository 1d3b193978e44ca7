"""Faults tried on real builds and survived: `python -m benchmarks.faults FILE... --kills N`.

A build is killed (SIGKILL to it and to its workers) at N random moments; after each, the last snapshot must be whole
(`verify` finds nothing). The next build goes on from there; one that goes through must have made the tables of a build
that nothing happened to, and starts anew.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tracker.schema import TABLES
from tracker.verify import problems
from tracker.workspace import Workspace


def start(files: list[Path], workspace: Path) -> subprocess.Popen[bytes]:
    """A build as a process group of its own."""
    command = [sys.executable, "-m", "tracker", "build", *map(str, files), "-w", str(workspace)]
    return subprocess.Popen(  # noqa: S603 -- our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def survived(workspace: Path) -> list[str]:
    """What is wrong after a kill; nothing where all is whole."""
    if not Workspace.is_at(workspace):
        return []
    return list(problems(Workspace.open(workspace)))


def same_tables(one: Path, other: Path) -> bool:
    """Whether two workspaces hold the same, but for the time of ingestion."""
    left, right = Workspace.open(one), Workspace.open(other)
    for name in TABLES:
        drop = ["ingested_at"] if name == "documents" else []
        if not left.read(name).drop(drop).equals(right.read(name).drop(drop)):
            return False
    return True


def main() -> None:
    """Try the faults and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    wanted = parser.parse_args()
    moments = random.Random(7)  # noqa: S311 -- moments, not secrets
    with tempfile.TemporaryDirectory() as folder:
        calm, hit = Path(folder) / "calm", Path(folder) / "hit"
        started = time.monotonic()
        start(wanted.files, calm).wait()
        span = time.monotonic() - started
        killed = finished = 0
        wrong: list[str] = []
        while killed < wanted.kills:
            process = start(wanted.files, hit)
            time.sleep(moments.uniform(0, 1.3 * span))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
            process.wait()
            wrong += survived(hit)
            if process.returncode == 0:
                finished += 1
                wrong += [] if same_tables(calm, hit) else ["tables are not those of a build that nothing happened to"]
                shutil.rmtree(hit)
        print("| fault | tried | survived |\n| --- | --- | --- |")
        print(f"| SIGKILL at a random moment of a build of {span:.1f} s | {killed} | {killed - len(wrong)} |")
        print(f"| going on after kills, to the same tables | {finished} | {finished - len(wrong)} |")
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
