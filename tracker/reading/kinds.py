"""What a file is, by the end of its name, and what reads it.

`.txt` `.html` `.htm` `.eml` `.pdf` are a document each; `.jsonl` `.csv` `.parquet` are tables of documents; `.rss`
`.atom` `.xml` are feeds, `.warc` `.warc.gz` web archives; `.zip` and `.gz` hold files of these kinds.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.archives import gzip_member, zip_members
from tracker.reading.feeds import read_feed
from tracker.reading.frontmatter import read_text
from tracker.reading.html import read_page
from tracker.reading.jsonl import bounded_lines, read_stream
from tracker.reading.mail import read_mail
from tracker.reading.metadata import document
from tracker.reading.pdf import read_pdf
from tracker.reading.tables import read_csv, read_parquet
from tracker.reading.warc import read_warc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.model import Document
    from tracker.reading.inputs import Input
    from tracker.reading.metadata import Names

    Read = Iterator[Document | InputRefusedError]


def _read_jsonl(given: Input, names: Names) -> Read:
    """The documents of a file of JSON lines."""
    with given.open() as file:
        lines = bounded_lines(file)
        if (first := next(lines, None)) is None:
            raise InputRefusedError(given.where, "it is empty", "fill it or leave it out")
        yield from read_stream(chain([first], lines), given.where, names)


_ONE: dict[str, Callable[[bytes, str], tuple[dict[str, str], str]]] = {
    ".eml": read_mail,
    ".htm": read_page,
    ".html": read_page,
    ".pdf": read_pdf,
    ".txt": read_text,
}
"""What reads a file that is one document, whose sidecar fills the gaps of what it says of itself."""
_MANY: dict[str, Callable[[Input], Read]] = {
    ".atom": read_feed,
    ".rss": read_feed,
    ".warc": read_warc,
    ".xml": read_feed,
}
_TABLES: dict[str, Callable[[Input, Names], Read]] = {
    ".csv": read_csv,
    ".jsonl": _read_jsonl,
    ".parquet": read_parquet,
}
_PACKED = (".gz", ".zip")


def is_one_document(suffix: str) -> bool:
    """Whether a file with this end of its name is one document."""
    return suffix in _ONE


def read_input(given: Input, names: Names, depth: int = 0) -> Read:
    """The documents of an input, each refusal in its place; `depth` is how many archives it is inside of.

    A document's id is its input's, and the row's or line's own id in tables and JSON lines, whose columns and fields
    are called `names`; pages of web archives and entries of feeds are named by their content.
    """
    suffix = ".warc" if given.name.lower().endswith(".warc.gz") else given.suffix
    try:
        if suffix in _ONE:
            yield _one_document(given, suffix)
        elif suffix in _TABLES:
            yield from _TABLES[suffix](given, names)
        elif suffix in _MANY:
            yield from _MANY[suffix](given)
        elif suffix in _PACKED:
            yield from _unpacked(given, suffix, names, depth)
        else:
            given.open().close()
            kinds = ", ".join(sorted((*_ONE, *_TABLES, *_MANY, *_PACKED)))
            reason = f"{suffix or 'a file without suffix'} is not read"
            raise InputRefusedError(given.where, reason, f"give {kinds}")
    except InputRefusedError as error:
        yield error


def _one_document(given: Input, suffix: str) -> Document:
    fields, text = _ONE[suffix](given.read(), given.where)
    beside = {name: value for name, value in given.fields.items() if not fields.get(name)}
    return document(given.where, given.doc_id, text, {**fields, **beside})


def _unpacked(given: Input, suffix: str, names: Names, depth: int) -> Read:
    if depth == LIMITS.max_nesting:
        reason = f"it is an archive in {depth} archives"
        raise InputRefusedError(given.where, reason, "unpack it and give the folder, or raise limits.max_nesting")
    if suffix == ".gz":
        held = gzip_member(given)
        if not held.suffix:
            remedy = f"call it by what it holds, as in {held.name or 'articles'}.jsonl.gz"
            raise InputRefusedError(given.where, "its name does not tell what is packed in it", remedy)
        yield from read_input(held, names, depth + 1)
        return
    found = False
    for member in zip_members(given):
        found = True
        yield from [member] if isinstance(member, InputRefusedError) else read_input(member, names, depth + 1)
    if not found:
        raise InputRefusedError(given.where, "there is no file in it", "check that it was packed whole")
