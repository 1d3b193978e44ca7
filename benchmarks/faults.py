"""Faults tried on real builds and survived: `python -m benchmarks.faults FILE... --kills N` prints them in a table.

After each, `verify` must find nothing, the last snapshot must be what was there or what was built, row for row, and
the next build must make the tables of one that nothing happened to. Mounting small disks needs root and Linux; where
that is not to be had, these rows say so.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from os import kill
from pathlib import Path

from benchmarks import doomed
from benchmarks.doomed import Content, content, copied, end, run, start, wrong_with
from tracker.errors import WorkspaceError
from tracker.verify import problems
from tracker.workspace import Workspace

READERS = 8


@dataclass(slots=True)
class Bench:
    """What the faults are tried on: some files, a workspace of the first, and what comes of all of them."""

    folder: Path
    files: list[Path]
    base: Path
    before: Content
    after: Content
    seconds: float
    moments: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 -- moments, not secrets

    @property
    def log(self) -> Path:
        """Where a process says what it has to say."""
        return self.folder / "said"

    def finished(self, path: Path) -> list[str]:
        """What is wrong after a build that nothing happens to."""
        ended = run(doomed.build, self.files, path, said=self.log)
        return [f"the next build ended with {ended}"] if ended.code else wrong_with(path, self.after)


@dataclass(slots=True)
class Tried:
    """A fault: how often it was tried, and what went wrong; `skipped` says why it wasn't."""

    fault: str
    times: int = 0
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""

    def add(self, wrong: list[str]) -> None:
        """Count a try."""
        self.times += 1
        self.wrong += wrong[:1]

    def row(self) -> str:
        """A row of the table."""
        survived = self.skipped or str(self.times - len(self.wrong))
        return f"| {self.fault} | {self.times} | {survived} |"


def commit_points(bench: Bench, *, first: bool) -> Tried:
    """Killed before and after everything that a build puts on the disk."""
    what = "a first build" if first else "a build that adds documents"
    tried = Tried(f"SIGKILL at each commit point of {what}, and gone on from there")
    before = content(Workspace.open(bench.base), 0) if first else bench.before
    for point in range(1_000):
        path = bench.folder / "points"
        if not first:
            shutil.copytree(bench.base, path)
        ended = run(doomed.build_until, bench.files, path, point, said=bench.log)
        if ended.code == 0:
            shutil.rmtree(path)
            return tried
        wrong = [] if ended.code == -signal.SIGKILL else [f"point {point}: {ended}"]
        tried.add(wrong + wrong_with(path, before, bench.after) + bench.finished(path))
        shutil.rmtree(path)
    return tried


def random_moments(bench: Bench, kills: int) -> Tried:
    """Killed at random moments, each build going on from what the last left."""
    tried = Tried(f"SIGKILL at a random moment of a build of {bench.seconds:.1f} s, and gone on from there")
    path = bench.folder / "moments"
    empty = content(Workspace.open(bench.base), 0)
    while tried.times < kills:
        process = start(doomed.build, bench.files, path)
        doomed.until_over(process, bench.moments.uniform(0, bench.seconds))
        code = end(process, kill=True)
        if code == -signal.SIGKILL:
            tried.add(wrong_with(path, empty, bench.after))
        elif code == 0:
            tried.wrong += wrong_with(path, bench.after)
            shutil.rmtree(path)
        else:
            tried.wrong.append(f"a build ended with {code}")
    tried.wrong += bench.finished(path)
    return tried


