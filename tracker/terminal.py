"""What is shown on a terminal: text, titles and file names are hostile there and shown without control codes."""

from __future__ import annotations

import re
import sys

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control codes, marks that turn the direction of writing, and half characters."""


def harmless(text: str) -> str:
    """The text on one line, each control code as the sign for what can't be shown."""
    return _CONTROLS.sub(lambda found: " " if found[0] in "\t\n\r" else "\ufffd", text)


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"figtrack: {harmless(text)}\n")
    sys.stderr.flush()


def say(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(f"{harmless(text)}\n")
    sys.stdout.flush()
