"""The examples of the docs are run as they stand: files written, commands called in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.verify import problems
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["own-articles.md", "operations.md"])
def test_the_examples_work_as_they_stand(page: str, tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    commands = 0
    for block in BLOCK.finditer((ROOT / "docs" / page).read_text(encoding="utf-8")):
        if block["file"]:
            target = tmp_path / block["file"]
            target.parent.mkdir(exist_ok=True)
            target.write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "sh":
            for line in block["body"].splitlines():
                done = subprocess.run(
                    ["sh", "-c", line],
                    cwd=tmp_path,
                    env={**os.environ, "PATH": path},
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert (done.returncode, done.stderr) == (0, ""), line
                assert done.stdout or line.startswith("cp "), line
                commands += 1
    assert commands > 3
    assert list(problems(Workspace.open(tmp_path / "my-workspace"))) == []
