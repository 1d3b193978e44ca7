"""Every error that Figtrack raises on purpose.

    FigtrackError
    ├── InputRefusedError        one input can't be read; the rest goes on          exit code 1
    ├── UsageError               a command was called in a way that can't work      exit code 2
    │   └── MissingModelError    no English model for spaCy is installed
    └── WorkspaceError           the workspace can't be used                        exit code 3
        ├── WorkspaceMissingError    there is none at the path given                exit code 2
        ├── WorkspaceDamagedError
        └── WorkspaceLockedError
            └── WorkspaceOvertakenError  another build was sooner, on object storage

A message says what, where, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar


class FigtrackError(Exception):
    """Base of all; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


class InputRefusedError(FigtrackError):
    """An input that can't be taken in: `where` names it, `reason` says why and `remedy` what to do."""

    def __init__(self, where: str, reason: str, remedy: str) -> None:
        super().__init__(f"{where}: {reason}; {remedy}")
        self.where = where
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[InputRefusedError], tuple[str, str, str]]:
        """How it comes from another process: from its parts, as it was made."""
        return type(self), (self.where, self.reason, self.remedy)


class UsageError(FigtrackError):
    """A command or function was called in a way that can't work."""

    exit_code = 2


class MissingModelError(UsageError):
    """No English model for spaCy is installed."""


class WorkspaceError(FigtrackError):
    """The workspace can't be used."""

    exit_code = 3


class WorkspaceMissingError(WorkspaceError):
    """There is no workspace at the path given: a wrong path, not a damaged workspace."""

    exit_code = 2


class WorkspaceDamagedError(WorkspaceError):
    """A table of the workspace can't be read or breaks a promise of its schema."""


class WorkspaceLockedError(WorkspaceError):
    """Another build holds the workspace."""


class WorkspaceOvertakenError(WorkspaceLockedError):
    """Another build committed first where none is kept out; nothing of this one is there."""
