"""A dashboard with a log-in that other machines reach, and its readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.access import Role
from dashboard.access.arrivals import Direct
from dashboard.access.doors import Door, LogIn
from dashboard.access.known import Known
from dashboard.access.sessions import Sessions
from dashboard.access.throttle import Throttle
from dashboard.app import create_app
from tests.access.doors import NAME, WORDS, Clock
from tests.sample_workspace import tables
from tracker import credentials
from tracker.credentials import Credential
from tracker.workspace import Workspace


@pytest.fixture(scope="module")
def hashes() -> dict[str, Credential]:
    """Two readers; a hash takes a while, on purpose."""
    return {
        "ann": credentials.made("ann", Role.REVIEWER, WORDS),
        "bob": credentials.made("bob", Role.VIEWER, WORDS + "!"),
    }


@pytest.fixture
def file(tmp_path: Path, hashes: dict[str, Credential]) -> Path:
    path = tmp_path / "readers.json"
    credentials.write(path, hashes.values())
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "workspace"
    Workspace.create(path).commit(tables())
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(workspace: Path, file: Path, clock: Clock) -> Iterator[FlaskClient]:
    """A dashboard with a log-in that other machines reach over plain http."""
    keeper = LogIn(Known(file), Sessions(clock), Throttle(clock))
    yield create_app(workspace, Door(Direct(frozenset({NAME})), keeper)).server.test_client()
