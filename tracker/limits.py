"""Every cap in one place, so that no input can hang a build or fill a disk.

What a cap cuts is reported, never dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read; sizes in bytes or Unicode code points as named."""

    max_bytes: int = 20 * 1024 * 1024
    """A file larger than this is refused."""
    max_page_elements: int = 50_000
    """An HTML page of more elements, or five times as many attributes, is refused: each takes some 0.2 ms."""
    max_page_nesting: int = 200
    """An HTML page nested deeper is refused; the parser would drop in silence what is deeper than 255."""
    max_tag_attributes: int = 1_000
    """An HTML page with more attributes on one tag is refused: parsing takes the square of their number."""
    max_members: int = 100_000
    """An archive of more members, a feed of more entries or a WARC of more records is refused past this."""
    max_unpacked_bytes: int = 4 * 1024 * 1024 * 1024
    """What an archive holds is read up to so many bytes in all; a zip or Parquet file in a bucket may have as many."""
    max_unpacked_ratio: int = 200
    """A member that unpacks to more than so many times its packed size, and to over a mebibyte, is a bomb."""
    max_nesting: int = 2
    """An archive in an archive in an archive is refused."""
    max_table_page_bytes: int = 256 * 1024 * 1024
    """A Parquet file of which a page, the piece that is unpacked at a time, holds more is refused."""
    max_pdf_pages: int = 2_000
    """A PDF of more pages is refused."""
    max_pdf_strokes: int = 1_000_000
    """A PDF whose pages take more operations to draw is refused: each takes some 0.05 ms."""
    max_line_bytes: int = 20 * 1024 * 1024
    """A line of JSONL longer than this is refused."""
    max_document_chars: int = 500_000
    """Text past this is kept but not read for numbers."""
    max_sentence_chars: int = 2_000
    """A longer sentence is cut at the last space before this for reading."""
    max_parsed_tokens: int = 250
    """A sentence of more tokens is read without the parser's help past this."""
    max_number_chars: int = 120
    """A longer run of digits is an identifier, not a number."""
    max_field_chars: int = 2_000
    """A longer title, source or address is cut to this."""
    max_documents: int = 5_000_000
    """A single input of more documents is refused past this."""


LIMITS = Limits()
