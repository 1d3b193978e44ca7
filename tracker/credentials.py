"""Who may read a dashboard that others can reach: names, roles, and Argon2id hashes of passwords, in one JSON file.

Hashes are made with the parameters of RFC 9106's second recommendation, which are argon2-cffi's defaults.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = 1
MIN_PASSWORD = 12
MAX_PASSWORD = 1_000
MAX_NAME = 100
MAX_READERS = 10_000
_MAX_BYTES = 8_000_000
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_HASHER = PasswordHasher()


class Role(StrEnum):
    """What a reader may do: a viewer looks, a reviewer judges as well."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Credential:
    """One reader: a name, what they may do, and the hash of their password."""

    name: str
    role: Role
    password_hash: str


@dataclass(frozen=True, slots=True)
class Access:
    """How a dashboard knows who is asking: by a log-in, by the word of a proxy, or, with neither, not at all.

    `proxies` are the addresses (or networks) that the proxy calls from; `names` the host names that readers use.
    """

    credentials: Path | None = None
    proxies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read(path: Path) -> dict[str, Credential]:
    """The readers in a credentials file, by name.

    Raises:
        UsageError: it can't be read, is no credentials file, or others than its owner can write to it.
    """
    try:
        if path.stat().st_mode & _OTHERS_WRITE:
            raise UsageError(f"{path}: others can write to it, and could let themselves in; `chmod go-w {path}`")
        content = path.read_bytes()[: _MAX_BYTES + 1]
    except OSError as error:
        remedy = f"make one with `figtrack credentials {path} NAME`"
        raise UsageError(f"{path}: can't be read ({error.strerror or error}); {remedy}") from error
    return {each.name: each for each in _parsed(path, content)}


def write(path: Path, readers: Iterable[Credential]) -> None:
    """Put the file in place whole, for its owner's eyes only.

    Raises:
        UsageError: it can't be written.
    """
    rows = [{"name": each.name, "role": each.role.value, "password": each.password_hash} for each in readers]
    text = json.dumps({"format": FORMAT, "readers": sorted(rows, key=lambda row: row["name"])}, indent=2) + "\n"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror or error}); choose another place") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def made(name: str, role: Role, password: str) -> Credential:
    """A reader with this password.

    Raises:
        UsageError: the name or the password is none that one can log in with.
    """
    name = normal_name(name)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise UsageError(f"a name has 1 to {MAX_NAME} printable characters")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise UsageError(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD:,} characters; take a few words")
    return Credential(name, role, _HASHER.hash(_normal(password)))


def holds(password_hash: str, password: str) -> bool:
    """Whether a password is the one of this hash; takes as long, whatever the answer."""
    try:
        return _HASHER.verify(password_hash, _normal(password[:MAX_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False


def normal_name(name: str) -> str:
    """A name as it is written in the file, however it was typed."""
    return unicodedata.normalize("NFC", name.strip())


def _normal(password: str) -> bytes:
    """The same password from any keyboard (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", errors="surrogatepass")


def _parsed(path: Path, content: bytes) -> list[Credential]:
    try:
        told = json.loads(content)
        rows = told["readers"] if told["format"] == FORMAT else None
        found = [Credential(row["name"], Role(row["role"]), row["password"]) for row in rows or ()]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"{path}: it is no credentials file; make one with `figtrack credentials`") from error
    if rows is None or len(content) > _MAX_BYTES or len(found) > MAX_READERS:
        raise UsageError(f"{path}: made by a later Figtrack, or too large")
    if not all(isinstance(text, str) for each in found for text in (each.name, each.password_hash)):
        raise UsageError(f"{path}: it is no credentials file; make one with `figtrack credentials`")
    return found
