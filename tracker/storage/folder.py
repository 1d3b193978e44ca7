"""Files in a folder of this machine, or of one that it has mounted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from tracker.locks import held

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

UNFINISHED = ".unfinished"
"""The folder of what a build has read so far."""

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Folder:
    """A `Store` in a folder."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self.path)

    @property
    def way_out(self) -> str:
        """What to do where it can't be written to."""
        return "free some space or give yourself the right to write there"

    def address(self, name: str) -> str:
        """The path of a file or table."""
        return str(self.path / name)

    @property
    def scratch(self) -> Path:
        """Beside the tables."""
        return self.path / UNFINISHED

    def prepare(self) -> None:
        """Make the folder."""
        self.path.mkdir(parents=True, exist_ok=True)

    def has_other(self, own: Collection[str]) -> bool:
        """Whether something else is in the folder, or in its place."""
        if not self.path.exists():
            return False
        return not self.path.is_dir() or any(not _is_of(own, entry.name) for entry in self.path.iterdir())

    def names(self, folder: str) -> set[str]:
        """The files below a folder."""
        found: set[str] = set()
        for here, _, names in os.walk(self.path / folder):
            prefix = os.path.relpath(here, self.path).replace(os.sep, "/")
            found.update(names if prefix == "." else (f"{prefix}/{name}" for name in names))
        return found

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return (self.path / name).stat().st_size

    def sign(self, name: str) -> tuple[int, ...]:
        """The file's own number and its time."""
        there = (self.path / name).stat()
        return (there.st_ino, there.st_mtime_ns)

    def is_cut(self, name: str, size: int) -> bool:
        """Whether a file is missing or not as long as it was written."""
        try:
            return self.size(name) != size
        except FileNotFoundError:
            return True

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        return (self.path / name).read_bytes()

    def checksum(self, name: str) -> str:
        """The checksum of a file's bytes."""
        digest = blake2b(digest_size=16)
        with (self.path / name).open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def write(self, name: str, content: bytes) -> None:
        """Put a file."""
        self._put(name, content, anew=False)

    def create(self, name: str, content: bytes) -> None:
        """Put an entry of a log in a file of its own; the caller holds the lock on it."""
        self._put(f"{name}.json", content, anew=True)

    def _put(self, name: str, content: bytes, *, anew: bool) -> None:
        target = self.path / name
        target.parent.mkdir(exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if anew and target.exists():
                raise FileExistsError(f"{target} is there already")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.path / name).unlink(missing_ok=True)

    def hold(self, name: str, wait: float, on_wait: Callable[[str], None] | None) -> AbstractContextManager[None]:
        """Hold a lock file; raises what `tracker.locks.held` raises."""
        return held(self.path / name, wait, on_wait)

    def told(self, error: BaseException) -> str:
        """What an error means."""
        return (str(error).splitlines() or [type(error).__name__])[0][:300]


def _is_of(own: Collection[str], name: str) -> bool:
    return name in own or any(name.startswith(f".{each}.") for each in own)
