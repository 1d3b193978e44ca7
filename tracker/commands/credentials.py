"""`figtrack credentials`: who may log in to a dashboard that others can reach."""

from __future__ import annotations

import getpass
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker import credentials
from tracker.credentials import Role
from tracker.errors import UsageError
from tracker.terminal import say

if TYPE_CHECKING:
    from pathlib import Path


def run(file: Path, name: str | None, role: str | None, remove: bool) -> None:
    """List who is in the file, or add, change or remove one of them; with a role, only the role of one who is there.

    Raises:
        UsageError: the file can't be read or written, or the name or password is none.
    """
    readers = credentials.read(file) if file.exists() or name is None or remove else {}
    if name is None:
        for each in sorted(readers.values(), key=lambda reader: reader.name):
            say(f"{each.name}: {each.role}")
        return
    name = credentials.normal_name(name)
    known = readers.get(name)
    if remove:
        if known is None:
            raise UsageError(f"{file}: there is no {name!r} in it")
        del readers[name]
        credentials.write(file, readers.values())
        say(f"{name} can't log in any more")
        return
    if known and role:
        readers[name] = replace(known, role=Role(role))
    else:
        chosen = Role(role) if role else known.role if known else Role.VIEWER
        readers[name] = credentials.made(name, chosen, _password(name))
    credentials.write(file, readers.values())
    say(f"{name} can log in as a {readers[name].role}")


def _password(name: str) -> str:
    """A password typed twice, or the first line of standard input where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {name}: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("the two passwords are not the same; nothing was changed")
    return first
