"""The command line: what can be called, with which options; what a command does is in `tracker.commands`.

Exit codes: 0 done, 1 done but some inputs were refused, 2 wrong usage, 3 the workspace is damaged or locked, 74 the
output can't be written (EX_IOERR of sysexits.h), 130 interrupted, 143 ended by SIGTERM.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING

from tracker.cli import keeping, reading, showing, tables
from tracker.cli.app import app
from tracker.errors import FigtrackError
from tracker.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["OUTPUT_LOST", "app", "main"]

_PANELS = [part.PANEL for part in (reading, tables, showing, keeping)]
app.registered_commands.sort(key=lambda command: _PANELS.index(str(command.rich_help_panel)))

OUTPUT_LOST = 74
"""The exit code where the output, or another file, can't be written or read."""
_INTERRUPTED, _TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM


def main() -> None:
    """Run the command line; an error on purpose, or of the system, is one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # Without credentials for object storage Delta Lake logs every place that it looked in; our own line is enough.
    os.environ.setdefault("RUST_LOG", "aws_config=off")
    try:
        with _ended_as_interrupted():
            _run()
    except FigtrackError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`): nothing went wrong.
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        where = f"{error.filename}: " if error.filename else "the output can't be written: "
        complain(f"{where}{error.strerror or error}; what was printed is not whole")
        sys.exit(OUTPUT_LOST)


@contextlib.contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Have SIGTERM end a command as Ctrl-C does, in order, but with its own exit code."""
    came = False

    def end(_: int, __: FrameType | None) -> None:
        nonlocal came
        came = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except SystemExit as ended:
        if came and ended.code == _INTERRUPTED:
            sys.exit(_TERMINATED)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _run() -> None:
    """Run the command called; what it printed is out before it ends."""
    try:
        app()
    except SystemExit as ended:
        # Typer and Rich end with code 1 where a pipe is closed.
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise
    finally:
        sys.stdout.flush()


def _drop_output() -> None:
    """Send what is still to be printed nowhere: Python would try once more at its end, and fail with a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