def killed_workers(bench: Bench, kills: int) -> Tried:
    """A worker is killed while a build goes on with the other; the build has to end as if nothing had been."""
    tried = Tried("a worker killed at a random moment of a build with two")
    many = bench.folder / "many.jsonl"
    rows = "".join(f'{{"id": "n{number}", "text": "A flood killed {number} people."}}\n' for number in range(40))
    many.write_text(rows, encoding="utf-8")
    calm = bench.folder / "calm-many"
    run(doomed.build, [many], calm, said=bench.log)
    wanted = content(Workspace.open(calm))
    for _ in range(4 * kills):
        path = bench.folder / "workers"
        process = start(doomed.build, [many], path, 2, said=bench.log)
        while process.is_alive() and not doomed.workers_of(process.pid or 0):
            doomed.until_over(process, 0.05)
        doomed.until_over(process, bench.moments.uniform(0, bench.seconds))
        workers = doomed.workers_of(process.pid or 0)
        for worker in workers[:1]:
            with suppress(ProcessLookupError):
                kill(worker, signal.SIGKILL)
        code = end(process)
        wrong = [f"ended with {code}: {bench.log.read_text()}"] if code else wrong_with(path, wanted)
        if workers:
            tried.add(wrong)
        if tried.times == kills:
            break
        shutil.rmtree(path, ignore_errors=True)
    return tried


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path | None]:
    """A small disk in memory; None where none may be mounted."""
    folder.mkdir()
    made = _mount("-t", "tmpfs", *options, "tmpfs", str(folder))
    try:
        yield folder if made else None
    finally:
        if made:
            subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 -- our own disk
        folder.rmdir()


def _mount(*given: str) -> bool:
    command = shutil.which("mount")
    return command is not None and subprocess.run([command, *given], capture_output=True, check=False).returncode == 0  # noqa: S603


def full_disk(bench: Bench) -> Tried:
    """A disk that is full sooner or later; then it is made larger, and the build goes on."""
    tried = Tried("a full disk, and gone on when there is room")
    for room in range(0, 4_096, 24):
        with mounted(bench.folder / "disk", "-o", "size=4m") as disk:
            if disk is None:
                tried.skipped = "not tried: no disk may be mounted here"
                return tried
            path = disk / "w"
            shutil.copytree(bench.base, path)
            used = shutil.disk_usage(disk).used // 1024
            _mount("-o", f"remount,size={used + room}k", str(disk))
            ended = run(doomed.build, bench.files, path, said=bench.log)
            if ended.code == 0:
                return tried
            told = "free some space" in ended.said and len(ended.said.splitlines()) == 1
            clear = ended.code == WorkspaceError.exit_code and told
            wrong = [] if clear else [f"{room} kB: {ended}"]
            wrong += wrong_with(path, bench.before)
            _mount("-o", "remount,size=8m", str(disk))
            tried.add(wrong + bench.finished(path))
    return tried


def read_only(bench: Bench) -> Tried:
    """A disk that only reads: a build says so, and everything can still be read."""
    tried = Tried("a read-only disk: refused in words, and read all the same")
    with mounted(bench.folder / "disk", "-o", "size=8m") as disk:
        if disk is None:
            tried.skipped = "not tried: no disk may be mounted here"
            return tried
        path = disk / "w"
        shutil.copytree(bench.base, path)
        _mount("-o", "remount,ro", str(disk))
        for place in (path, disk / "new"):
            ended = run(doomed.build, bench.files, place, said=bench.log)
            clear = ended.code == WorkspaceError.exit_code and "can't be written to" in ended.said
            tried.add(([] if clear else [str(ended)]) + wrong_with(path, bench.before))
        _mount("-o", "remount,rw", str(disk))
        tried.wrong += bench.finished(path)
    return tried


def two_builders(bench: Bench, times: int) -> Tried:
    """Two builds start at once, each of a part of the files."""
    tried = Tried("two builds at once")
    for _ in range(times):
        path = bench.folder / "two"
        halves = bench.files[::2], bench.files[1::2]
        both = [start(doomed.build, half, path) for half in halves]
        codes = [end(each) for each in both]
        tried.add([f"ended with {codes}"] if any(codes) else wrong_with(path, bench.after))
        shutil.rmtree(path)
    return tried


