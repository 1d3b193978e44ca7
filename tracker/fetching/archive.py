"""Answers into a web archive (WARC 1.1, gzipped record by record), which appears whole or not at all."""

from __future__ import annotations

import gzip
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from fastwarc.warc import WarcRecord, WarcRecordType

from tracker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.fetching.visits import Visit

_LEFT_OUT = frozenset({"transfer-encoding", "content-length", "set-cookie", "connection", "keep-alive"})


@dataclass(slots=True)
class Archive:
    """The answers of one run; nothing is there until `finish`, and nothing at all where there was no answer."""

    folder: Path
    records: int = 0
    _file: BinaryIO | None = None
    _name: str = field(default_factory=lambda: f"fetched-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}")

    @property
    def path(self) -> Path:
        """Where the archive will be."""
        return self.folder / f"{self._name}.warc.gz"

    @property
    def _part(self) -> Path:
        return self.folder / f".{self.path.name}.part"

    def add(self, url: str, visit: Visit) -> None:
        """Take in an answer to an address.

        Raises:
            UsageError: the folder can't be written to.
        """
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(_http(visit))
        try:
            self._file = self._file or self._part.open("wb")
            # A gzip member for each record, as WARC 1.1 (annex D) has it.
            plain = BytesIO()
            record.write(plain)
            self._file.write(gzip.compress(plain.getvalue()))
        except OSError as error:
            raise UsageError(f"{self.folder}: can't be written to ({error.strerror}); choose another folder") from error
        self.records += 1

    def finish(self) -> Path | None:
        """Put the archive in its place; None where it has no record."""
        if self._file is None:
            return None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self.path)
        return self.path

    def drop(self) -> None:
        """Leave nothing behind of an archive that was not finished."""
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)


def _http(visit: Visit) -> bytes:
    """An answer as it stands in an archive: its length is what came."""
    kept = [(name, value) for name, value in visit.headers if name.lower() not in _LEFT_OUT]
    lines = [f"HTTP/1.1 {visit.status} OK", *(f"{name}: {value}" for name, value in kept)]
    head = "\r\n".join((*lines, f"Content-Length: {len(visit.body)}", "", ""))
    return head.encode("latin-1", "replace") + visit.body
