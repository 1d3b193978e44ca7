"""A PDF with a text layer to its text; one of pictures has none and is refused."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.flow import flowing
from tracker.reading.open import mebibytes

if TYPE_CHECKING:
    from pypdf import PdfReader

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3


def read_pdf(data: bytes, where: str) -> tuple[dict[str, str], str]:
    """The fields (of `metadata.FIELDS`) and the text of a PDF.

    Raises:
        InputRefusedError: it is no PDF, is locked, has too many pages, or no text.
    """
    if not data.lstrip()[:1024].startswith(b"%PDF-"):
        raise InputRefusedError(where, "it is no PDF", "call it .txt if it is text")
    import pypdf  # noqa: PLC0415 -- a quarter of a second that nobody who reads no PDF should wait for
    from pypdf.errors import LimitReachedError, PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with pypdf.apply_configuration(
            zlib_maximum_output_length=LIMITS.max_bytes,
            lzw_maximum_output_length=LIMITS.max_bytes,
            run_length_maximum_output_length=LIMITS.max_bytes,
            array_based_stream_maximum_output_length=LIMITS.max_bytes,
            stream_parsing_work_maximum_count=LIMITS.max_pdf_strokes,
        ):
            fields, text = _read(pypdf.PdfReader(io.BytesIO(data)), where)
    except LimitReachedError as error:
        reason = f"a page of it unpacks to more than {mebibytes(LIMITS.max_bytes)} or is drawn in too many strokes"
        remedy = "print it to a new PDF, or save its text"
        raise InputRefusedError(where, f"{reason} ({error})", remedy) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # A damaged PDF makes pypdf fail in many ways; all of them mean that its text can't be had.
        raise InputRefusedError(where, f"its pages can't be read ({error})", "save it again, or its text") from error
    if len(_WORD.findall(text)) < _FEWEST_WORDS:
        raise InputRefusedError(where, "there is no text in it, only pictures", "run text recognition over it first")
    return fields, text


def _read(reader: PdfReader, where: str) -> tuple[dict[str, str], str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputRefusedError(where, "it is locked with a password", "save it without one")
    if len(reader.pages) > LIMITS.max_pdf_pages:
        reason = f"it has {len(reader.pages):,} pages, over the limit of {LIMITS.max_pdf_pages:,}"
        raise InputRefusedError(where, reason, "split it, or raise limits.max_pdf_pages")
    text = _bounded(reader, where)
    said = reader.metadata
    told = {"title": said.title, "author": said.author} if said else {}
    return {name: str(value) for name, value in told.items() if value}, text


def _bounded(reader: PdfReader, where: str) -> str:
    """The pages' text. What draws them is counted on the way: a page can draw one thing thousands of times."""
    strokes = 0

    def count(*_: object) -> None:
        nonlocal strokes
        strokes += 1
        if strokes > LIMITS.max_pdf_strokes:
            reason = f"its pages are drawn in more than {LIMITS.max_pdf_strokes:,} strokes"
            raise InputRefusedError(where, reason, "split it, or raise limits.max_pdf_strokes")

    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text(visitor_operand_before=count))
        size += len(pages[-1])
        if size > LIMITS.max_bytes:
            reason = f"its text is over {LIMITS.max_bytes:,} characters"
            raise InputRefusedError(where, reason, "split it, or raise limits.max_bytes")
    return flowing(pages)