def readers(bench: Bench) -> Tried:
    """Readers that look at the latest snapshot all the time while builds add to it and one is killed."""
    tried = Tried(f"{READERS} readers during builds: each snapshot the same to all, always")
    path, over = bench.folder / "read", bench.folder / "over"
    shutil.copytree(bench.base, path)
    logs = [bench.folder / f"reader-{number}" for number in range(READERS)]
    reading = [start(doomed.read_on, path, over, said=log) for log in logs]
    for number in range(1, len(bench.files) + 1):
        doomed.until_over(killed := start(doomed.build, bench.files[:number], path), bench.moments.uniform(0, 1))
        end(killed, kill=True)
        end(start(doomed.build, bench.files[:number], path))
    over.touch()
    codes = [end(each) for each in reading]
    looks = [line for log in logs for line in log.read_text(encoding="utf-8").splitlines()]
    by_number: dict[str, set[str]] = {}
    for look in looks:
        snapshot, _, held = look.partition(" ")
        by_number.setdefault(snapshot, set()).add(held)
    tried.times = len(looks)
    tried.wrong += [look for look in looks if look.startswith("wrong")]
    tried.wrong += [f"snapshot {number} differs" for number, held in by_number.items() if len(held) > 1]
    tried.wrong += [f"a reader ended with {code}" for code in codes if code]
    tried.wrong += wrong_with(path, bench.after)
    return tried


def torn_files(bench: Bench) -> Tried:
    """Each file of a workspace cut short, emptied, and gone: it is named, or nothing that is read has changed."""
    tried = Tried("each file cut short, emptied or gone: named by `verify`")
    with copied(bench.base, bench.folder / "torn") as path:
        latest = f"{Workspace.open(path).snapshot().number:08d}.json"
        for file in sorted(each for each in path.rglob("*") if each.is_file() and each.stat().st_size):
            whole = file.read_bytes()
            for left in (len(whole) - 1, bench.moments.randrange(len(whole)), 0, None):
                if left is None and file.name == latest:
                    continue  # which is how one goes back to the snapshot before (docs/operations.md)
                file.unlink() if left is None else file.write_bytes(whole[:left])
                try:
                    found = list(problems(Workspace.open(path)))
                except WorkspaceError as error:
                    found = [str(error)]
                same = not found and content(Workspace.open(path)) == bench.before
                named = bool(found) and (file.name in found[0] or file.name == "workspace.json")
                tried.add([] if same or named else [f"{file.name} cut to {left}: {found}"])
                file.write_bytes(whole)
        tried.wrong += wrong_with(path, bench.before)
    return tried


def made_ready(files: list[Path], folder: Path) -> Bench:
    """The bench: a build of the first file, and how long a build of all takes."""
    base, calm = folder / "base", folder / "calm"
    log = folder / "said"
    run(doomed.build, files[:1], base, said=log)
    started = time.monotonic()
    ended = run(doomed.build, files, calm, said=log)
    seconds = time.monotonic() - started
    if ended.code:
        sys.exit(f"no build goes through: {ended.said}")
    return Bench(folder, files, base, content(Workspace.open(base)), content(Workspace.open(calm)), seconds)


def main() -> None:
    """Try the faults and print a table; ends with 1 where one was not survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--kills", type=int, default=200, help="at random moments")
    parser.add_argument("--few", type=int, default=5, help="tries of the slow kinds")
    wanted = parser.parse_args()
    doomed.prepare()
    with tempfile.TemporaryDirectory() as folder:
        bench = made_ready([each.resolve() for each in wanted.files], Path(folder))
        faults: list[Callable[[], Tried]] = [
            partial(commit_points, bench, first=True),
            partial(commit_points, bench, first=False),
            partial(random_moments, bench, wanted.kills),
            partial(killed_workers, bench, wanted.few),
            partial(full_disk, bench),
            partial(read_only, bench),
            partial(two_builders, bench, wanted.few),
            partial(readers, bench),
            partial(torn_files, bench),
        ]
        print("| fault | tried | survived |\n| --- | --- | --- |", flush=True)
        wrong: list[str] = []
        for fault in faults:
            tried = fault()
            print(tried.row(), flush=True)
            wrong += [f"{tried.fault}: {each}" for each in tried.wrong]
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
