"""The log of a workspace's snapshots: one small JSON file each, written whole or not at all.

A snapshot names the version of every table that one build made together, and the checksum of every file that these
versions added, so that a flipped byte anywhere can be named. The file itself ends with its own checksum.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from tracker.errors import WorkspaceDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NAME = re.compile(r"(\d{8})\.json")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The versions of all tables that one build made together.

    `made_by` says what derived them (the extractor's version, the judgements heeded): where it differs from what is
    at hand now, the next build derives them again. `files` are the checksums of the files this snapshot added, by
    their path in the workspace.
    """

    number: int
    made_at: datetime
    versions: dict[str, int]
    made_by: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def checksum(path: Path) -> str:
    """The BLAKE2b checksum of a file's bytes, 32 hex digits."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def checksums(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The checksums of files by their path below `root`."""
    return {path: checksum(root / path) for path in sorted(paths)}


def first_checksums(every: Iterable[Snapshot]) -> dict[str, str]:
    """The checksum of each file that snapshots name, from the oldest on: the first counts.

    A later one may have been taken of a damaged file.
    """
    known: dict[str, str] = {}
    for snapshot in every:
        for path, said in snapshot.files.items():
            known.setdefault(path, said)
    return known


def numbers(folder: Path) -> list[int]:
    """The numbers of the snapshots in the folder, in order."""
    found = (_NAME.fullmatch(entry.name) for entry in folder.iterdir())
    return sorted(int(match[1]) for match in found if match)


def file_of(folder: Path, number: int) -> Path:
    """The file of a snapshot."""
    return folder / f"{number:08d}.json"


def write(folder: Path, snapshot: Snapshot) -> None:
    """Put a snapshot into the log: it is there whole, on the disk, or it isn't there.

    The caller holds the lock on commits.

    Raises:
        FileExistsError: its number is taken.
        OSError: the disk is full or can't be written to.
    """
    body: dict[str, object] = {
        "number": snapshot.number,
        "made_at": snapshot.made_at.astimezone(UTC).isoformat(),
        "versions": snapshot.versions,
        "made_by": snapshot.made_by,
        "files": snapshot.files,
    }
    target = file_of(folder, snapshot.number)
    part = folder / f".{target.name}.{os.getpid()}"
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump({**body, "checksum": _own(body)}, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            raise FileExistsError(f"snapshot {snapshot.number} is there already")
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def read(folder: Path, number: int) -> Snapshot:
    """The snapshot of that number.

    Raises:
        WorkspaceDamagedError: its file is missing or isn't what was written.
    """
    path = file_of(folder, number)
    try:
        row = json.loads(path.read_bytes())
        said = row.pop("checksum")
        if said != _own(row):
            raise ValueError("its checksum is another")
        return Snapshot(
            row["number"], datetime.fromisoformat(row["made_at"]), row["versions"], row["made_by"], row["files"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "restore it from a backup, or build the workspace anew from its articles"
        raise WorkspaceDamagedError(f"{path}: this snapshot can't be read ({error}); {remedy}") from error


def _own(body: Mapping[str, object]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
