"""Opening a file that may be anything: only regular files are read, and none past its cap."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, NoReturn

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS

if TYPE_CHECKING:
    from pathlib import Path


def check_regular(path: Path, where: str) -> int:
    """The size of a regular file in bytes.

    Raises:
        InputRefusedError: it is missing, can't be looked at, or is a pipe, device or the like.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        refuse(where, error)
    if not stat.S_ISREG(status.st_mode):
        raise InputRefusedError(where, "it is no regular file", "save what it holds as a file first")
    return status.st_size


def read_bytes(path: Path, where: str) -> bytes:
    """All bytes of a file of at most `limits.max_bytes`.

    Raises:
        InputRefusedError: it is missing, empty, too large, no regular file, or may not be read.
    """
    size = check_regular(path, where)
    if size <= LIMITS.max_bytes:
        try:
            with path.open("rb") as file:
                data = file.read(LIMITS.max_bytes + 1)
        except OSError as error:
            refuse(where, error)
        size = len(data)
    if size > LIMITS.max_bytes:
        too_large(where, size)
    if not data.strip():
        raise InputRefusedError(where, "it is empty", "fill it or leave it out")
    return data


def refuse(where: str, error: OSError | ValueError) -> NoReturn:
    """Refuse an input that the system would not open."""
    if isinstance(error, FileNotFoundError):
        raise InputRefusedError(where, "there is no such file or folder", "check its name") from error
    if isinstance(error, PermissionError):
        raise InputRefusedError(where, "it may not be read", "give yourself the right to read it") from error
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    raise InputRefusedError(where, f"it can't be opened ({reason})", "check its name and its disk") from error


def too_large(where: str, size: int | None) -> NoReturn:
    """Refuse what is over `limits.max_bytes`; `size` None is one that nobody counted to its end."""
    shown = "it" if size is None else mebibytes(size)
    reason = f"{shown} is over the {mebibytes(LIMITS.max_bytes)} limit"
    raise InputRefusedError(where, reason, "raise limits.max_bytes or split the file")


def mebibytes(size: int) -> str:
    """A number of bytes in words."""
    return f"{size / 1024 / 1024:,.0f} MiB"
