"""Zip and gzip: each member is an input of its own, unpacked as it is read and never onto the disk.

What a member's head says of its size is not believed; what comes out is counted, per member and in all.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading import sidecar
from tracker.reading.inputs import Input
from tracker.reading.open import mebibytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SMALL = 1024 * 1024
_STEP = 256 * 1024
_BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_AS_FILES = "unpack it and give the folder"


@dataclass(slots=True)
class _Spent:
    """How many bytes came out of an archive so far, counting no member twice."""

    bytes: int = 0


class _Counted(io.RawIOBase):
    """An unpacking stream that refuses to go on past what the limits allow."""

    def __init__(self, stream: IO[bytes], under: BinaryIO | None, where: str, packed: int, spent: _Spent) -> None:
        self._stream = stream
        self._under = under
        self._where = where
        self._most = max(packed * LIMITS.max_unpacked_ratio, _SMALL)
        self._spent = spent
        self._out = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what comes next; 0 at the end."""
        try:
            data = self._stream.read(min(len(buffer), _STEP))
        except _BROKEN as error:
            raise InputRefusedError(self._where, f"it can't be unpacked ({error})", "pack it again") from error
        self._out += len(data)
        if self._out > self._most:
            reason = f"it unpacks to more than {LIMITS.max_unpacked_ratio} times its packed size"
            raise InputRefusedError(self._where, reason, _AS_FILES)
        if self._spent.bytes + self._out > LIMITS.max_unpacked_bytes:
            reason = f"the archive unpacks to more than {mebibytes(LIMITS.max_unpacked_bytes)}"
            raise InputRefusedError(self._where, reason, "split it, or raise limits.max_unpacked_bytes")
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        """How many bytes came out; readers of web archives ask for it, and can do without going back."""
        return self._out

    def close(self) -> None:
        """Close what is under it, and count what came out."""
        if not self.closed:
            self._spent.bytes += self._out
            self._stream.close()
            if self._under:
                self._under.close()
        super().close()


def gzip_member(packed: Input) -> Input:
    """What a gzip file holds, named as the file is without `.gz`.

    Raises:
        InputRefusedError: it can't be opened.
    """
    spent = _Spent()
    held = packed.held()
    size = held.length()

    def opens() -> BinaryIO:
        file = held.open()
        return io.BufferedReader(
            _Counted(cast("IO[bytes]", gzip.GzipFile(fileobj=file)), file, packed.where, size, spent), _STEP
        )

    name = packed.name[: -len(".gz")]
    return Input(packed.where, packed.doc_id.removesuffix(".gz"), name, packed.fields, opens)


def zip_members(packed: Input) -> Iterator[Input | InputRefusedError]:
    """The files of a zip archive in the order of their names; a folder's own entries are passed over.

    Raises:
        InputRefusedError: it is no zip archive, or has too many members.
    """
    with packed.seekable() as held:
        try:
            archive = zipfile.ZipFile(held)
        except _BROKEN as error:
            raise InputRefusedError(packed.where, f"it is no zip archive ({error})", "pack it again") from error
        with archive:
            yield from _members(packed, archive)


def _members(packed: Input, archive: zipfile.ZipFile) -> Iterator[Input | InputRefusedError]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > LIMITS.max_members:
        reason = f"it has {len(members):,} members, over the limit of {LIMITS.max_members:,}"
        raise InputRefusedError(packed.where, reason, "split it, or raise limits.max_members")
    times = Counter(member.filename for member in members)
    spent = _Spent()
    beside = {
        str(PurePosixPath(member.filename).parent): _sidecar(archive, member, packed.where, spent)
        for member in members
        if PurePosixPath(member.filename).name == sidecar.NAME and not _is_hidden(member.filename)
    }
    for told in beside.values():
        yield from told.refused
    for member in sorted(members, key=lambda each: each.filename):
        path = PurePosixPath(member.filename)
        if _is_hidden(member.filename) or path.name == sidecar.NAME:
            continue
        where = f"{packed.where}/{member.filename}"
        try:
            _check_member(member, where, times[member.filename])
        except InputRefusedError as error:
            yield error
            continue
        opens = _opener(archive, member, where, spent)
        told_of = beside[str(path.parent)].rows if str(path.parent) in beside else {}
        doc_id = f"{packed.doc_id}/{member.filename}" if packed.doc_id else member.filename
        yield Input(where, doc_id, path.name, told_of.get(path.name, {}), opens)


def _sidecar(archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed_where: str, spent: _Spent) -> sidecar.Sidecar:
    """What a table of an archive tells of the files beside it."""
    where = f"{packed_where}/{member.filename}"
    table = Input(where, member.filename, sidecar.NAME, {}, _opener(archive, member, where, spent))
    return sidecar.sidecar_of(table.read, where)


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, spent: _Spent) -> Callable[[], BinaryIO]:
    def opens() -> BinaryIO:
        try:
            stream = archive.open(member)
        except _BROKEN as error:
            raise InputRefusedError(where, f"it can't be unpacked ({error})", "pack it again") from error
        return io.BufferedReader(_Counted(stream, None, where, member.compress_size, spent), _STEP)

    return opens


def _check_member(member: zipfile.ZipInfo, where: str, times: int) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise InputRefusedError(where, "its name leads out of the archive", "pack it again with plain names")
    if times > 1:
        raise InputRefusedError(where, "another member has the same name", "pack it again with a name for each")
    if member.flag_bits & 0x1:
        raise InputRefusedError(where, "it is locked with a password", _AS_FILES)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputRefusedError(where, "it is a link, which is not followed", "pack the file that it leads to")


def _is_hidden(name: str) -> bool:
    """Whether a file is hidden, as are the ones that a Mac packs with every file."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
