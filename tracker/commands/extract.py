"""`figtrack extract`: texts to one JSON line a claim, as they come."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError, UsageError
from tracker.language import extract_many
from tracker.limits import LIMITS
from tracker.model import Claim, Document
from tracker.reading import STANDARD, Known, Names, Seen, new_documents, read_paths, standard_input
from tracker.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_FIELDS = [field.name for field in fields(Claim) if field.name != "steps"]


def run(files: Sequence[Path], names: Names) -> int:
    """Print the claims of files, or of standard input; the exit code is 1 where some input was refused."""
    refused: list[InputRefusedError] = []
    known: Known = {}
    for document, claims in extract_many(_documents(new_documents(_read(files, names), known), refused)):
        for claim in claims:
            sys.stdout.write(line(claim))
        sys.stdout.flush()
        if len(document.text) > LIMITS.max_document_chars:
            complain(cut_short(document.doc_id))
    return 1 if refused else 0


def cut_short(doc_id: str) -> str:
    """What is said of a document with text past the cap."""
    return f"{doc_id}: what is past {LIMITS.max_document_chars:,} characters is not read for numbers"


def line(claim: Claim) -> str:
    """A claim as a JSON line: the columns of the table `claims` that extraction fills, times in ISO 8601."""
    row = {name: getattr(claim, name) for name in _FIELDS}
    return json.dumps(row, ensure_ascii=False, default=_iso) + "\n"


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value)} is in no claim")


def _read(files: Sequence[Path], names: Names) -> Iterator[Document | InputRefusedError]:
    if not files and sys.stdin.isatty():
        raise UsageError("no file is given and standard input is a terminal; try `figtrack extract FILE`")
    given = [standard_input(sys.stdin.buffer, names) if file == STANDARD else file for file in files or [STANDARD]]
    return read_paths(given, names)


def _documents(
    items: Iterable[Document | Seen | InputRefusedError], refused: list[InputRefusedError]
) -> Iterator[Document]:
    for item in items:
        if isinstance(item, Document):
            if not item.is_read:
                complain(f"{item.doc_id}: it is not in English ({item.language}) and was not read for numbers")
            yield item
        elif isinstance(item, InputRefusedError):
            complain(f"refused: {item}")
            refused.append(item)
