"""Something to read: a file, or a member of an archive, with what it is called and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.open import check_regular, read_bytes, refuse, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_CALLED_OTHERWISE = {".ndjson": ".jsonl", ".tsv": ".csv"}


def size_of(held: Path | BytesIO) -> int:
    """The bytes of what `Input.seekable` gives."""
    return held.stat().st_size if isinstance(held, Path) else held.getbuffer().nbytes


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes that can be read again and again.

    `where` is what messages call it, `doc_id` the id of its document where it is one, `name` its file name, whose
    end says what it is, and `fields` (of `metadata.FIELDS`) what stands beside it. `origin` is its file, or for a
    member of an archive what opens it.
    """

    where: str
    doc_id: str
    name: str
    fields: Mapping[str, str]
    origin: Path | Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """The end of its name in small letters, from the last point on; of two for one kind the more common."""
        suffix = PurePosixPath(self.name).suffix.lower()
        return _CALLED_OTHERWISE.get(suffix, suffix)

    def open(self) -> BinaryIO:
        """Its bytes from the first on.

        Raises:
            InputRefusedError: it can't be opened.
        """
        if not isinstance(self.origin, Path):
            return self.origin()
        check_regular(self.origin, self.where)
        try:
            return self.origin.open("rb")
        except OSError as error:
            refuse(self.where, error)

    def read(self) -> bytes:
        """All of its bytes, of which there are at most `limits.max_bytes`.

        Raises:
            InputRefusedError: it is empty, too large, or can't be read.
        """
        if isinstance(self.origin, Path):
            return read_bytes(self.origin, self.where)
        data = self.read_small()
        if data is None:
            too_large(self.where, None)
        return data

    def read_small(self) -> bytes | None:
        """All of its bytes, None where these are more than `limits.max_bytes`.

        Raises:
            InputRefusedError: it is empty, or can't be read.
        """
        if isinstance(self.origin, Path):
            is_small = check_regular(self.origin, self.where) <= LIMITS.max_bytes
            return read_bytes(self.origin, self.where) if is_small else None
        with self.origin() as file:
            data = file.read(LIMITS.max_bytes + 1)
        if not data.strip():
            raise InputRefusedError(self.where, "it is empty", "fill it or leave it out")
        return data if len(data) <= LIMITS.max_bytes else None

    def seekable(self) -> Path | BytesIO:
        """What a reader takes that goes to and fro in a file: its path, or all of its bytes."""
        if isinstance(self.origin, Path):
            if not check_regular(self.origin, self.where):
                raise InputRefusedError(self.where, "it is empty", "fill it or leave it out")
            return self.origin
        return BytesIO(self.read())
