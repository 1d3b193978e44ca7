"""The log of a workspace's snapshots: one small JSON file each, written whole or not at all.

A snapshot names the version of every table that one build made together, and the checksum of every file that these
versions added, so that a flipped byte anywhere can be named. The file itself ends with its own checksum. On object
storage a snapshot is an entry that only one can make (`Store.create`), so that of two builds one is told it is late.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from tracker.errors import WorkspaceDamagedError
from tracker.storage.bucket import ENTRY, FIRST_COMMIT
from tracker.storage.tables import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.storage import Store

FOLDER = "snapshots"
"""The folder of the log."""

_NAME = re.compile(rf"{FOLDER}/(\d{{8}})(?:\.json|/{re.escape(FIRST_COMMIT)})")


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


def checksums(store: Store, names: Iterable[str]) -> dict[str, str]:
    """The checksums of files by their names."""
    return {name: store.checksum(name) for name in sorted(names)}


def first_checksums(every: Iterable[Snapshot]) -> dict[str, str]:
    """The checksum of each file that snapshots name, from the oldest on: the first counts.

    A later one may have been taken of a damaged file.
    """
    known: dict[str, str] = {}
    for snapshot in every:
        for path, said in snapshot.files.items():
            known.setdefault(path, said)
    return known


def numbers(store: Store) -> list[int]:
    """The numbers of the snapshots, in order."""
    found = (_NAME.fullmatch(name) for name in store.names(FOLDER))
    return sorted({int(match[1]) for match in found if match})


def _entry(number: int) -> str:
    return f"{FOLDER}/{number:08d}"


def write(store: Store, snapshot: Snapshot) -> None:
    """Put a snapshot into the log: it is there whole, on the disk, or it isn't there.

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
    text = json.dumps({**body, "checksum": _own(body)}, indent=1, sort_keys=True)
    store.create(_entry(snapshot.number), text.encode())


def read(store: Store, number: int) -> Snapshot:
    """The snapshot of that number.

    Raises:
        WorkspaceDamagedError: its file is missing or isn't what was written.
    """
    entry = _entry(number)
    try:
        row = json.loads(_content(store, entry))
        said = row.pop("checksum")
        if said != _own(row):
            raise ValueError("its checksum is another")
        return Snapshot(
            row["number"], datetime.fromisoformat(row["made_at"]), row["versions"], row["made_by"], row["files"]
        )
    except (*FAULTS, ValueError, KeyError, TypeError, AttributeError, StopIteration) as error:
        remedy = "restore it from a backup, or build the workspace anew from its articles"
        reason = f"this snapshot can't be read ({store.told(error)}); {remedy}"
        raise WorkspaceDamagedError(f"{store.address(entry)}.json: {reason}") from error


def remove(store: Store, number: int) -> None:
    """Take a snapshot out of the log."""
    for name in (f"{_entry(number)}/{FIRST_COMMIT}", f"{_entry(number)}.json"):
        store.remove(name)


def _content(store: Store, entry: str) -> str:
    """What an entry of the log says, be it made in a folder or on object storage, or copied from either."""
    try:
        lines = store.read(f"{entry}/{FIRST_COMMIT}").splitlines()
    except FileNotFoundError:
        return store.read(f"{entry}.json").decode()
    commits = (json.loads(line).get("commitInfo") for line in lines)
    return str(next(commit[ENTRY] for commit in commits if commit))


def _own(body: Mapping[str, object]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
