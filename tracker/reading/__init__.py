"""Files to documents: texts, pages, mails, PDFs, tables, feeds, web archives, and archives of these.

What can't be read is handed on as an `InputRefusedError` in its place in the stream, so that the rest is read.
"""

from __future__ import annotations

from tracker.reading.duplicates import Known, Seen, fingerprint, new_documents
from tracker.reading.feeds import links_of_feed
from tracker.reading.files import list_inputs, read_paths
from tracker.reading.inputs import Input
from tracker.reading.jsonl import bounded_lines, read_stream
from tracker.reading.metadata import OWN_NAMES, Names, document
from tracker.reading.portions import Portion, divided, in_portions, is_of_lines, read_portion
from tracker.reading.standard import STANDARD, kept, standard_input
from tracker.reading.warc import PAGE_KINDS

__all__ = [
    "OWN_NAMES",
    "PAGE_KINDS",
    "STANDARD",
    "Input",
    "Known",
    "Names",
    "Portion",
    "Seen",
    "bounded_lines",
    "divided",
    "document",
    "fingerprint",
    "in_portions",
    "is_of_lines",
    "kept",
    "links_of_feed",
    "list_inputs",
    "new_documents",
    "read_paths",
    "read_portion",
    "read_stream",
    "standard_input",
]
