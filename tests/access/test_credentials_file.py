"""The credentials file: what it keeps, and what is none."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dashboard.access import Role
from tests.access.doors import WORDS
from tracker import credentials
from tracker.credentials import Credential
from tracker.errors import UsageError


def test_a_password_is_kept_as_an_argon2id_hash(hashes: dict[str, Credential]) -> None:
    kept = hashes["ann"].password_hash
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert credentials.holds(kept, WORDS)
    assert not credentials.holds(kept, WORDS + " ")
    assert not credentials.holds("no hash", WORDS)


def test_a_password_is_the_same_from_any_keyboard() -> None:
    kept = credentials.made("zoë", Role.VIEWER, "café au lait \u00e9").password_hash
    assert credentials.holds(kept, "cafe\u0301 au lait e\u0301")
    assert not credentials.holds(kept, "\ud800")


def test_the_file_comes_back_as_it_was_written_and_is_its_owners(file: Path, hashes: dict[str, Credential]) -> None:
    assert credentials.read(file) == hashes
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert WORDS not in file.read_text(encoding="utf-8")
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("name", "password"),
    [("", WORDS), ("a" * 101, WORDS), ("a\nb", WORDS), ("\u202eann", WORDS), ("ann", "short"), ("ann", "x" * 1_001)],
)
def test_a_name_or_password_that_is_none_is_refused(name: str, password: str) -> None:
    with pytest.raises(UsageError):
        credentials.made(name, Role.VIEWER, password)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": 2, "readers": []}',
        b'{"format": 1, "readers": [{"name": "a", "role": "king", "password": "x"}]}',
        b'{"format": 1, "readers": [{"name": ["a"], "role": "viewer", "password": "x"}]}',
        b'{"format": 1, "readers": [3]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_credentials_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "readers.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"readers\.json"):
        credentials.read(path)


def test_a_file_that_others_can_write_to_is_refused(file: Path) -> None:
    file.chmod(0o620)
    with pytest.raises(UsageError, match="chmod"):
        credentials.read(file)
