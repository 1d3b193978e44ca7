"""Something to read: a file, or a member of an archive, with what it is called and what stands beside it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.open import length, mebibytes, opened, read_bytes, refuse, refuse_empty, too_large
from tracker.storage import in_bucket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


_CALLED_OTHERWISE = {".ndjson": ".jsonl", ".tsv": ".csv"}


def size_of(held: Path | BytesIO) -> int:
    """The bytes of what `Input.seekable` gives."""
    return held.stat().st_size if isinstance(held, Path) else held.getbuffer().nbytes


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes that can be read again and again.

    `where` is what messages call it, `doc_id` the id of its document where it is one, `name` its file name, whose
    end says what it is, and `fields` (of `metadata.FIELDS`) what stands beside it. `origin` is its file, an object's
    being `s3:/BUCKET/NAME`, or for a member of an archive what opens it.
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
        return opened(self.origin, self.where) if isinstance(self.origin, Path) else self.origin()

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
            return read_bytes(self.origin, self.where) if self.length() <= LIMITS.max_bytes else None
        with self.open() as file:
            data = file.read(LIMITS.max_bytes + 1)
        if not data.strip():
            refuse_empty(self.where)
        return data if len(data) <= LIMITS.max_bytes else None

    def held(self) -> Input:
        """What can be opened again at no cost, its length known: a file is that, of a member all is read.

        Raises:
            InputRefusedError: it is a member that is empty or too large, or can't be read.
        """
        return self if isinstance(self.origin, Path) else replace(self, origin=partial(BytesIO, self.read()))

    def length(self) -> int:
        """How many bytes there are in what is `held`.

        Raises:
            InputRefusedError: it is empty, or can't be opened.
        """
        with self.open() as file:
            return length(file) or refuse_empty(self.where)

    @contextmanager
    def seekable(self) -> Iterator[Path | BytesIO]:
        """What a reader takes that goes to and fro: a file, of an object a copy that is gone afterwards, or all bytes.

        Raises:
            InputRefusedError: it is empty or too large, or can't be read.
        """
        if not isinstance(self.origin, Path):
            yield BytesIO(self.read())
            return
        size = self.length()
        if not in_bucket(self.origin):
            yield self.origin
            return
        if size > LIMITS.max_unpacked_bytes:
            reason = f"{mebibytes(size)} is over the {mebibytes(LIMITS.max_unpacked_bytes)} limit"
            raise InputRefusedError(self.where, reason, "split it, or raise limits.max_unpacked_bytes")
        with tempfile.NamedTemporaryFile(prefix="figtrack-") as copy:
            try:
                with self.open() as file:
                    shutil.copyfileobj(file, copy)
                copy.flush()
            except OSError as error:
                refuse(self.where, error)
            yield Path(copy.name)
