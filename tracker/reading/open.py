"""Opening a file that may be anything: only regular files and objects of buckets are read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading import objects
from tracker.storage import in_bucket

if TYPE_CHECKING:
    from pathlib import Path


def opened(path: Path, where: str) -> BinaryIO:
    """A file's or object's bytes from the first on.

    Raises:
        InputRefusedError: it is missing, may not be read, or is a pipe, device or the like.
    """
    if found := in_bucket(path):
        return objects.opened(found, where)
    try:
        is_regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        refuse(where, error)
    if not is_regular:
        raise InputRefusedError(where, "it is no regular file", "save what it holds as a file first")
    try:
        return path.open("rb")
    except OSError as error:
        refuse(where, error)


def length(file: BinaryIO) -> int:
    """How many bytes there are in what was `opened`."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def read_bytes(path: Path, where: str) -> bytes:
    """All bytes of a file or object of at most `limits.max_bytes`; these are counted before any is read.

    Raises:
        InputRefusedError: it can't be opened or read, is empty, or too large.
    """
    with opened(path, where) as file:
        size = length(file)
        if size <= LIMITS.max_bytes:
            try:
                data = file.read(LIMITS.max_bytes + 1)
            except OSError as error:
                refuse(where, error)
            size = len(data)
    if size > LIMITS.max_bytes:
        too_large(where, size)
    if not data.strip():
        refuse_empty(where)
    return data


def is_there(path: Path) -> bool:
    """Whether there is a file or object.

    Raises:
        InputRefusedError: that can't be told.
    """
    found = in_bucket(path)
    return objects.is_there(found) if found else path.is_file()


def shown(path: Path) -> str:
    """What messages call a file, an object or a folder."""
    found = in_bucket(path)
    return found.address if found else str(path)


def refuse(where: str, error: OSError | ValueError) -> NoReturn:
    """Refuse an input that the system would not open."""
    if isinstance(error, FileNotFoundError):
        raise InputRefusedError(where, "there is no such file or folder", "check its name") from error
    if isinstance(error, PermissionError):
        raise InputRefusedError(where, "it may not be read", "give yourself the right to read it") from error
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    raise InputRefusedError(where, f"it can't be opened ({reason})", "check its name and its disk") from error


def refuse_empty(where: str) -> NoReturn:
    """Refuse what has nothing in it."""
    raise InputRefusedError(where, "it is empty", "fill it or leave it out")


def too_large(where: str, size: int | None) -> NoReturn:
    """Refuse what is over `limits.max_bytes`; `size` None is one that nobody counted to its end."""
    shown = "it" if size is None else mebibytes(size)
    reason = f"{shown} is over the {mebibytes(LIMITS.max_bytes)} limit"
    raise InputRefusedError(where, reason, "raise limits.max_bytes or split the file")


def mebibytes(size: int) -> str:
    """A number of bytes in words."""
    return f"{size / 1024 / 1024:,.0f} MiB"
