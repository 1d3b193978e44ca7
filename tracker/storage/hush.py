"""What a library in Rust prints of a failure past Python, kept off the terminal where we tell the failure ourselves."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LITTLE = 1024 * 1024 * 1024
"""Bytes; with more room left than this, nothing is kept back."""
_ONE = threading.Lock()


@contextlib.contextmanager
def hushed(address: str) -> Iterator[None]:
    """Where a folder has little room: what is said on standard error inside is dropped if an error comes of it.

    The writer of Delta tables panics in a thread of its own on a full disk, which Rust prints whatever Python does; it
    also raises an error, which is the one to tell.
    """
    if not _is_short(address):
        yield
        return
    with _ONE, tempfile.TemporaryFile() as said:
        sys.stderr.flush()
        terminal = os.dup(2)
        os.dup2(said.fileno(), 2)
        try:
            yield
            said.seek(0)
            os.write(terminal, said.read())
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)


def _is_short(address: str) -> bool:
    try:
        return shutil.disk_usage(address).free <= _LITTLE
    except OSError:  # a bucket
        return False
