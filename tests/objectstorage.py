"""Object storage on this machine: moto's server in a process of its own, and the environment that leads to it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tracker.storage.bucket import Bucket

BUCKET = "newsroom"


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The server's address, with an empty bucket `BUCKET`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _make_bucket(address, server)
        yield address
    finally:
        server.kill()
        server.wait()


def _make_bucket(address: str, server: subprocess.Popen[bytes]) -> None:
    wanted = urllib.request.Request(f"{address}/{BUCKET}", method="PUT")  # noqa: S310 -- our own server
    for _ in range(300):
        assert server.poll() is None, "moto's server has ended"
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(wanted, timeout=5).close()  # noqa: S310 -- the same
            return
        time.sleep(0.1)
    raise TimeoutError("moto's server doesn't answer")


def upload(folder: Path, address: str) -> None:
    """Put the files of a folder below an address."""
    for path in folder.rglob("*"):
        if path.is_file():
            Bucket(address).write(path.relative_to(folder).as_posix(), path.read_bytes())


def environment(address: str, scratch: Path) -> dict[str, str]:
    """The variables that lead to the storage, for a machine with this scratch folder."""
    return {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "FIGTRACK_SCRATCH": str(scratch),
    }
