"""What each command does. A module is loaded when its command is called, so that help is there at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from tracker.commands import (
        build,
        credentials,
        demo,
        explain,
        exporting,
        extract,
        fetching,
        history,
        mapping,
        serve,
        show,
        spans,
        vacuuming,
        verifying,
        watch,
    )

__all__ = [
    "build",
    "credentials",
    "demo",
    "explain",
    "exporting",
    "extract",
    "fetching",
    "history",
    "mapping",
    "serve",
    "show",
    "spans",
    "vacuuming",
    "verifying",
    "watch",
]


def __getattr__(name: str) -> ModuleType:
    """Load a command's module when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
