"""The snapshot that a question is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.shown import Shown


class NoSnapshotError(LookupError):
    """There is no snapshot of the number asked for."""

    def __init__(self, number: int | None) -> None:
        super().__init__(f"There is no snapshot {number}.")


def opened(read: Callable[[int | None], Shown], number: int | None) -> Shown:
    """The snapshot of that number, or the latest.

    Raises:
        NoSnapshotError: there is none of that number; how the workspace says so would tell where it lies.
    """
    try:
        return read(number)
    except UsageError as error:
        raise NoSnapshotError(number) from error
