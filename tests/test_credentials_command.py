"""`figtrack credentials`: readers are added, changed, listed and removed, and no password is ever shown."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import credentials
from tracker.cli import main
from tracker.credentials import Role

WORDS = "four words make one"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command on a file: exit code, standard output, standard error."""

    def ran(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["figtrack", "credentials", str(tmp_path / "readers.json"), *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return ran


def test_a_reader_is_added_changed_listed_and_removed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "readers.json"
    assert run("ann", typed=f"{WORDS}\n")[:2] == (0, "ann can log in as a viewer\n")
    first = credentials.read(path)["ann"]
    assert credentials.holds(first.password_hash, WORDS)
    assert run("ann", "--role", "reviewer")[:2] == (0, "ann can log in as a reviewer\n")
    assert credentials.read(path)["ann"] == credentials.Credential("ann", Role.REVIEWER, first.password_hash)
    assert run("ann", typed=f"{WORDS} more\r\n")[0] == 0
    changed = credentials.read(path)["ann"]
    assert credentials.holds(changed.password_hash, f"{WORDS} more")
    assert changed.role is Role.REVIEWER
    assert run("bob", typed=f"{WORDS}\n")[0] == 0
    assert run()[1] == "ann: reviewer\nbob: viewer\n"
    assert run("ann", "--remove")[:2] == (0, "ann can't log in any more\n")
    assert set(credentials.read(path)) == {"bob"}


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("ann",), "short\n", "12 to 1,000 characters"),
        (("ann",), "", "12 to 1,000 characters"),
        (("",), f"{WORDS}\n", "printable"),
        (("ann", "--remove"), "", "can't be read"),
        ((), "", "can't be read"),
    ],
)
def test_what_can_not_be_done_is_said_and_changes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], typed: str, said: str
) -> None:
    code, out, err = run(*arguments, typed=typed)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_no_password_is_ever_shown(run: Run, tmp_path: Path) -> None:
    shown = "".join(map(str, run("ann", typed=f"{WORDS}\n") + run() + run("ann", "--remove")))
    assert WORDS not in shown
    assert "argon2" not in shown
    assert WORDS not in (tmp_path / "readers.json").read_text(encoding="utf-8")


def test_a_file_that_is_something_else_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "readers.json"
    path.write_text("my notes", encoding="utf-8")
    code, _, err = run("ann", typed=f"{WORDS}\n")
    assert code == 2
    assert "no credentials file" in err
    assert path.read_text(encoding="utf-8") == "my notes"
