"""Figtrack: finds every figure in news articles, lines up the claims about one thing, and shows where they differ.

The public names, loaded when they are first used:

- `read_paths(paths)`, `read_stream(lines, name)`: files and JSON lines to documents
- `extract(document)`, `extract_many(documents)`: documents to claims
- `build(paths, workspace_path)`: all of it into a workspace
- `Workspace`: the tables and their snapshots
- `export(workspace, folder)`: what leaves
- `Document`, `Claim`: what goes in and what is found
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.export import export
    from tracker.language import extract, extract_many
    from tracker.model import Claim, Document
    from tracker.pipeline import build
    from tracker.reading import read_paths, read_stream
    from tracker.workspace import Workspace

# The allocator of Polars keeps what was freed, as if a build held half as much again; it reads this when Polars is
# loaded, which is later.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:500,muzzy_decay_ms:0")

__all__ = [
    "Claim",
    "Document",
    "Workspace",
    "build",
    "export",
    "extract",
    "extract_many",
    "read_paths",
    "read_stream",
]

_HOMES = {
    "Claim": "tracker.model",
    "Document": "tracker.model",
    "Workspace": "tracker.workspace",
    "build": "tracker.pipeline",
    "export": "tracker.export",
    "extract": "tracker.language",
    "extract_many": "tracker.language",
    "read_paths": "tracker.reading",
    "read_stream": "tracker.reading",
}


def __getattr__(name: str) -> object:
    """Load a public name's module when it is first asked for, so that `figtrack --help` need not wait for it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
