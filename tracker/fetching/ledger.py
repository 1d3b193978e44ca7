"""What was fetched before into a folder, so that a page that is the same is not fetched or kept a second time."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from tracker.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.fetching.visits import Visit

_NAME = ".fetched.json"


@dataclass(slots=True)
class Ledger:
    """For each address its last answer's `etag`, `last_modified` and `digest`."""

    folder: Path
    seen: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Ledger:
        """The ledger of a folder; a missing or broken one is empty, and everything is fetched anew."""
        with contextlib.suppress(OSError, ValueError):
            rows = json.loads((folder / _NAME).read_bytes())
            if isinstance(rows, dict) and all(isinstance(row, dict) for row in rows.values()):
                return cls(folder, rows)
        return cls(folder)

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that ask for a page only if it changed (RFC 9110, 13.1)."""
        known = self.seen.get(url, {})
        named = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
        return {name: value for name, value in named.items() if value}

    def is_known(self, url: str, visit: Visit) -> bool:
        """Whether the address gave these very bytes the last time."""
        return self.seen.get(url, {}).get("digest") == _digest(visit.body)

    def note(self, url: str, visit: Visit) -> None:
        """Remember an answer."""
        told = {"etag": visit.header("etag"), "last_modified": visit.header("last-modified")}
        self.seen[url] = {name: value for name, value in told.items() if value} | {"digest": _digest(visit.body)}

    def save(self) -> None:
        """Write the ledger, whole or not at all.

        Raises:
            UsageError: the folder can't be written to.
        """
        part = self.folder / f"{_NAME}.{os.getpid()}"
        try:
            part.write_text(json.dumps(self.seen, indent=0, sort_keys=True), encoding="utf-8")
            part.replace(self.folder / _NAME)
        except OSError as error:
            raise UsageError(f"{self.folder}: can't be written to ({error.strerror}); choose another folder") from error


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
