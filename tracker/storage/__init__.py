"""Where a workspace's bytes live: in a folder, or on object storage.

A name is a path below the workspace with `/` between its parts. Deltalake is known to this package only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tracker.errors import UsageError
from tracker.storage.bucket import Bucket, Object
from tracker.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["Object", "Store", "at", "check_here", "in_bucket"]

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+):/")
_OF_BUCKET = re.compile(r"s3:/+(?P<bucket>[a-zA-Z0-9][a-zA-Z0-9._-]*)(?:/(?P<name>.*))?", re.DOTALL)


class Store(Protocol):
    """Files by their names. What is written is there whole or not at all.

    Each method raises OSError as the system has it, FileNotFoundError and FileExistsError among them.
    """

    @property
    def name(self) -> str:
        """What it is called in messages and on the command line."""

    def address(self, name: str) -> str:
        """What Delta Lake and Polars open the file or table of that name by."""

    @property
    def way_out(self) -> str:
        """What to do where it can't be written to."""

    @property
    def scratch(self) -> Path:
        """The folder where a build keeps what it has read until it commits it."""

    def prepare(self) -> None:
        """Make the place itself, where that is needed."""

    def has_other(self, own: Collection[str]) -> bool:
        """Whether there is something else than what goes by these names, or their unfinished parts."""

    def names(self, folder: str) -> set[str]:
        """The files anywhere below a folder, all where it is empty; none where there is no such folder."""

    def size(self, name: str) -> int:
        """How many bytes a file has."""

    def sign(self, name: str) -> tuple[int, ...]:
        """What changes when another file is put in its place, where that can be told cheaply."""

    def is_cut(self, name: str, size: int) -> bool:
        """Whether a file is missing or not as long as it was written, as far as that can happen and be told cheaply."""

    def read(self, name: str) -> bytes:
        """A file's bytes."""

    def checksum(self, name: str) -> str:
        """The BLAKE2b checksum of a file's bytes, 32 hex digits."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file, in the place of an earlier one."""

    def create(self, name: str, content: bytes) -> None:
        """Put an entry of a log, as `NAME.json` or in its own way, unless it is there: then FileExistsError."""

    def remove(self, name: str) -> None:
        """Take a file away if it is there."""

    def hold(self, name: str, wait: float, on_wait: Callable[[str], None] | None) -> AbstractContextManager[None]:
        """Keep others who hold that name out; on object storage those on this machine only, and `create` decides."""

    def told(self, error: BaseException) -> str:
        """What an error of reading or writing here means, in words."""


def at(path: Path) -> Store:
    """The store at a path, in a folder or on object storage.

    Raises:
        UsageError: the path is an address of a kind that is not known.
    """
    if _ADDRESS.match(path.as_posix()) is None:
        return Folder(path)
    if (found := in_bucket(path)) is None:
        raise UsageError(f"{path}: a workspace is in a folder or at s3://BUCKET/PREFIX; give one of these")
    return Bucket(found.address)


def check_here(path: Path) -> None:
    """See that a path is one of this machine, where something is to be written into a folder.

    Raises:
        UsageError: it is an address; a folder of that name is hardly meant.
    """
    if _ADDRESS.match(path.as_posix()):
        raise UsageError(f"{path}: that is no folder of this machine; name one, and copy it from there")


def in_bucket(path: Path) -> Object | None:
    """The object or folder of a bucket that a path leads to; None for a path of this machine, or another address.

    It is `s3://BUCKET/NAME` that does, which pathlib makes `s3:/BUCKET/NAME` of.

    Raises:
        UsageError: there is no name of a bucket in it, or more than that.
    """
    given = path.as_posix()
    if not given.startswith("s3:/"):
        return None
    found = _OF_BUCKET.fullmatch(given)
    if found is None:
        # It may have credentials in it, which are not to be shown.
        raise UsageError("s3://…: that names no bucket; write s3://BUCKET/PREFIX, credentials go into the environment")
    return Object(Bucket(f"s3://{found['bucket']}"), found["name"] or "")
