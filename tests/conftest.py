"""What several test files stand on: a web site, a bucket, and commands called as from a shell."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import objectstorage, website
from tracker.cli import main

Run = Callable[..., tuple[int, str, str]]

# How long an example takes says how busy the machine is.
settings.register_profile("figtrack", deadline=None)
settings.load_profile("figtrack")


@pytest.fixture
def site() -> Iterator[website.Site]:
    with website.running() as made:
        yield made


@pytest.fixture(scope="session")
def storage() -> Iterator[str]:
    """The address of object storage on this machine, for all tests."""
    pytest.importorskip("moto", reason="moto serves the object storage")
    with objectstorage.served() as address:
        yield address


@pytest.fixture
def bucket(storage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a bucket that all tests share, with the environment that leads to it."""
    for name, value in objectstorage.environment(storage, tmp_path / "scratch").items():
        monkeypatch.setenv(name, value)
    return f"s3://{objectstorage.BUCKET}"


@pytest.fixture
def figtrack(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command as from a shell: exit code, standard output, standard error."""

    def run(*arguments: str | Path, stdin: bytes | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["figtrack", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin or b"")))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run
