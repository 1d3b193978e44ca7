"""Whom the dashboard is asked by in these tests, and how: from another machine, over plain http."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

WORDS = "four words make one"
PORT = {"SERVER_PORT": "8050", "REMOTE_ADDR": "192.0.2.7"}
LAN = "192.0.2.1:8050"
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- nothing listens there in these tests
PROXY = "10.0.0.2"
NAME = "figures.example.org"


class Clock:
    """A time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def ask(client: FlaskClient, path: str, method: str = "GET", **options: Any) -> TestResponse:
    headers = {"Host": LAN, **options.pop("headers", {})}
    origin = {} if method == "GET" else {"Origin": f"http://{LAN}"}
    return client.open(
        path, method=method, headers={**origin, **headers}, environ_overrides=PORT, base_url=f"http://{LAN}", **options
    )


def log_in(
    client: FlaskClient, name: str = "ann", password: str = WORDS, aim: str = "", **options: Any
) -> TestResponse:
    form = {"name": name, "password": password, "next": aim}
    return ask(client, "/log-in", "POST", data=form, **options)
