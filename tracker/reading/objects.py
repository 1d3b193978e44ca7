"""Objects of a bucket as files: `s3://BUCKET/NAME`, which pathlib makes `s3:/BUCKET/NAME` of.

A name's parts between `/` are folders, as everywhere. Objects are read by ranges, so that none has to fit in memory.
"""

from __future__ import annotations

import io
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import polars as pl

from tracker.errors import InputRefusedError
from tracker.storage.bucket import why
from tracker.storage.tables import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.storage.bucket import Object, Ranges

_RANGE = 4 * 1024 * 1024
_MAGIC = frozenset("*?[")


class _Bytes(io.RawIOBase):
    """An object's bytes; each reading is a request."""

    def __init__(self, ranges: Ranges, where: str) -> None:
        self._ranges = ranges
        self._where = where
        self._size = ranges.size()
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The number of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another byte."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what comes next; 0 at the end."""
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        try:
            self._ranges.seek(self._at)
            data = self._ranges.read(wanted)
        except FAULTS as error:
            refuse(self._where, error)
        if len(data) != wanted:
            raise InputRefusedError(self._where, "it changed while it was read", "run it again")
        buffer[:wanted] = data
        self._at += wanted
        return wanted


def opened(given: Object, where: str) -> BinaryIO:
    """An object's bytes from the first on.

    Raises:
        InputRefusedError: it isn't there or can't be read.
    """
    try:
        raw = _Bytes(given.bucket.open(given.name), where)
    except FAULTS as error:
        refuse(where, error)
    return io.BufferedReader(raw, _RANGE)


def is_there(given: Object) -> bool:
    """Whether there is an object of this name.

    Raises:
        InputRefusedError: that can't be told.
    """
    try:
        given.bucket.open(given.name)
    except FileNotFoundError:
        return False
    except FAULTS as error:
        refuse(given.address, error)
    return True


def refuse(where: str, error: BaseException) -> NoReturn:
    """Refuse an input that the storage would not give."""
    if isinstance(error, FileNotFoundError):
        raise InputRefusedError(where, "there is no such object or folder", "check its name") from error
    reason, remedy = why(error)
    raise InputRefusedError(where, reason, remedy or "mend that and run it again") from error


def matching(given: Object) -> list[tuple[Path, bool]]:
    """The object of that name, else the objects and folders that match it as a pattern, in order, else the folder.

    Beside each stands whether it is a folder. Below a folder that matches nothing else does: it is read as a whole.

    Raises:
        InputRefusedError: what is there can't be told.
    """
    alone = Path(given.address)
    if given.name and is_there(given):
        return [(alone, False)]
    pattern = PurePosixPath(given.name).parts
    literal = next((place for place, part in enumerate(pattern) if not _MAGIC.isdisjoint(part)), None)
    found: dict[Path, bool] = {}
    if literal is not None:
        for name in _listed(given, "/".join(pattern[:literal])):
            parts = PurePosixPath(name).parts
            if (depth := _depth(pattern, parts)) is not None:
                found[Path(given.bucket.name, *parts[:depth])] = depth < len(parts)
    return sorted(found.items()) or [(alone, True)]


def _depth(pattern: Sequence[str], parts: Sequence[str]) -> int | None:
    """How many parts of a name, from the first on and as few as do, match a pattern; None where none do."""
    if not pattern:
        return 0
    if pattern[0] == "**":
        depths = ((skipped, _depth(pattern[1:], parts[skipped:])) for skipped in range(len(parts)))
        return next((skipped + rest for skipped, rest in depths if rest is not None), None)
    if not parts or not fnmatchcase(parts[0], pattern[0]):
        return None
    rest = _depth(pattern[1:], parts[1:])
    return None if rest is None else rest + 1


def walk(given: Object) -> Iterator[tuple[Path, list[str]]]:
    """Each folder from a folder down, with the names of its files; in the order of `os.walk` over sorted names.

    Hidden folders are passed over, and so are workspaces but for the folder itself.

    Raises:
        InputRefusedError: there is nothing, or it can't be listed.
    """
    root = Path(given.address)
    names = _listed(given, given.name)
    if names.is_empty():
        refuse(given.address, FileNotFoundError())
    below = names.str.slice(len(given.name) + 1 if given.name else 0).to_frame("below")
    folder = pl.col("below").str.extract(r"(?s)^(.*)/").fill_null("")
    split = below.select(folder.alias("folder"), pl.col("below").str.extract(r"(?s)([^/]*)$").alias("file"))
    seen = split.filter(~pl.col("folder").str.contains(r"(?:^|/)\."))
    with_snapshots = set(seen["folder"].unique().str.extract(r"(?s)^(.+)/snapshots(?:/.*)?$"))
    workspace: str | None = None
    # A folder comes before those below it, and these before its next neighbour, whatever characters these start with.
    order = pl.col("folder").str.replace_all("/", "\0", literal=True)
    folders = seen.sort(order, "file").group_by("folder", maintain_order=True).agg("file")
    for here, files in folders.iter_rows():
        if workspace is not None and f"{here}/".startswith(f"{workspace}/"):
            continue
        if here in with_snapshots and "workspace.json" in files:
            workspace = here
            continue
        yield root / here, files


def _listed(given: Object, folder: str) -> pl.Series:
    """The names of all objects below a folder of a bucket."""
    try:
        return given.bucket.listed(folder)
    except FAULTS as error:
        refuse(given.address, error)
