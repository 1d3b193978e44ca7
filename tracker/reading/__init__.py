"""Files to documents: texts, pages, mails, PDFs, tables, feeds, web archives, and archives of these.

What can't be read is handed on as an `InputRefusedError` in its place in the stream, so that the rest is read.
"""

from __future__ import annotations

from tracker.reading.duplicates import Known, Seen, fingerprint, new_documents
from tracker.reading.feeds import links_of_feed
from tracker.reading.files import read_paths
from tracker.reading.jsonl import bounded_lines, read_stream
from tracker.reading.metadata import OWN_NAMES, Names, document
from tracker.reading.warc import PAGE_KINDS

__all__ = [
    "OWN_NAMES",
    "PAGE_KINDS",
    "Known",
    "Names",
    "Seen",
    "bounded_lines",
    "document",
    "fingerprint",
    "links_of_feed",
    "new_documents",
    "read_paths",
    "read_stream",
]
