"""The addresses of downloads: `/downloads/claims.csv?figure=…`, with the parameters that the API has."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import polars as pl
from flask import Response, abort, request, send_file

from dashboard import state, wording
from dashboard.answers.addresses import parameters_of
from dashboard.answers.questions import RefusedQuestionError, ask
from dashboard.answers.resources import RESOURCES
from dashboard.answers.snapshots import NoSnapshotError, opened
from dashboard.downloads.files import MEDIA, Form, write
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from dashboard.answers.resources import Resource, Wanted
    from dashboard.shown import Shown

AT_ONCE = 2
"""So many files are made at a time, since each holds its rows in memory."""
_PATIENCE = 20.0
_making = BoundedSemaphore(AT_ONCE)


def add(server: Flask, read: Callable[[int | None], Shown]) -> None:
    """Serve downloads; `read` opens the snapshot of a number, or the latest."""

    @server.get("/downloads/<name>.<form>")
    def download(name: str, form: str) -> Response:
        if name not in RESOURCES or form not in list(Form):
            abort(404, "There is no such file.")
        return answer(read, RESOURCES[name], Form(form), request.args.to_dict(flat=False))


def answer(
    read: Callable[[int | None], Shown], resource: Resource, form: Form, given: dict[str, list[str]]
) -> Response:
    """A file of all that matches, whatever page is asked for."""
    try:
        question = ask(resource, given)
        shown = opened(read, question.snapshot)
        with shown.reading(), _one_of_few(), tempfile.TemporaryDirectory(prefix="figtrack-") as folder:
            name = _name(shown, resource, question.wanted)
            path = Path(folder) / f"download.{form}"
            write(path, form, shown.scan, (resource, question.wanted), shown)
            return _sent(path, form, f"{name}.{form}")
    except RefusedQuestionError as error:
        abort(400, str(error))
    except NoSnapshotError as error:
        abort(404, str(error))
    except UsageError as error:
        abort(413, str(error))


def _sent(path: Path, form: Form, name: str) -> Response:
    """The file, open, so that its folder can go before it is sent."""
    size = path.stat().st_size
    sent: Response = send_file(path.open("rb"), MEDIA[form], as_attachment=True, download_name=name, etag=False)
    sent.content_length = size
    return sent


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _making.acquire(timeout=_PATIENCE):
        abort(503, "Other downloads are being made. Try again in a moment.")
    try:
        yield
    finally:
        _making.release()


def _name(shown: Shown, resource: Resource, wanted: Wanted) -> str:
    """A name that says what is in the file: the resource, what it is of, and the snapshot."""
    subject = _subject(shown, wanted) if isinstance(wanted, state.Claims) else None
    given = parameters_of(wanted)
    parts = [subject] if subject else []
    parts += [value for name, value in given.items() if name not in {"figure", "document", "folded", "up", "sort"}]
    slugs = [slug for part in parts if (slug := wording.slug(part))]
    return "-".join(["figtrack", resource.name, *slugs, "snapshot", str(shown.number)])


def _subject(shown: Shown, wanted: state.Claims) -> str | None:
    """The name of the figure or document that claims are asked of."""
    if wanted.figure:
        return _known(shown, "figures", "figure_id", wanted.figure, ("label", "figure_id"))
    if wanted.document:
        return _known(shown, "documents", "doc_id", wanted.document, ("title", "doc_id"))
    return None


def _known(shown: Shown, table: str, key: str, value: str, names: tuple[str, ...]) -> str:
    found = shown.scan(table).filter(pl.col(key) == value).select(names).head(1).collect()
    row: dict[str, Any] = found.row(0, named=True) if found.height else {}
    return next((row[name] for name in names if row.get(name) and wording.slug(row[name])), value)
