"""Files and folders to documents.

A folder is read through in the order of its names: `.txt` with front matter or a sidecar, saved pages (`.html`,
`.htm`), `.jsonl`, and the tables `.csv` and `.parquet`. Hidden files are passed over; any other kind is refused by
name. A link that leads out of the folder is not followed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading import sidecar
from tracker.reading.frontmatter import read_text
from tracker.reading.html import read_page
from tracker.reading.jsonl import bounded_lines, read_stream
from tracker.reading.metadata import OWN_NAMES, Names, document
from tracker.reading.open import check_regular, read_bytes, refuse
from tracker.reading.tables import read_csv, read_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.model import Document

    Read = Iterator[Document | InputRefusedError]

SUFFIXES = (".csv", ".htm", ".html", ".jsonl", ".parquet", ".txt")
_ONE_DOCUMENT = {".htm": read_page, ".html": read_page, ".txt": read_text}
"""What reads a file that is one document, whose sidecar fills the gaps of what it says of itself."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: what it is called in messages, and the id of its document."""

    path: Path
    where: str
    doc_id: str
    fields: Mapping[str, str]


def read_paths(paths: Sequence[Path], names: Names = OWN_NAMES) -> Iterator[Document | InputRefusedError]:
    """The documents of files and folders, each refusal in its place.

    A document's id is its file's path below the folder given, its file's name where the file itself was given, and
    the row's or line's own id in tables and JSON lines, whose columns and fields are called `names`.
    """
    beside: dict[Path, sidecar.Sidecar] = {}
    for path in paths:
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError):
            is_folder = False
        yield from _read_folder(path, names) if is_folder else _read_given(path, beside, names)


def _read_given(path: Path, beside: dict[Path, sidecar.Sidecar], names: Names) -> Read:
    """A file given by its name; `beside` remembers the sidecars of the folders seen, so that each is read once."""
    if path.name == sidecar.NAME:
        return
    if path.suffix.lower() in _ONE_DOCUMENT and path.parent not in beside:
        beside[path.parent] = sidecar.read_sidecar(path.parent, str(path.parent))
        yield from beside[path.parent].refused
    rows = beside[path.parent].rows if path.parent in beside else {}
    yield from _read_file(_File(path, str(path), path.name, rows.get(path.name, {})), names)


def _read_folder(root: Path, names: Names) -> Read:
    found = taken = 0
    for entry in _walk(root):
        if isinstance(entry, InputRefusedError):
            yield entry
            continue
        found += 1
        for item in _read_file(entry, names):
            taken += not isinstance(item, InputRefusedError)
            if taken > LIMITS.max_documents:
                reason = f"it has more than {LIMITS.max_documents:,} documents; the rest was not read"
                yield InputRefusedError(str(root), reason, "raise limits.max_documents or split the folder")
                return
            yield item
    if not found:
        yield InputRefusedError(str(root), "there is no file in it that is read", "check that it is the right folder")


def _walk(root: Path) -> Iterator[_File | InputRefusedError]:
    real = root.resolve()
    errors: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=errors.append):
        here = Path(folder)
        yield from _folder_links(here, folders)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_workspace(here / name))
        beside = sidecar.read_sidecar(here, folder)
        yield from beside.refused
        yield from sidecar.missing(beside, names, folder)
        for name in sorted(names):
            if name.startswith(".") or name == sidecar.NAME:
                continue
            path = here / name
            if path.is_symlink() and not path.resolve().is_relative_to(real):
                remedy = "copy the file into the folder, or name it on its own"
                yield InputRefusedError(str(path), "it is a link that leads out of the folder", remedy)
                continue
            yield _File(path, str(path), path.relative_to(root).as_posix(), beside.rows.get(name, {}))
    for error in errors:
        yield InputRefusedError(str(error.filename), "the folder may not be read", "give yourself the right to read it")


def _is_workspace(folder: Path) -> bool:
    # Someone builds a folder into a workspace that is inside of it: its tables are no articles.
    return (folder / "workspace.json").is_file() and (folder / "snapshots").is_dir()


def _folder_links(here: Path, folders: list[str]) -> Iterator[InputRefusedError]:
    for name in sorted(folders):
        if (here / name).is_symlink():
            remedy = "name the folder it leads to on its own"
            yield InputRefusedError(str(here / name), "it is a link to a folder, which is not followed", remedy)


def _read_file(file: _File, names: Names) -> Read:
    suffix = file.path.suffix.lower()
    try:
        if suffix in _ONE_DOCUMENT:
            yield _one_document(file, _ONE_DOCUMENT[suffix])
        elif suffix == ".jsonl":
            yield from _read_jsonl(file, names)
        elif suffix == ".csv":
            yield from read_csv(file.path, file.where, names)
        elif suffix == ".parquet":
            yield from read_parquet(file.path, file.where, names)
        else:
            check_regular(file.path, file.where)
            kinds = ", ".join(SUFFIXES)
            raise InputRefusedError(file.where, f"{suffix or 'a file without suffix'} is not read", f"give {kinds}")
    except InputRefusedError as error:
        yield error


def _one_document(file: _File, read: Callable[[bytes, str], tuple[dict[str, str], str]]) -> Document:
    fields, text = read(read_bytes(file.path, file.where), file.where)
    beside = {name: value for name, value in file.fields.items() if not fields.get(name)}
    return document(file.where, file.doc_id, text, {**fields, **beside})


def _read_jsonl(file: _File, names: Names) -> Read:
    if not check_regular(file.path, file.where):
        raise InputRefusedError(file.where, "it is empty", "fill it or leave it out")
    try:
        with file.path.open("rb") as lines:
            yield from read_stream(bounded_lines(lines), file.where, names)
    except OSError as error:
        refuse(file.where, error)
