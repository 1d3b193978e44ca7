"""Files to documents: text with front matter or a sidecar table, JSON lines, CSV and Parquet tables.

What can't be read is handed on as an `InputRefusedError` in its place in the stream, so that the rest is read.
"""

from __future__ import annotations

from tracker.reading.duplicates import Known, Seen, fingerprint, new_documents
from tracker.reading.files import read_paths
from tracker.reading.jsonl import bounded_lines, read_stream
from tracker.reading.metadata import OWN_NAMES, Names, document

__all__ = [
    "OWN_NAMES",
    "Known",
    "Names",
    "Seen",
    "bounded_lines",
    "document",
    "fingerprint",
    "new_documents",
    "read_paths",
    "read_stream",
]
