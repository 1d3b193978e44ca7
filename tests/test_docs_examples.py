"""The examples of the docs are run as they stand: files written, commands called in the order of the page.

A command alone on its line is run in this process; what needs a shell is given to one, which finds `figtrack` there.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tracker.storage.bucket import Bucket
from tracker.verify import problems
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


OF_SHELLS = {"|", "&&", ">"}


@pytest.mark.slow
@pytest.mark.parametrize("page", ["own-articles.md", "operations.md"])
def test_the_examples_work_as_they_stand(
    page: str, figtrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if "file=s3://" in text:
        request.getfixturevalue("bucket")
    commands = 0
    for block in BLOCK.finditer(text):
        if block["file"]:
            put(tmp_path, block["file"], block["body"])
        elif block["kind"] == "sh":
            for line in block["body"].splitlines():
                words = shlex.split(line)
                is_alone = words[0] == "figtrack" and OF_SHELLS.isdisjoint(words)
                code, out, err = figtrack(*words[1:]) if is_alone else in_a_shell(line)
                assert (code, err) == (0, ""), line
                assert out or line.startswith("cp "), line
                commands += 1
    assert commands > 3
    assert list(problems(Workspace.open(tmp_path / "my-workspace"))) == []


def put(folder: Path, name: str, text: str) -> None:
    """Write a file of the page, below a folder or where its address says."""
    if name.startswith("s3://"):
        address, _, last = name.rpartition("/")
        Bucket(address).write(last, text.encode())
        return
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")


def in_a_shell(line: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a line of a shell."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(["sh", "-c", line], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr
