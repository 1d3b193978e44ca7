"""Files and folders, of this machine or in a bucket, to documents.

A folder is read through in the order of its names, each file by what `kinds` says of it. Hidden files are passed
over; any kind that is not read is refused by name. A link that leads out of the folder is not followed.
"""

from __future__ import annotations

import glob
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading import objects, sidecar
from tracker.reading.inputs import Input
from tracker.reading.kinds import is_one_document, read_input
from tracker.reading.metadata import OWN_NAMES, Names
from tracker.reading.open import shown
from tracker.storage import in_bucket

_ADDRESS = re.compile(r"([a-z][a-z0-9+]+):/", re.IGNORECASE)
_FETCHED = "bring it in with `figtrack fetch`"
_COPIED = "copy it into a folder or to s3://, or mount it as a folder"

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.model import Document


def read_paths(paths: Sequence[Path | Input], names: Names = OWN_NAMES) -> Iterator[Document | InputRefusedError]:
    """The documents of files and folders, each refusal in its place.

    A path that is not there and has `*`, `?` or `[` in it is a pattern, `**` standing for folders below folders.
    A document's id is its file's path below the folder given, its file's name where the file itself was given, and
    the row's or line's own id in tables and JSON lines, whose columns and fields are called `names`.
    """
    for entry in list_inputs(paths):
        yield from [entry] if isinstance(entry, InputRefusedError) else read_input(entry, names)


def list_inputs(paths: Sequence[Path | Input]) -> Iterator[Input | InputRefusedError]:
    """The files that `read_paths` reads, none of them opened but for what stands beside them.

    Raises:
        UsageError: an address has no name of a bucket.
    """
    beside: dict[Path, sidecar.Sidecar] = {}
    for given in paths:
        if isinstance(given, Input):
            yield given
            continue
        try:
            for path, is_folder in _matching(given):
                yield from _list_folder(path) if is_folder else _list_given(path, beside)
        except InputRefusedError as error:
            yield error


def _matching(path: Path) -> Iterable[tuple[Path, bool]]:
    """The path itself, or what matches it where it is a pattern, in the order of names; whether each is a folder.

    Below a folder that matches nothing else does: it is read as a whole.
    """
    if found := in_bucket(path):
        return objects.matching(found)
    pattern = str(path)
    if path.exists() or not glob.has_magic(pattern):
        return [(path, _is_folder(path))]
    below = Path(path.anchor or ".")
    matched: list[tuple[Path, bool]] = []
    for each in sorted(below.glob(str(path.relative_to(path.anchor)))):
        if not (matched and each.is_relative_to(matched[-1][0])):
            matched.append((each, _is_folder(each)))
    return matched or [(path, False)]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _list_given(path: Path, beside: dict[Path, sidecar.Sidecar]) -> Iterator[Input | InputRefusedError]:
    """A file given by its name; `beside` remembers the sidecars of the folders seen, so that each is read once."""
    if path.name == sidecar.NAME:
        return
    if (elsewhere := _ADDRESS.match(str(path))) and not in_bucket(path):
        # Path("https://host/page") has lost a slash.
        where = str(path).replace(":/", "://", 1)
        remedy = _FETCHED if elsewhere[1] in {"http", "https"} else _COPIED
        yield InputRefusedError(where, "it is no file of this machine but an address", remedy)
        return
    if is_one_document(path.suffix.lower()) and path.parent not in beside:
        beside[path.parent] = sidecar.read_sidecar(path.parent, shown(path.parent))
        yield from beside[path.parent].refused
    rows = beside[path.parent].rows if path.parent in beside else {}
    yield Input(shown(path), path.name, path.name, rows.get(path.name, {}), path)


def _list_folder(root: Path) -> Iterator[Input | InputRefusedError]:
    found = 0
    for entry in _below(root):
        if isinstance(entry, Input):
            found += 1
            if found > LIMITS.max_documents:
                reason = f"it has more than {LIMITS.max_documents:,} files; the rest was not read"
                yield InputRefusedError(shown(root), reason, "raise limits.max_documents or split the folder")
                return
        yield entry
    if not found:
        remedy = "check that it is the right folder"
        yield InputRefusedError(shown(root), "there is no file in it that is read", remedy)


def _below(root: Path) -> Iterator[Input | InputRefusedError]:
    """The files of a folder and of those below it, and what is refused of them."""
    found = in_bucket(root)
    for entry in objects.walk(found) if found else _walk(root):
        if isinstance(entry, InputRefusedError):
            yield entry
            continue
        folder, names = entry
        beside = sidecar.read_sidecar(folder, shown(folder)) if sidecar.NAME in names else sidecar.NONE
        yield from beside.refused
        yield from sidecar.missing(beside, names, shown(folder))
        for name in names:
            if name.startswith(".") or name == sidecar.NAME:
                continue
            path = folder / name
            yield Input(shown(path), path.relative_to(root).as_posix(), name, beside.rows.get(name, {}), path)


def _walk(root: Path) -> Iterator[tuple[Path, list[str]] | InputRefusedError]:
    """Each folder of this machine from a folder down with the names of its files, and what is refused of them."""
    real = root.resolve()
    errors: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=errors.append):
        here = Path(folder)
        yield from _folder_links(here, folders)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_workspace(here / name))
        outside = {name for name in names if not name.startswith(".") and _leads_out(here / name, real)}
        for name in sorted(outside):
            remedy = "copy the file into the folder, or name it on its own"
            yield InputRefusedError(str(here / name), "it is a link that leads out of the folder", remedy)
        yield here, sorted(name for name in names if name not in outside)
    for error in errors:
        yield InputRefusedError(str(error.filename), "the folder may not be read", "give yourself the right to read it")


def _leads_out(path: Path, real: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(real)


def _is_workspace(folder: Path) -> bool:
    # Someone builds a folder into a workspace that is inside of it: its tables are no articles.
    return (folder / "workspace.json").is_file() and (folder / "snapshots").is_dir()


def _folder_links(here: Path, folders: list[str]) -> Iterator[InputRefusedError]:
    for name in sorted(folders):
        if (here / name).is_symlink():
            remedy = "name the folder it leads to on its own"
            yield InputRefusedError(str(here / name), "it is a link to a folder, which is not followed", remedy)
