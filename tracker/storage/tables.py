"""Delta tables in a store: plain Parquet files, and a log of commits of which each is a version."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from tracker.storage.hush import hushed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.schema import Table
    from tracker.storage import Store

FAULTS = (DeltaError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What reading and writing tables raise."""

# Expired log files are kept: a snapshot of any age can be read.
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
_SMALL = WriterProperties(max_row_group_size=65_536)
"""Who reads some rows, or one stretch after the other, needs few at a time in memory."""
_ONCE = CommitProperties(max_commit_retries=0)


class TakenError(Exception):
    """Another has made what was to be made, meanwhile."""


def lay(store: Store, table: Table) -> int:
    """Make an empty table where there is none; its version."""
    address = store.address(table.name)
    with hushed(store.address("")), contextlib.suppress(CommitFailedError):  # another has laid it meanwhile
        write_deltalake(address, table.empty(), mode="ignore", description=table.meaning, commit_properties=_ONCE)
    return version(store, table.name)


def version(store: Store, name: str) -> int:
    """The latest version, whether a snapshot names it or not."""
    return DeltaTable(store.address(name)).version()


def scan(store: Store, name: str, at: int | None) -> pl.LazyFrame:
    """The rows of a version, lazily and in no particular order.

    Raises:
        FileNotFoundError: one of its files is missing or was cut short, which makes the reader of Parquet panic.
    """
    delta = DeltaTable(store.address(name), version=at)
    for file, size in _files(delta):
        if store.is_cut(f"{name}/{file}", size):
            raise FileNotFoundError(f"{store.address(f'{name}/{file}')}: is missing or not as long as it was written")
    return pl.scan_delta(delta, credential_provider=None)


def files(store: Store, name: str, at: int) -> set[str]:
    """The files that hold the rows of a version, by their names in the store."""
    return {f"{name}/{file}" for file, _ in _files(DeltaTable(store.address(name), version=at))}


def _files(delta: DeltaTable) -> Iterator[tuple[str, int]]:
    return pl.DataFrame(delta.get_add_actions(flatten=True)).select("path", "size_bytes").iter_rows()


def is_log(name: str) -> bool:
    """Whether a file belongs to a table's log, and holds no rows."""
    return "/_delta_log/" in name


def put(store: Store, name: str, rows: pl.LazyFrame, after: int, *, on_top: bool) -> int:
    """Add rows on top of version `after`, the latest, or put them in its place, as they come; the new version.

    Raises:
        TakenError: another has made that version meanwhile.
    """
    delta = DeltaTable(store.address(name), version=after)
    batches = rows.collect_batches(maintain_order=True, engine="streaming")
    try:
        with hushed(store.address("")):
            if on_top:
                write_deltalake(
                    delta,
                    batches,
                    mode="append",
                    # A table that an older version wrote may lack a column.
                    schema_mode="merge",
                    writer_properties=_SMALL,
                    commit_properties=_ONCE,
                    post_commithook_properties=_HOOKS,
                )
            else:
                write_deltalake(
                    delta,
                    batches,
                    mode="overwrite",
                    schema_mode="overwrite",
                    writer_properties=_SMALL,
                    commit_properties=_ONCE,
                    post_commithook_properties=_HOOKS,
                )
    except CommitFailedError as error:
        raise TakenError(f"{store.address(name)}: version {after + 1} is taken") from error
    return after + 1
